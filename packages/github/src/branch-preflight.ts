/** What the rules and the workflows of a repository will do to a branch of the tool. */
import type { Language } from '@release-train/action-kit/language';
import { codeSpan } from '@release-train/action-kit/text';
import { type BranchPreflightWords, branchPreflightWords } from './branch-preflight-words.ts';
import type { MergeRules, Repository } from './github.ts';

interface Habit {
  readonly path: string;
  readonly line: number;
}

export interface BranchPreflight {
  readonly base: string;
  readonly methods: Repository['methods'];
  readonly rules: MergeRules;
  /** The branch that is pushed; absent where none is. */
  readonly pushed?: PushedBranch | undefined;
}

export interface PushedBranch {
  readonly branch: string;
  /** Types of the ruleset rules that it meets. */
  readonly rules: readonly string[];
  readonly isMergeCommit: boolean;
  /** What workflows do to it by themselves. */
  readonly habits: { readonly pulls: readonly Habit[]; readonly approvals: readonly Habit[] };
}

/** Methods that the settings leave and the rules too; `undefined` where the token may not know. */
export function methodsLeftOf({
  methods,
  rules,
}: Pick<BranchPreflight, 'methods' | 'rules'>): readonly string[] | undefined {
  return methods
    ?.filter((method) => rules.allowedMethods?.includes(method) !== false)
    .filter((method) => method !== 'merge' || !rules.requiresLinearHistory);
}

/** One instruction per finding, with where to set it; Markdown. */
export function renderBranchPreflight(
  { base, pushed, ...facts }: BranchPreflight,
  language: Language,
): readonly string[] {
  const words = branchPreflightWords[language];
  return [
    ...(methodsLeftOf(facts)?.length === 0 ? [words.noMethod(codeSpan(base))] : []),
    ...(facts.rules.isClassicHidden ? [words.classicHidden(codeSpan(base))] : []),
    ...(pushed ? renderPushed(pushed, base, language) : []),
  ];
}

/**
 * Of a base that wants signed commits and a branch of ours, which git made without a key. GitHub
 * looks at every commit of the pull request, whatever the method.
 */
export const renderUnsigned = (
  { base, branch }: { readonly base: string; readonly branch: string },
  language: Language,
): string =>
  branchPreflightWords[language].unsigned({
    base: codeSpan(base),
    branch: codeSpan(branch),
    amend: codeSpan('git commit --amend --no-edit --gpg-sign'),
  });

const mostHabits = 3;

/** Of these, what concerns the push itself. */
export function renderPushed(
  { branch, rules, isMergeCommit, habits }: PushedBranch,
  base: string,
  language: Language,
): readonly string[] {
  const words = branchPreflightWords[language];
  const about = { creation: words.creation, update: words.update, ...ruled(words) };
  const met = Object.entries(about).filter(
    ([type]) => rules.includes(type) && (type !== 'required_linear_history' || isMergeCommit),
  );
  const pattern = codeSpan(`branches-ignore: ['${branch.replace(/\/.*$/, '/**')}']`);
  const at = ({ path, line }: Habit) => ({ file: codeSpan(path), line });
  return [
    ...met.map(([, what]) => words.ownRule({ branch: codeSpan(branch), what })),
    ...habits.pulls
      .slice(0, mostHabits)
      .map((habit) => words.pulls({ ...at(habit), branch: codeSpan(branch), pattern })),
    ...habits.approvals
      .slice(0, mostHabits)
      .map((habit) => words.approvals({ ...at(habit), base: codeSpan(base) })),
  ];
}

// https://docs.github.com/en/rest/repos/rules#get-rules-for-a-branch
const ruled = (words: BranchPreflightWords): Readonly<Record<string, string>> => ({
  non_fast_forward: words.forcePush,
  pull_request: words.pullRequest,
  required_status_checks: words.checks,
  required_signatures: words.signatures,
  required_linear_history: words.linear,
});
