/** What GitHub alone tells: enough where there is nothing to release. */
import { ActionError } from '@release-train/action-kit';
import type { Branch, GitHub, MergeRules, PullRequest, Repository } from '@release-train/github';
import type { Place } from './place.ts';

export interface Seen {
  readonly head: Branch;
  readonly base: Branch;
  /** Commits of head that base lacks. */
  readonly ahead: number;
  /** The open pull request of head itself, and the one of the release branch. */
  readonly direct: PullRequest | undefined;
  readonly own: PullRequest | undefined;
}

export async function readSeen(
  github: GitHub,
  { head: from, base: to, branch }: Place,
): Promise<Seen> {
  const comparing = github.compare(to, from);
  // A missing branch also fails the comparison; its own error below says more.
  comparing.catch(() => {});
  const [head, base, [direct], [own]] = await Promise.all([
    existing(github, 'head', from),
    existing(github, 'base', to),
    github.pulls({ head: from, base: to, state: 'open' }),
    github.pulls({ head: branch, base: to, state: 'open' }),
  ]);
  const { ahead } = await comparing;
  return { head, base, ahead, direct, own };
}

async function existing(github: GitHub, input: string, name: string): Promise<Branch> {
  const branch = await github.branch(name);
  if (branch) return branch;
  throw new ActionError('branch-missing', `branch "${name}" does not exist`, {
    hint: `Check the input "${input}".`,
  });
}

/** What decides how `base` takes a release; `undefined`: nobody says. */
export interface MergeFacts extends Repository {
  readonly rules: MergeRules;
  readonly isHeadProtected: boolean;
}

export async function readMergeFacts(
  github: GitHub,
  { head, base }: Pick<Seen, 'head' | 'base'>,
): Promise<MergeFacts> {
  const [repository, rules] = await Promise.all([github.repository(), github.mergeRules(base)]);
  return { ...repository, rules, isHeadProtected: head.isProtected };
}
