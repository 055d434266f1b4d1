/**
 * What classic branch protection lets through, as pure decisions.
 * https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches
 */
import type { MergeMethod } from '../model.ts';

export interface BranchProtection {
  readonly pullRequest: {
    readonly approvals: number;
    readonly dismissStale: boolean;
    readonly codeOwners: boolean;
  } | null;
  readonly checks: { readonly contexts: readonly string[]; readonly strict: boolean } | null;
  readonly linearHistory: boolean;
  readonly enforceAdmins: boolean;
  readonly allowForcePushes: boolean;
  readonly allowDeletions: boolean;
  /** The last three can be denied by rulesets only. */
  readonly allowCreations: boolean;
  readonly allowUpdates: boolean;
  /** Merge methods that are left; null for all of the repository's. */
  readonly methods: readonly MergeMethod[] | null;
}

/** `expected`: nobody has reported under that name yet. */
export type CheckVerdict = 'success' | 'pending' | 'failing' | 'expected';

export interface RequiredCheck {
  readonly context: string;
  readonly verdict: CheckVerdict;
}

export interface RefUpdateFacts {
  readonly kind: 'create' | 'update' | 'delete';
  readonly fastForward: boolean;
  readonly addsMergeCommit: boolean;
  readonly actorIsAdmin: boolean;
  readonly checks: readonly RequiredCheck[];
}

export type RefVerdict =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly reasons: readonly string[] };

/** May this actor move this branch directly, by push or by API? In GitHub's own words if not. */
export function decideRefUpdate(
  protection: BranchProtection | null,
  facts: RefUpdateFacts,
): RefVerdict {
  if (!protection || isBypassed(protection, facts.actorIsAdmin)) return { allowed: true };
  const reasons = refusals(protection, facts);
  return reasons.length === 0 ? { allowed: true } : { allowed: false, reasons };
}

export const isBypassed = (protection: BranchProtection, actorIsAdmin: boolean): boolean =>
  actorIsAdmin && !protection.enforceAdmins;

function refusals(protection: BranchProtection, facts: RefUpdateFacts): string[] {
  switch (facts.kind) {
    case 'create':
      return protection.allowCreations
        ? []
        : ['Cannot create ref due to creations being restricted.'];
    case 'delete':
      return protection.allowDeletions ? [] : ['Cannot delete this protected branch'];
    case 'update':
      return [
        ...(protection.allowUpdates ? [] : ['Cannot update this protected ref.']),
        ...(facts.fastForward || protection.allowForcePushes
          ? []
          : ['Cannot force-push to this branch']),
        ...(protection.pullRequest ? ['Changes must be made through a pull request.'] : []),
        ...(protection.linearHistory && facts.addsMergeCommit
          ? ['This branch must not contain merge commits.']
          : []),
        ...checkRefusals(facts.checks),
      ];
    default:
      return facts.kind satisfies never;
  }
}

/** `Required status check "test" is expected.` or `2 of 3 required status checks are failing.` */
export function checkRefusals(checks: readonly RequiredCheck[]): string[] {
  const missing = checks.filter((check) => check.verdict !== 'success');
  const [only] = missing;
  if (!only) return [];
  const verdict = (['failing', 'pending', 'expected'] as const).find((wanted) =>
    missing.some((check) => check.verdict === wanted),
  );
  if (missing.length === 1) return [`Required status check "${only.context}" is ${only.verdict}.`];
  return [`${missing.length} of ${checks.length} required status checks are ${verdict}.`];
}
