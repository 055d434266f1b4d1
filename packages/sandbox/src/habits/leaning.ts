/**
 * Habits that an action has to know, each with a test of the action that fails in a sandbox without
 * the habit. `pnpm habits` switches them off one by one and sees that it does.
 */
import { SWITCHES } from '../github/habits/switches.ts';
import { RAILWAY_SWITCHES } from '../railway/habits.ts';
import type { Switch } from './choose.ts';

export interface Leaning {
  readonly habit: keyof typeof SWITCHES | keyof typeof RAILWAY_SWITCHES;
  /** File below the repository's root and the title of a test in it. */
  readonly file: string;
  readonly title: string;
}

const RELEASE = 'actions/create-release-pr/tests/habits.bundle.test.ts';
const WAIT = 'actions/railway-wait-deploy/tests/railway-wait-deploy.sandbox.test.ts';

export const LEANING: readonly Leaning[] = [
  {
    habit: 'mergeable-null-first',
    file: RELEASE,
    title: 'asks until GitHub has computed whether the pull request merges',
  },
  {
    habit: 'new-refs-hide',
    file: RELEASE,
    title: 'tries again where GitHub does not see the branch it was just given',
  },
  {
    habit: 'lists-are-capped',
    file: RELEASE,
    title: 'counts every commit of a release of which GitHub lists 250',
  },
  {
    habit: 'rulesets',
    file: RELEASE,
    title: 'names the ruleset that keeps it from making its branch',
  },
  {
    habit: 'protected-branches',
    file: RELEASE,
    title: 'names the protection that keeps it from moving its branch',
  },
  {
    habit: 'merge-methods',
    file: RELEASE,
    title: 'says by which button alone the release merges, and by that it does',
  },
  {
    habit: 'stale-reviews-are-dismissed',
    file: RELEASE,
    title: 'takes no approval away by running again, only by what is new',
  },
  {
    habit: 'empty-pulls-are-closed',
    file: RELEASE,
    title: 'opens another pull request where GitHub closed the one that became empty',
  },
  {
    habit: 'head-branches-are-deleted',
    file: RELEASE,
    title: 'makes its branch anew after GitHub deleted it with the merge',
  },
  {
    habit: 'primary-rate-limit',
    file: RELEASE,
    title: 'ends with one line when the hour of its token is used up',
  },
  {
    habit: 'secondary-rate-limit',
    file: RELEASE,
    title: 'waits as long as the limit on writes asks, and finishes',
  },
  {
    habit: 'runs-may-not-open-pulls',
    file: 'actions/create-release-pr/tests/create-release-pr.bundle.test.ts',
    title: 'names the setting that forbids workflows to open pull requests',
  },
  {
    habit: 'linear-history',
    file: 'actions/sync-staging/tests/habits.bundle.test.ts',
    title: 'brings one commit to a branch of linear history, which takes no merge',
  },
  {
    habit: 'tokens-have-permissions',
    file: RELEASE,
    title: 'says that its token lacks a permission',
  },
  {
    habit: 'railway-old-one-serves',
    file: WAIT,
    title: 'is red while the old container still serves: a build failed',
  },
  {
    habit: 'railway-newest-wins',
    file: WAIT,
    title: 'follows the newer deployment that replaced this one',
  },
  {
    habit: 'railway-waits-for-ci',
    file: WAIT,
    title: 'does not take a failed check suite for "nothing to deploy"',
  },
  {
    habit: 'railway-watch-paths',
    file: WAIT,
    title: 'accepts that a service was skipped whose files did not change',
  },
];

/** Its table in docs/sandbox.md. */
export function leaningTable(): string {
  const switches: Readonly<Record<string, Switch>> = { ...SWITCHES, ...RAILWAY_SWITCHES };
  const rows = LEANING.map(({ habit, file, title }) => {
    const source = switches[habit]?.source ?? '';
    return `| \`${habit}\` | [source](${source}) | \`${file}\`: ${title} |`;
  });
  return ['| without | source | fails |', '|---|---|---|', ...rows].join('\n');
}
