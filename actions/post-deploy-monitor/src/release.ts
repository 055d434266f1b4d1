/** What Railway shows of the release under watch, and what that proves without statistics. Pure. */
import type { Deployment } from '@release-train/railway';
import type { Standing } from './decide.ts';

/** A service and the deployment of it that is judged. */
export interface Pinned {
  readonly serviceId: string;
  readonly name: string;
  readonly isCron: boolean;
  /** Railway's edge serves it under a public address, and logs each request. */
  readonly hasAddress: boolean;
  readonly deployment: Deployment;
}

/** How a service stood at one look. */
export interface ServiceSight {
  readonly name: string;
  readonly deployment: string;
  readonly state: 'active' | 'crashed' | 'failed' | 'removed' | 'replaced' | 'unseen';
  /** Railway's own word. */
  readonly status: string;
  /** An earlier deployment of the service is active as well: the cut-over is not over. */
  readonly isOldActive?: true;
  /** What replaced it. */
  readonly by?: string;
}

/** Looks in a row that saw the same; times in milliseconds from the start of the window. */
export interface Stretch {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly looks: number;
  readonly services: readonly ServiceSight[];
}

export interface ReleaseFacts {
  readonly stretches: readonly Stretch[];
  readonly windowMs: number;
}

export function sightOf(pinned: Pinned, records: readonly Deployment[]): ServiceSight {
  const own = records.filter(({ serviceId }) => serviceId === pinned.serviceId);
  const current = currentOf(pinned, own);
  const { createdAtMs } = current ?? pinned.deployment;
  const isCronTick = (other: Deployment): boolean =>
    pinned.isCron && other.commit === pinned.deployment.commit;
  const later = own.filter((other) => other.createdAtMs > createdAtMs && !isCronTick(other));
  const successor =
    later.find(({ phase }) => phase === 'live' || phase === 'crashed') ??
    (current?.phase === 'removed' ? later.find(isNotDeclined) : undefined);
  const isOldActive = own.some(
    (other) => other.createdAtMs < createdAtMs && other.phase === 'live' && !isCronTick(other),
  );
  return {
    name: pinned.name,
    deployment: pinned.deployment.id,
    state: successor ? 'replaced' : stateOf(pinned, current),
    status: current?.status ?? '',
    ...(isOldActive ? { isOldActive: true } : {}),
    ...(successor ? { by: successor.id } : {}),
  };
}

/** A cron service makes a record per tick: the newest of the commit speaks. */
const currentOf = ({ isCron, deployment }: Pinned, own: readonly Deployment[]) =>
  isCron
    ? own
        .filter(({ commit }) => commit === deployment.commit)
        .toSorted((a, b) => b.createdAtMs - a.createdAtMs)[0]
    : own.find(({ id }) => id === deployment.id);

const isNotDeclined = ({ phase }: Deployment): boolean => phase !== 'skipped' && phase !== 'failed';

function stateOf({ isCron }: Pinned, current: Deployment | undefined): ServiceSight['state'] {
  switch (current?.phase) {
    case undefined:
      return 'unseen';
    case 'crashed':
    case 'failed':
      return current.phase;
    case 'removed':
      return isCron ? 'active' : 'removed';
    default:
      return 'active';
  }
}

/** Adds a look to those before; looks that saw the same are kept as one stretch. */
export function withLook(
  stretches: readonly Stretch[],
  atMs: number,
  services: readonly ServiceSight[],
): readonly Stretch[] {
  const last = stretches.at(-1);
  if (last && JSON.stringify(last.services) === JSON.stringify(services)) {
    return [...stretches.slice(0, -1), { ...last, untilMs: atMs, looks: last.looks + 1 }];
  }
  return [...stretches, { fromMs: atMs, untilMs: atMs, looks: 1, services }];
}

/** What the looks prove by themselves; nothing where it is up to the probes. */
export function releaseStanding(facts: ReleaseFacts, isComplete: boolean): Standing | undefined {
  const last = facts.stretches.at(-1);
  if (last?.services.some(({ state }) => state === 'replaced')) {
    return { verdict: 'superseded', reason: 'superseded' };
  }
  const broken = brokenServices(facts, 2)[0];
  if (broken) {
    return { verdict: 'failed', reason: broken.state === 'removed' ? 'removed' : 'crashed' };
  }
  if (!isComplete) return undefined;
  if (!isProven(facts)) return { verdict: 'inconclusive', reason: 'railway-unseen' };
  const hasCrashed = facts.stretches.some(({ services }) => services.some(isBroken));
  return hasCrashed ? { verdict: 'degraded', reason: 'crash-recovered' } : undefined;
}

/**
 * Services that are broken in at least so many looks up to the last. One look is not enough: Railway
 * shows a service that it starts again, or replaces, as broken for a moment.
 */
export function brokenServices({ stretches }: ReleaseFacts, looks: number): ServiceSight[] {
  const last = stretches.at(-1);
  return (last?.services ?? []).filter(
    (sight) => isBroken(sight) && looksOf(stretches, sight) >= looks,
  );
}

function looksOf(stretches: readonly Stretch[], { name, state }: ServiceSight): number {
  const isSo = ({ services }: Stretch): boolean =>
    services.some((sight) => sight.name === name && sight.state === state);
  const since = stretches.findLastIndex((stretch) => !isSo(stretch));
  return stretches.slice(since + 1).reduce((sum, { looks }) => sum + looks, 0);
}

export const isBroken = ({ state }: ServiceSight): boolean =>
  state === 'crashed' || state === 'failed' || state === 'removed';

/**
 * The deployments judged were active before the window and, each alone, after it. Deployments do not
 * come back once replaced, so they were in between.
 */
export function isProven({ stretches, windowMs }: ReleaseFacts): boolean {
  const [first, last] = [stretches[0], stretches.at(-1)];
  return (
    first !== undefined &&
    last !== undefined &&
    first.fromMs <= 0 &&
    last.untilMs >= windowMs &&
    last.services.every(({ state, isOldActive }) => state === 'active' && !isOldActive)
  );
}
