/**
 * Rulesets: which branches they speak of and what they ask. Pure.
 * https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/about-rulesets
 */
import type { MergeMethod } from '../model.ts';
import type { BranchProtection } from './branch-protection.ts';

export interface Ruleset {
  readonly id: number;
  readonly name: string;
  /** Only an active one is enforced and told by `GET rules/branches/{branch}`. */
  readonly enforcement: 'active' | 'disabled' | 'evaluate';
  /** `~ALL`, `~DEFAULT_BRANCH`, or `refs/heads/…` with `*` and `**`. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly rules: readonly Rule[];
  readonly createdAt: string;
}

export interface Rule {
  readonly type: RuleType;
  readonly parameters?: Readonly<Record<string, unknown>>;
}

export const RULE_TYPES = [
  'creation',
  'update',
  'deletion',
  'non_fast_forward',
  'required_linear_history',
  'pull_request',
  'required_status_checks',
] as const;
export type RuleType = (typeof RULE_TYPES)[number];

export function speaksOf(ruleset: Ruleset, branch: string, defaultBranch: string): boolean {
  const matches = (pattern: string): boolean => {
    if (pattern === '~ALL') return true;
    if (pattern === '~DEFAULT_BRANCH') return branch === defaultBranch;
    return globOf(pattern).test(`refs/heads/${branch}`);
  };
  return ruleset.include.some(matches) && !ruleset.exclude.some(matches);
}

/** `*` stops at a slash, `**` does not: Ruby's fnmatch with File::FNM_PATHNAME. */
function globOf(pattern: string): RegExp {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll(/\*\*\/?|\*|\?/g, (wild) => WILD[wild] ?? wild);
  return new RegExp(`^${source}$`, 's');
}

const WILD: Readonly<Record<string, string>> = {
  '**/': '(?:.*/)?',
  '**': '.*',
  '*': '[^/]*',
  '?': '[^/]',
};

/** The same demands in the terms of classic protection. Nobody bypasses a ruleset here. */
export function demandsOf({ rules }: Ruleset): BranchProtection {
  const rule = (type: RuleType) => rules.find((each) => each.type === type);
  const pull = rule('pull_request');
  const checks = rule('required_status_checks');
  return {
    pullRequest: pull ? reviewDemands(pull) : null,
    checks: checks ? checkDemands(checks) : null,
    linearHistory: rule('required_linear_history') !== undefined,
    enforceAdmins: true,
    allowForcePushes: rule('non_fast_forward') === undefined,
    allowDeletions: rule('deletion') === undefined,
    allowCreations: rule('creation') === undefined,
    allowUpdates: rule('update') === undefined,
    methods: methodsOf(pull),
  };
}

const reviewDemands = ({ parameters = {} }: Rule) => ({
  approvals: Number(parameters['required_approving_review_count'] ?? 0),
  dismissStale: parameters['dismiss_stale_reviews_on_push'] === true,
  codeOwners: parameters['require_code_owner_review'] === true,
});

function checkDemands({ parameters = {} }: Rule) {
  // Validated when the ruleset was made: a list of objects with a context.
  const wanted = (parameters['required_status_checks'] ?? []) as readonly { context: string }[];
  return {
    contexts: wanted.map(({ context }) => context),
    strict: parameters['strict_required_status_checks_policy'] === true,
  };
}

const methodsOf = (pull: Rule | undefined): readonly MergeMethod[] | null =>
  (pull?.parameters?.['allowed_merge_methods'] as readonly MergeMethod[] | undefined) ?? null;

/** All demands on one branch at once: the strictest of each. */
export function combined(demands: readonly BranchProtection[]): BranchProtection | null {
  const [first, ...others] = demands;
  return first ? others.reduce(stricter, first) : null;
}

function stricter(one: BranchProtection, other: BranchProtection): BranchProtection {
  const { pullRequest: a, checks: c } = one;
  const { pullRequest: b, checks: d } = other;
  return {
    pullRequest: a && b ? stricterReviews(a, b) : (a ?? b),
    checks: c && d ? stricterChecks(c, d) : (c ?? d),
    linearHistory: one.linearHistory || other.linearHistory,
    enforceAdmins: one.enforceAdmins || other.enforceAdmins,
    allowForcePushes: one.allowForcePushes && other.allowForcePushes,
    allowDeletions: one.allowDeletions && other.allowDeletions,
    allowCreations: one.allowCreations && other.allowCreations,
    allowUpdates: one.allowUpdates && other.allowUpdates,
    methods: commonMethods(one.methods, other.methods),
  };
}

type Reviews = NonNullable<BranchProtection['pullRequest']>;
type Checks = NonNullable<BranchProtection['checks']>;
type Methods = BranchProtection['methods'];

const stricterReviews = (one: Reviews, other: Reviews): Reviews => ({
  approvals: Math.max(one.approvals, other.approvals),
  dismissStale: one.dismissStale || other.dismissStale,
  codeOwners: one.codeOwners || other.codeOwners,
});

const stricterChecks = (one: Checks, other: Checks): Checks => ({
  contexts: [...new Set([...one.contexts, ...other.contexts])],
  strict: one.strict || other.strict,
});

const commonMethods = (one: Methods, other: Methods): Methods =>
  one && other ? one.filter((method) => other.includes(method)) : (one ?? other);
