/** What stands in the way of a branch: classic protection and active rulesets. */
import type { Habits } from '../habits/habit.ts';
import type { Place } from '../payloads/commit-json.ts';
import type { BranchProtection } from '../rules/branch-protection.ts';
import { combined, demandsOf, type Ruleset, speaksOf } from '../rules/ruleset.ts';

export interface Guard {
  readonly by: 'protection' | 'ruleset';
  readonly demands: BranchProtection;
}

export function guardsOf({ world, repository }: Place, branch: string): Guard[] {
  const { habits } = world;
  const classic = habits['protected-branches'] ? repository.protections.get(branch) : undefined;
  const rulesets = habits['rulesets'] ? activeRulesets({ world, repository }, branch) : [];
  return [
    ...(classic ? [{ by: 'protection' as const, demands: classic }] : []),
    ...rulesets.map((ruleset) => ({ by: 'ruleset' as const, demands: demandsOf(ruleset) })),
  ].map(({ by, demands }) => ({ by, demands: asSwitched(demands, habits) }));
}

export const activeRulesets = ({ repository }: Place, branch: string): Ruleset[] =>
  [...repository.rulesets.values()].filter(
    (ruleset) =>
      ruleset.enforcement === 'active' && speaksOf(ruleset, branch, repository.defaultBranch),
  );

/** All of it at once; null for a branch that nothing guards. */
export const demandsOn = (place: Place, branch: string): BranchProtection | null =>
  combined(guardsOf(place, branch).map(({ demands }) => demands));

function asSwitched(demands: BranchProtection, habits: Habits): BranchProtection {
  const { pullRequest, checks, linearHistory, methods } = demands;
  return {
    ...demands,
    pullRequest: habits['required-reviews'] && pullRequest ? reviews(pullRequest, habits) : null,
    checks: habits['required-checks'] ? checks : null,
    linearHistory: linearHistory && habits['linear-history'],
    methods: habits['merge-methods'] ? methods : null,
  };
}

const reviews = (rule: NonNullable<BranchProtection['pullRequest']>, habits: Habits) => ({
  ...rule,
  dismissStale: rule.dismissStale && habits['stale-reviews-are-dismissed'],
  codeOwners: rule.codeOwners && habits['code-owners'],
});
