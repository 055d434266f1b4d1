import type { Deployment } from './railway.ts';
import { isInFlight } from './status.ts';

/** Newest first. Railway promises no order, so nobody may rely on the one it sends. */
export const newestFirst = (records: readonly Deployment[]): readonly Deployment[] =>
  records.toSorted((a, b) => b.createdAtMs - a.createdAtMs);

/**
 * The deployment that speaks for a commit on one service. A commit may have many records: duplicate
 * webhooks, redeploys, a record per cron tick, host migrations. `pinnedId` is the one that spoke
 * last time: it keeps the word until a newer record of the commit appears.
 */
export function selectDeployment(
  records: readonly Deployment[],
  commit: string,
  pinnedId?: string,
): Deployment | undefined {
  const candidates = newestFirst(records.filter((record) => record.commit === commit));
  const pinned = candidates.find(({ id }) => id === pinnedId);
  return best(
    pinned
      ? candidates.filter((record) => record === pinned || record.createdAtMs > pinned.createdAtMs)
      : candidates,
  );
}

function best(candidates: readonly Deployment[]): Deployment | undefined {
  const newestLive = candidates.find(({ phase }) => phase === 'live');
  return candidates
    .filter((record) => !newestLive || !isStale(record, newestLive))
    .toSorted((a, b) => rank(a) - rank(b))[0];
}

// A duplicate left in the queue does not matter once a later record of the same commit is live.
const isStale = (record: Deployment, live: Deployment): boolean =>
  isInFlight(record.phase) && record.createdAtMs < live.createdAtMs;

function rank({ phase, imageDigest }: Deployment): number {
  if (isInFlight(phase)) return 0;
  if (phase === 'live') return 1;
  if (imageDigest !== undefined) return 2;
  if (phase === 'failed' || phase === 'crashed') return 3;
  return phase === 'removed' ? 4 : 5;
}

/**
 * The deployment that replaced a removed one: the newest later record of other code that Railway
 * did not decline, whatever became of it.
 */
export function successorOf(
  records: readonly Deployment[],
  removed: Deployment,
): Deployment | undefined {
  const later = newestFirst(records).filter(
    (record) =>
      record.createdAtMs > removed.createdAtMs &&
      record.commit !== removed.commit &&
      record.phase !== 'skipped',
  );
  return later.find(({ phase }) => phase !== 'removed') ?? later[0];
}

/** What serves: the newest record that is up. `latestDeployment` may be a declined or failed one. */
export const liveOf = (records: readonly Deployment[]): Deployment | undefined =>
  newestFirst(records).find(({ phase }) => phase === 'live' || phase === 'crashed');

/**
 * The newest earlier deployment of other code that Railway can bring back. Good ones are usually
 * `REMOVED`; one without an image was never built.
 */
export const rollbackCandidate = (
  records: readonly Deployment[],
  current: Deployment,
): Deployment | undefined =>
  newestFirst(records).find(
    (record) =>
      record.canRollback &&
      record.imageDigest !== undefined &&
      record.commit !== undefined &&
      record.commit !== current.commit &&
      record.createdAtMs < current.createdAtMs,
  );
