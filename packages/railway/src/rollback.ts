/** Which deployment to bring back, and whether that is still right. Pure. */
import type { Deployment, Place, RollbackState, Service, Step } from './railway.ts';
import { liveOf, newestFirst } from './selection.ts';

/** One service to roll back. */
export interface RollbackWish {
  readonly service: Service;
  /** The deployment that was judged bad. */
  readonly badId: string;
  /** Bring back exactly this deployment. */
  readonly targetId?: string;
  /** Deployment ids or commits recorded as good, best first. */
  readonly knownGood?: readonly string[];
}

export interface RollbackTarget {
  readonly deployment: Deployment;
  /** Why it: a person named it, it was recorded as good, or its steps show that it was healthy. */
  readonly basis: 'asked' | 'known-good' | 'was-healthy';
}

/** Why a service is left as it is. */
export type RollbackRefusal =
  /** The bad deployment does not serve any more: somebody has deployed since. */
  | 'bad-not-active'
  /** A newer deployment is being built or started, and would be thrown away. */
  | 'newer-under-way'
  /** The bad deployment came from a rollback itself; going further back is for people. */
  | 'is-rollback'
  /** Nothing earlier that Railway can restore was seen healthy. */
  | 'no-candidate'
  /** The deployment asked for does not exist in this service and environment. */
  | 'target-elsewhere'
  /** Railway has not kept the image, or there never was one. */
  | 'not-restorable'
  /** The same image as the bad one: it would change nothing. */
  | 'same-image'
  /** Another service of the set cannot be rolled back. */
  | 'incomplete-set';

export interface Candidates {
  /** The first that holds is taken; those by `was-healthy` need `wasHealthy` of their steps. */
  readonly targets: readonly RollbackTarget[];
  readonly refusal: RollbackRefusal;
}

/** Good targets are usually `REMOVED`; of two equally good ones the newer. */
export function rollbackTargets(
  records: readonly Deployment[],
  bad: Deployment,
  { targetId, knownGood = [] }: Pick<RollbackWish, 'targetId' | 'knownGood'>,
): Candidates {
  if (targetId !== undefined) return askedTarget(records, bad, targetId);
  const earlier = newestFirst(records).filter((record) => isOtherAndEarlier(record, bad));
  const restorable = earlier.filter(isRestorable);
  const recorded = knownGood.flatMap((good) =>
    restorable.filter(({ id, commit }) => id === good || commit === good.toLowerCase()).slice(0, 1),
  );
  return {
    targets: [
      ...recorded.map((deployment) => ({ deployment, basis: 'known-good' as const })),
      ...restorable.map((deployment) => ({ deployment, basis: 'was-healthy' as const })),
    ],
    refusal: earlier.length > 0 && restorable.length === 0 ? 'not-restorable' : 'no-candidate',
  };
}

function askedTarget(records: readonly Deployment[], bad: Deployment, id: string): Candidates {
  const deployment = records.find((record) => record.id === id);
  if (!deployment) return { targets: [], refusal: 'target-elsewhere' };
  if (!isRestorable(deployment)) return { targets: [], refusal: 'not-restorable' };
  return deployment.imageDigest === bad.imageDigest
    ? { targets: [], refusal: 'same-image' }
    : { targets: [{ deployment, basis: 'asked' }], refusal: 'no-candidate' };
}

/** A redeploy of the bad commit would report success and mend nothing. */
const isOtherAndEarlier = (record: Deployment, bad: Deployment): boolean =>
  record.createdAtMs < bad.createdAtMs &&
  record.commit !== undefined &&
  record.commit !== bad.commit &&
  record.imageDigest !== bad.imageDigest;

const isRestorable = ({ canRollback, imageDigest, phase }: Deployment): boolean =>
  canRollback && imageDigest !== undefined && phase !== 'failed' && phase !== 'crashed';

/**
 * `REMOVED` says nothing of health, so the steps must: the health check passed, or, where the
 * service has none, the container started. A later crash leaves no trace in them.
 */
export function wasHealthy(steps: readonly Step[], hasHealthcheck: boolean): boolean {
  const checked = steps.findLast(({ name }) => name === 'HEALTHCHECK');
  const started = steps.findLast(({ name }) => name === 'CREATE_CONTAINER');
  const proof = checked ?? (hasHealthcheck ? undefined : started);
  return proof?.endedAtMs !== undefined && proof.error === undefined;
}

/**
 * The deployment is itself a rollback: Railway says so, or its image is that of an earlier record
 * with other code deployed in between.
 */
export function isRollback(records: readonly Deployment[], { reason, ...of }: Deployment): boolean {
  if (/rollback/i.test(reason ?? '')) return true;
  const first = records
    .filter(({ imageDigest, commit }) => imageDigest === of.imageDigest && commit === of.commit)
    .toSorted((a, b) => a.createdAtMs - b.createdAtMs)[0];
  if (!first || of.imageDigest === undefined) return false;
  return records.some(
    ({ imageDigest, createdAtMs }) =>
      imageDigest !== undefined &&
      imageDigest !== of.imageDigest &&
      createdAtMs > first.createdAtMs &&
      createdAtMs < of.createdAtMs,
  );
}

/** What speaks against it in the last moment; nothing: go. */
export function refusalNow(
  state: RollbackState,
  planned: { readonly wish: RollbackWish; readonly target: RollbackTarget; readonly place: Place },
): RollbackRefusal | undefined {
  const { target, active, records } = state;
  const { wish, place } = planned;
  const isElsewhere =
    target.serviceId !== wish.service.id ||
    target.environmentId !== place.environmentId ||
    target.projectId !== place.projectId;
  if (isElsewhere) return 'target-elsewhere';
  if (!isRestorable(target)) return 'not-restorable';
  return refusalOfBad({ active, records }, wish);
}

/** The guard against loops and against those who were faster. */
export function refusalOfBad(
  { active, records }: Pick<RollbackState, 'active' | 'records'>,
  { badId, targetId }: RollbackWish,
): RollbackRefusal | undefined {
  // A crashed deployment may be listed as active no more.
  const serving = newestFirst(active)[0] ?? liveOf(records);
  if (serving?.id !== badId) return 'bad-not-active';
  const isUnderWay = records.some(
    ({ phase, status, createdAtMs }) =>
      createdAtMs > serving.createdAtMs && (phase === 'moving' || status === 'QUEUED'),
  );
  if (isUnderWay) return 'newer-under-way';
  return targetId === undefined && isRollback(records, serving) ? 'is-rollback' : undefined;
}

/** Two clocks may differ by as much. */
const skewMs = 60_000;

export interface Ordered {
  readonly target: Deployment;
  /** Deployments that were there before the order. */
  readonly before: ReadonlySet<string>;
  /** Epoch milliseconds of the first order. */
  readonly atMs: number;
}

/** The deployment a rollback made: Railway tells no id, so it is known by time and image. */
export const madeBy = (
  records: readonly Deployment[],
  { target, before, atMs }: Ordered,
): Deployment | undefined =>
  newestFirst(records).find(
    (record) =>
      record.serviceId === target.serviceId &&
      !before.has(record.id) &&
      record.createdAtMs >= atMs - skewMs &&
      (record.imageDigest === undefined
        ? record.commit !== undefined && record.commit === target.commit
        : record.imageDigest === target.imageDigest),
  );
