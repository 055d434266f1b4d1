/** Auto-merge: armed by somebody, carried out in their name once everything required is there. */
import type { Actor } from '../../ports.ts';
import type { AutoMerge, PullRequest, World } from '../model.ts';
import { timestamp } from '../model.ts';
import type { Place } from '../payloads/commit-json.ts';
import { methodRefusal } from '../rules/mergeability.ts';
import { emitPull } from './events.ts';
import { demandsOn } from './guards.ts';
import { mergePull } from './pull-merge.ts';
import { currentMergeability } from './test-merge.ts';

/** Arms it, or says in GitHub's words why it cannot be armed. */
export function enableAutoMerge(
  place: Place,
  pull: PullRequest,
  wish: Omit<AutoMerge, 'enabledAt'>,
): string | null {
  const refusal = autoMergeRefusal(place, pull, wish);
  if (refusal) return refusal;
  pull.autoMerge = { ...wish, enabledAt: timestamp() };
  emitPull(place, wish.enabledBy, { pull, action: 'auto_merge_enabled' });
  return null;
}

export function disableAutoMerge(place: Place, pull: PullRequest, actor: Actor): void {
  pull.autoMerge = null;
  emitPull(place, actor, { pull, action: 'auto_merge_disabled' });
}

function autoMergeRefusal(
  place: Place,
  pull: PullRequest,
  wish: Pick<AutoMerge, 'method'>,
): string | null {
  const { settings } = place.repository;
  if (!settings.allowAutoMerge) return 'Auto merge is not allowed for this repository';
  const method = methodRefusal(wish.method, settings);
  if (method) return method;
  if (pull.state === 'closed') return 'Pull request is closed';
  if (pull.draft) return 'Pull request is in draft state';
  const protection = demandsOn(place, pull.baseRef);
  if (!protection?.pullRequest && !protection?.checks) {
    return 'Branch does not have required protected branch rules';
  }
  const { state } = currentMergeability(place, pull);
  if (state === 'clean') return 'Pull request is in clean status';
  if (state === 'unstable') return 'Pull request is in unstable status';
  return null;
}

/** Merges whatever has become mergeable; a merge may make the next one possible or stale. */
export function carryOutAutoMerges(world: World): void {
  for (const repository of world.repositories.values()) {
    for (const pull of repository.pulls.values()) {
      const { autoMerge } = pull;
      if (pull.state !== 'open' || !autoMerge) continue;
      const { enabledBy: actor, method, title, message } = autoMerge;
      const order = { actor, method, sha: null, override: { title, message } };
      mergePull({ world, repository }, pull, order);
    }
  }
}
