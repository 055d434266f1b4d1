/** Gathers what the pure rules decide on. */
import type { Actor } from '../../ports.ts';
import { isAncestor } from '../git/commits.ts';
import type { CheckRun, PullRequest, Repository } from '../model.ts';
import type { Place } from '../payloads/commit-json.ts';
import type { BranchProtection, CheckVerdict, RequiredCheck } from '../rules/branch-protection.ts';
import type { MergeFacts } from '../rules/mergeability.ts';
import { decisiveReviews } from '../rules/mergeability.ts';

export function readMergeFacts({ repository }: Place, pull: PullRequest, actor: Actor): MergeFacts {
  const protection = repository.protections.get(pull.baseRef) ?? null;
  const reviews = decisiveReviews(pull);
  const verdicts = checkVerdicts(repository, pull.headSha);
  const required = new Set(protection?.checks?.contexts ?? []);
  return {
    mergeable: pull.testMerge === null ? null : pull.testMerge.mergeSha !== null,
    open: pull.state === 'open',
    draft: pull.draft,
    protection,
    settings: repository.settings,
    checks: requiredChecks(repository, protection, pull.headSha),
    otherChecksUnhappy: [...verdicts].some(
      ([context, verdict]) => !required.has(context) && verdict !== 'success',
    ),
    approvals: reviews.filter((review) => review.state === 'APPROVED').length,
    changesRequested: reviews.some((review) => review.state === 'CHANGES_REQUESTED'),
    behind: !isAncestor(repository.gitDir, pull.baseSha, pull.headSha),
    actorIsAdmin: actor.admin,
  };
}

/** How each required context stands on a commit. */
export function requiredChecks(
  repository: Repository,
  protection: BranchProtection | null,
  sha: string,
): RequiredCheck[] {
  const verdicts = checkVerdicts(repository, sha);
  return (protection?.checks?.contexts ?? []).map((context) => ({
    context,
    verdict: verdicts.get(context) ?? 'expected',
  }));
}

/**
 * The latest word under every name. Check runs of dispatched workflows sit on the commit without
 * counting: https://github.com/ThemeParks/ThemeParks_JavaScript/pull/37
 */
export function checkVerdicts(repository: Repository, sha: string): Map<string, CheckVerdict> {
  const verdicts = new Map<string, CheckVerdict>();
  for (const check of repository.checkRuns.values()) {
    const run = repository.runs.get(check.runId);
    const dispatched = run?.event.name.endsWith('_dispatch') ?? true;
    if (run?.headSha === sha && !dispatched) verdicts.set(check.name, checkRunVerdict(check));
  }
  const failing = new Set(
    [...verdicts].filter(([, verdict]) => verdict !== 'success').map(([context]) => context),
  );
  for (const { sha: on, context, state } of repository.statuses) {
    if (on === sha && !failing.has(context)) verdicts.set(context, statusVerdict(state));
  }
  return verdicts;
}

function checkRunVerdict(check: CheckRun): CheckVerdict {
  if (check.status !== 'completed') return 'pending';
  const happy = ['success', 'skipped', 'neutral'].includes(check.conclusion ?? '');
  return happy ? 'success' : 'failing';
}

function statusVerdict(state: string): CheckVerdict {
  if (state === 'success') return 'success';
  return state === 'pending' ? 'pending' : 'failing';
}
