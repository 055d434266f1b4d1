/** Every movement of a ref, by push, by API or by merge button, is judged and told of here. */
import type { Actor } from '../../ports.ts';
import { hasMergeCommit, isAncestor } from '../git/commits.ts';
import { deleteRef, peel, writeRef, ZERO } from '../git/refs.ts';
import type { PullRequest } from '../model.ts';
import { timestamp } from '../model.ts';
import type { Place } from '../payloads/commit-json.ts';
import { branchTips } from '../payloads/pull-json.ts';
import type { RefVerdict } from '../rules/branch-protection.ts';
import { decideRefUpdate } from '../rules/branch-protection.ts';
import { decidePullTransition } from '../rules/pull-transition.ts';
import type { RefChange } from './events.ts';
import { emitPull, emitPush } from './events.ts';
import { demandsOn, type Guard, guardsOf } from './guards.ts';
import { requiredChecks } from './merge-facts.ts';
import { headInBase, refreshTips, testMerge } from './test-merge.ts';

/** Would protection let this actor make this change directly? The objects must be there already. */
export function judgeRefChange(place: Place, actor: Actor, change: RefChange): DirectVerdict {
  const dir = place.repository.gitDir;
  const branch = /^refs\/heads\/(.+)$/s.exec(change.ref)?.[1];
  const guards = branch === undefined ? [] : guardsOf(place, branch);
  if (guards.length === 0) return { allowed: true };
  const kind = kindOf(change);
  const update = kind === 'update';
  const facts = {
    kind,
    fastForward: update && isAncestor(dir, change.before, change.after),
    addsMergeCommit: update && hasMergeCommit(dir, change.before, change.after),
    actorIsAdmin: actor.admin,
  };
  const verdicts = guards.map(({ by, demands }) => {
    const checks = update ? requiredChecks(place, demands, change.after) : [];
    return { by, verdict: decideRefUpdate(demands, { ...facts, checks }) };
  });
  return firstRefusal(verdicts);
}

export type DirectVerdict =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly by: Guard['by']; readonly reasons: readonly string[] };

/** Protection speaks before rulesets, and one of the two is heard: with all it has to say. */
function firstRefusal(
  verdicts: readonly { readonly by: Guard['by']; readonly verdict: RefVerdict }[],
): DirectVerdict {
  const refused = verdicts.flatMap(({ by, verdict }) =>
    verdict.allowed ? [] : [{ by, reasons: verdict.reasons }],
  );
  const [first] = refused;
  if (!first) return { allowed: true };
  const reasons = refused.flatMap((each) => (each.by === first.by ? each.reasons : []));
  return { allowed: false, by: first.by, reasons: [...new Set(reasons)] };
}

/** As REST says it. */
export const refusalText = ({ by, reasons }: { by: Guard['by']; reasons: readonly string[] }) =>
  by === 'ruleset'
    ? `Repository rule violations found\n\n${reasons.join('\n')}\n\n`
    : reasons.join('\n');

function kindOf(change: RefChange): 'create' | 'update' | 'delete' {
  if (change.before === ZERO) return 'create';
  return change.after === ZERO ? 'delete' : 'update';
}

/** Moves a ref that may be moved, and tells everybody. */
export function applyRefChange(place: Place, actor: Actor, change: RefChange): void {
  const dir = place.repository.gitDir;
  if (change.after === ZERO) deleteRef(dir, change.ref);
  else writeRef(dir, change.ref, change.after);
  announceRefChanges(place, actor, [change]);
}

/** One `push` per branch or tag, then what becomes of the open pull requests. */
export function announceRefChanges(
  place: Place,
  actor: Actor,
  changes: readonly RefChange[],
): void {
  for (const change of changes) {
    if (change.before === ZERO) place.repository.freshRefs.add(change.ref);
    if (/^refs\/(heads|tags)\//.test(change.ref)) emitPush(place, actor, change);
  }
  const moved = new Set(changes.map((change) => change.ref));
  for (const pull of place.repository.pulls.values()) {
    if (pull.state === 'open') followBranches(place, actor, { pull, moved });
  }
}

function followBranches(
  place: Place,
  actor: Actor,
  { pull, moved }: { pull: PullRequest; moved: ReadonlySet<string> },
): void {
  const headMoved = moved.has(`refs/heads/${pull.headRef}`);
  const baseMoved = moved.has(`refs/heads/${pull.baseRef}`);
  if (!headMoved && !baseMoved) return;
  const { head, base } = branchTips(place, pull);
  const transition = decidePullTransition({
    headMoved,
    baseMoved,
    headExists: head !== null,
    baseExists: base !== null,
    headInBase: head !== null && base !== null && headInBase(place, head, base),
  });
  if (transition === 'closed' && head !== null && !place.world.habits['empty-pulls-are-closed']) {
    refreshTips(place, pull);
    return;
  }
  switch (transition) {
    case 'none':
      refreshTips(place, pull);
      return;
    case 'synchronize':
      synchronize(place, actor, pull);
      return;
    case 'merged':
      pull.mergeCommitSha = base;
      pull.mergedAt = timestamp();
      pull.mergedBy = actor;
      closePull(place, actor, pull);
      return;
    case 'closed':
      closePull(place, actor, pull);
      return;
    default:
      transition satisfies never;
  }
}

function synchronize(place: Place, actor: Actor, pull: PullRequest): void {
  const before = pull.headSha;
  refreshTips(place, pull);
  if (pull.headSha === before) return;
  pull.updatedAt = timestamp();
  if (demandsOn(place, pull.baseRef)?.pullRequest?.dismissStale) dismiss(pull);
  testMerge(place, pull);
  const extra = { before, after: pull.headSha };
  emitPull(place, actor, { pull, action: 'synchronize', extra });
}

function dismiss(pull: PullRequest): void {
  for (const review of pull.reviews) {
    if (review.state === 'APPROVED') review.state = 'DISMISSED';
  }
}

/** Closes, merged or not; `merged*` fields are the caller's. */
export function closePull(place: Place, actor: Actor, pull: PullRequest): void {
  pull.state = 'closed';
  pull.closedAt = timestamp();
  pull.closedBy = actor;
  pull.updatedAt = pull.closedAt;
  pull.autoMerge = null;
  emitPull(place, actor, { pull, action: 'closed' });
}

/** A pushed value must be an object of this repository; branches hold commits only. */
export const isCommit = ({ repository }: Place, sha: string): boolean =>
  peel(repository.gitDir, sha) === sha;
