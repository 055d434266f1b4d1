/** Gathers what the pure rules decide on. */
import type { Actor } from '../../ports.ts';
import { isAncestor } from '../git/commits.ts';
import type { PullRequest, RepositorySettings } from '../model.ts';
import type { Place } from '../payloads/commit-json.ts';
import type { AppCheck, CheckRun } from '../reports.ts';
import type { BranchProtection, CheckVerdict, RequiredCheck } from '../rules/branch-protection.ts';
import type { MergeFacts } from '../rules/mergeability.ts';
import { decisiveReviews } from '../rules/mergeability.ts';
import { waitingOwners } from './code-owners.ts';
import { isOutsider } from './collaborators.ts';
import { demandsOn } from './guards.ts';

export function readMergeFacts(
  { world, repository }: Place,
  pull: PullRequest,
  actor: Actor,
): MergeFacts {
  const { habits } = world;
  const protection = demandsOn({ world, repository }, pull.baseRef);
  // Anybody may review; only the word of those who may write counts.
  const reviews = decisiveReviews(pull).filter(({ author }) => !isOutsider({ world }, author));
  const verdicts = checkVerdicts({ world, repository }, pull.headSha);
  const required = new Set(protection?.checks?.contexts ?? []);
  return {
    mergeable: pull.testMerge === null ? null : pull.testMerge.mergeSha !== null,
    open: pull.state === 'open',
    draft: pull.draft,
    protection,
    settings: habits['merge-methods'] ? repository.settings : anyMethod(repository.settings),
    checks: requiredChecks({ world, repository }, protection, pull.headSha),
    otherChecksUnhappy: [...verdicts].some(
      ([context, verdict]) => !required.has(context) && verdict !== 'success',
    ),
    approvals: reviews.filter((review) => review.state === 'APPROVED').length,
    missingOwners: protection?.pullRequest?.codeOwners
      ? waitingOwners({ world, repository }, pull, reviews)
      : [],
    changesRequested: reviews.some((review) => review.state === 'CHANGES_REQUESTED'),
    behind: !isAncestor(repository.gitDir, pull.baseSha, pull.headSha),
    actorIsAdmin: actor.admin,
  };
}

const anyMethod = (settings: RepositorySettings): RepositorySettings => ({
  ...settings,
  allowMergeCommit: true,
  allowSquashMerge: true,
  allowRebaseMerge: true,
});

/** How each required context stands on a commit. */
export function requiredChecks(
  place: Place,
  protection: BranchProtection | null,
  sha: string,
): RequiredCheck[] {
  const verdicts = checkVerdicts(place, sha);
  return (protection?.checks?.contexts ?? []).map((context) => ({
    context,
    verdict: verdicts.get(context) ?? 'expected',
  }));
}

/**
 * The latest word under every name. Check runs of dispatched workflows sit on the commit without
 * counting: https://github.com/ThemeParks/ThemeParks_JavaScript/pull/37
 */
export function checkVerdicts(
  { world, repository }: Place,
  sha: string,
): Map<string, CheckVerdict> {
  const verdicts = new Map<string, CheckVerdict>();
  for (const check of repository.checkRuns.values()) {
    const run = repository.runs.get(check.runId);
    const dispatched = run?.event.name.endsWith('_dispatch') ?? true;
    const counts = !dispatched || !world.habits['dispatched-checks-do-not-count'];
    if (run?.headSha === sha && counts) verdicts.set(check.name, checkRunVerdict(check));
  }
  for (const check of repository.appChecks.values()) {
    if (check.headSha === sha) verdicts.set(check.name, checkRunVerdict(check));
  }
  const failing = new Set(
    [...verdicts].filter(([, verdict]) => verdict !== 'success').map(([context]) => context),
  );
  for (const { sha: on, context, state } of repository.statuses) {
    if (on === sha && !failing.has(context)) verdicts.set(context, statusVerdict(state));
  }
  return verdicts;
}

function checkRunVerdict(check: Pick<CheckRun | AppCheck, 'status' | 'conclusion'>): CheckVerdict {
  if (check.status !== 'completed') return 'pending';
  const happy = ['success', 'skipped', 'neutral'].includes(check.conclusion ?? '');
  return happy ? 'success' : 'failing';
}

function statusVerdict(state: string): CheckVerdict {
  if (state === 'success') return 'success';
  return state === 'pending' ? 'pending' : 'failing';
}
