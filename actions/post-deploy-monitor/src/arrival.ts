/** Whether the commit is live on every service, as far as Railway's records show. Pure. */
import type { Deployment, Place, Service } from '@release-train/railway';
import { liveOf, selectDeployment } from '@release-train/railway/selection';
import type { Pinned } from './release.ts';
import type { Reason, Verdict } from './verdict.ts';
import type { Waiting, Why } from './why.ts';

export type Arrival =
  /** At least one service is live with the commit, and all that deploy it are. */
  | { readonly kind: 'live'; readonly pinned: readonly Pinned[] }
  | { readonly kind: 'waiting'; readonly on: readonly Waiting[] }
  | Ended;

export interface Ended {
  readonly kind: 'ended';
  readonly verdict: Verdict;
  readonly reason: Reason;
  readonly why: Why;
  /** Where, and of which deployments; absent where Railway was not asked. */
  readonly of?: { readonly place: Place; readonly deployments: readonly string[] };
}

export interface ArrivalFacts {
  readonly services: readonly Service[];
  readonly records: readonly Deployment[];
  readonly commit: string;
  readonly isOwnSuite: boolean;
  /** Since the wait began. */
  readonly elapsedMs: number;
}

/** How long Railway may take to make a record of the commit. Usually it takes seconds. */
const appearMs = 300_000;
/** A status about to change needs a moment: our suite may not be the only one Railway waits for. */
const deadlockMs = 30_000;

export function arrivalOf(facts: ArrivalFacts): Arrival {
  const states = facts.services.map((service) => stateOf(service, facts));
  for (const verdict of ['superseded', 'failed', 'inconclusive'] as const) {
    const ended = states.find((state) => state.kind === 'ended' && state.verdict === verdict);
    if (ended?.kind === 'ended') return ended;
  }
  const open = states.flatMap((state) => (state.kind === 'waiting' ? [...state.on] : []));
  if (open.length > 0) return { kind: 'waiting', on: open };
  const pinned = states.flatMap((state) => (state.kind === 'live' ? [...state.pinned] : []));
  return pinned.length > 0
    ? { kind: 'live', pinned }
    : end('not-applicable', 'unchanged', { code: 'nothing-changed' });
}

/** The deployments of the commit that speak for the services, one each at most. */
export const deploymentsOf = ({
  services,
  records,
  commit,
}: Pick<ArrivalFacts, 'services' | 'records' | 'commit'>): readonly string[] =>
  services.flatMap(({ id }) => {
    const own = records.filter(({ serviceId }) => serviceId === id);
    const record = selectDeployment(own, commit);
    // Declined is not deployed, and not part of what is judged.
    return record && record.phase !== 'skipped' ? record.id : [];
  });

/** What serves, of the newest commit that does: for who was told of no commit. */
export function servingNow(
  services: readonly Service[],
  records: readonly Deployment[],
): { readonly commit: string; readonly pinned: readonly Pinned[] } | undefined {
  const serving = services.flatMap((service) => {
    const deployment = liveOf(records.filter(({ serviceId }) => serviceId === service.id));
    return deployment ? [{ service, deployment }] : [];
  });
  const newest = serving.toSorted((a, b) => b.deployment.createdAtMs - a.deployment.createdAtMs)[0];
  const commit = newest?.deployment.commit;
  if (!commit) return undefined;
  const own = serving.filter(({ deployment }) => deployment.commit === commit);
  return { commit, pinned: own.map(({ service, deployment }) => pinnedOf(service, deployment)) };
}

type ServiceState = Arrival | { readonly kind: 'unchanged' };

function stateOf(service: Service, facts: ArrivalFacts): ServiceState {
  const own = facts.records.filter(({ serviceId }) => serviceId === service.id);
  const record = selectDeployment(own, facts.commit);
  const { name } = service;
  if (!record) return absent(name, facts);
  const successor = own.find(
    (other) =>
      other.createdAtMs > record.createdAtMs &&
      other.commit !== record.commit &&
      (other.phase === 'live' || other.phase === 'crashed'),
  );
  if (successor) {
    return end('superseded', 'superseded', { code: 'replaced', service: name });
  }
  switch (record.phase) {
    case 'live':
    // Crashed is how it arrived: the watch makes sure of it, and acts if it is to.
    case 'crashed':
      return live(service, record);
    case 'failed':
      return end('failed', 'deploy-failed', { code: 'deploy-failed', service: name });
    case 'skipped':
      return skipped(name, record);
    case 'removed':
      return service.isCron && record.imageDigest !== undefined
        ? live(service, record)
        : end('failed', 'removed', { code: 'removed', service: name });
    default:
      return inFlight(service, record, facts);
  }
}

const end = (verdict: Verdict, reason: Reason, why: Why): Ended => ({
  kind: 'ended',
  verdict,
  reason,
  why,
});

const live = (service: Service, deployment: Deployment): Arrival => ({
  kind: 'live',
  pinned: [pinnedOf(service, deployment)],
});

const pinnedOf = ({ id, name, isCron, urls }: Service, deployment: Deployment): Pinned => ({
  serviceId: id,
  name,
  isCron,
  hasAddress: urls.length > 0,
  deployment,
});

const absent = (service: string, { elapsedMs }: ArrivalFacts): Arrival =>
  elapsedMs < appearMs
    ? { kind: 'waiting', on: [{ code: 'no-record', service }] }
    : end('inconclusive', 'not-deployed', { code: 'never-deployed', service });

function skipped(service: string, { skippedReason: reason = '' }: Deployment): ServiceState {
  return /watch(ed)? (files|paths|patterns)/i.test(reason)
    ? { kind: 'unchanged' }
    : end('inconclusive', 'not-deployed', { code: 'skipped', service, reason });
}

function inFlight(
  { name: service, trigger }: Service,
  { status }: Deployment,
  facts: ArrivalFacts,
): Arrival {
  const isDeadlock = status === 'WAITING' && facts.isOwnSuite && trigger?.waitsForCi === true;
  return isDeadlock && facts.elapsedMs >= deadlockMs
    ? end('inconclusive', 'not-deployed', { code: 'waits-for-us', service })
    : { kind: 'waiting', on: [{ code: 'in-status', service, status }] };
}
