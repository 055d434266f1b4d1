import type { Clock } from '@release-train/polling';
import { poll } from '@release-train/polling';
import type { ActiveDeployments, Deployment } from './railway.ts';
import { madeBy } from './rollback.ts';
import type {
  Failed,
  Refused,
  RollbackPolicy,
  RollbackPorts,
  RollbackResult,
  Sent,
  Unproven,
} from './rollback-result.ts';

interface Watched extends Sent {
  readonly deployment?: Deployment;
  /** Looks in a row that found it live and active, or crashed. */
  readonly looks: number;
}

type Watching = Watched | RollbackResult;

/**
 * Looks until every rollback that was sent is live and active look after look, has ended, or the
 * time is up. Never throws: what could not be seen is `unproven`.
 */
export async function proveRollbacks(
  orders: readonly (Sent | Refused | Failed | Unproven)[],
  { railway, clock }: RollbackPorts,
  policy: RollbackPolicy,
): Promise<readonly RollbackResult[]> {
  const { place, timeoutMs, intervalMs } = policy;
  const state: { all: readonly Watching[]; error?: string } = {
    all: orders.map((one) => (one.kind === 'sent' ? { ...one, looks: 0 } : one)),
  };
  await poll(clock, { timeoutMs, pauseMs: () => intervalMs }, async () => {
    const open = state.all.filter((one) => one.kind === 'sent');
    if (open.length === 0) return { done: true, value: undefined };
    try {
      const ids = open.map(({ wish }) => wish.service.id);
      const records = await railway.readDeployments(place, ids);
      const isAnyLive = open.some(({ order }) => madeBy(records, order)?.phase === 'live');
      const active = isAnyLive ? await railway.readActive(place) : {};
      state.all = state.all.map((one) =>
        one.kind === 'sent' ? observe(one, { records, active, policy, clock }) : one,
      );
      delete state.error;
    } catch (error) {
      state.error = error instanceof Error ? error.message : String(error);
    }
    const isDone = state.all.every(({ kind }) => kind !== 'sent');
    return isDone ? { done: true, value: undefined } : { done: false };
  });
  return state.all.map((one) => (one.kind === 'sent' ? unproven(one, state.error) : one));
}

interface Seen {
  readonly records: readonly Deployment[];
  readonly active: ActiveDeployments;
  readonly policy: RollbackPolicy;
  readonly clock: Clock;
}

function observe(watched: Watched, { records, active, policy, clock }: Seen): Watching {
  const { wish, target, order } = watched;
  const deployment = madeBy(records, order);
  if (!deployment) {
    const isLate = clock.now() - order.atMs > policy.appearMs;
    return isLate ? unproven(watched) : { ...watched, looks: 0 };
  }
  const isSame = watched.deployment?.status === deployment.status;
  const looks = isSame ? watched.looks + 1 : 1;
  const isActive = (active[wish.service.id] ?? []).some(({ id }) => id === deployment.id);
  const tried = { wish, target, deployment };
  switch (deployment.phase) {
    case 'live':
      if (!isActive) return { ...watched, deployment, looks: 0 };
      return looks >= policy.stableLooks
        ? { kind: 'rolled-back', ...tried }
        : { ...watched, deployment, looks };
    case 'crashed':
      return looks > 1
        ? { kind: 'unproven', problem: 'crashed', ...tried }
        : { ...watched, deployment, looks };
    case 'failed':
    case 'skipped':
      return { kind: 'unproven', problem: 'failed', ...tried };
    case 'removed':
      return { kind: 'unproven', problem: 'replaced', ...tried };
    case 'queued':
    case 'moving':
    case 'needs-approval':
    case 'unknown':
      return { ...watched, deployment, looks };
    default:
      return deployment.phase satisfies never;
  }
}

function unproven({ wish, target, deployment }: Watched, error?: string): Unproven {
  const problem = deployment ? 'timed-out' : 'not-seen';
  return {
    kind: 'unproven',
    wish,
    target,
    problem,
    ...(deployment ? { deployment } : {}),
    ...(error ? { error } : {}),
  };
}
