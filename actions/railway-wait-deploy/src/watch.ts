/** What has been seen of each service so far. Pure: a look goes in, a new state comes out. */
import type { ActiveDeployments, Deployment, Service } from '@release-train/railway';
import {
  liveOf,
  newestFirst,
  selectDeployment,
  successorOf,
} from '@release-train/railway/selection';
import type { Relation } from './ancestry.ts';
import type { OrderCause } from './judgement.ts';

export interface Watched {
  readonly service: Service;
  /** In mode deploy: what was ordered. */
  readonly order?: OrderState;
  /** Every record seen, newest first, each as last seen. */
  readonly records: readonly Deployment[];
  /** The deployment that speaks for the commit. */
  readonly pinned?: Deployment;
  /** What serves. */
  readonly live?: Deployment;
  /** Where the pinned one is removed: what replaced it. */
  readonly successor?: Deployment;
  /** Of the successor's commit to ours. */
  readonly relation?: Relation;
  /** Railway's list of what is active, as last read. */
  readonly serving: Serving;
  /** Monotonic milliseconds since which the pinned one is seen in its status. */
  readonly sinceMs: number;
  /** When it was last seen at all. */
  readonly seenMs: number;
  /** Looks that saw it so. */
  readonly looks: number;
  /** The last look brought news of it; otherwise it must be asked for by itself. */
  readonly isFresh: boolean;
}

export type OrderState =
  /** This deployment or a newer one of the commit is waited for. */
  | { readonly kind: 'ordered' | 'adopted'; readonly id: string }
  | { readonly kind: 'none'; readonly cause: OrderCause; readonly detail: string };

export interface Serving {
  readonly records: readonly Deployment[];
  /** Readings in a row that found a crashed instance of the pinned one. */
  readonly crashedLooks: number;
}

export const startWatch = (
  services: readonly Service[],
  orders: ReadonlyMap<string, OrderState> = new Map(),
): readonly Watched[] =>
  services.map((service) => {
    const order = orders.get(service.id);
    const records = newestFirst(service.active);
    const live = liveOf(records);
    return {
      service,
      ...(order ? { order } : {}),
      records,
      ...(live ? { live } : {}),
      serving: { records: service.active, crashedLooks: 0 },
      sinceMs: 0,
      seenMs: 0,
      looks: 0,
      isFresh: true,
    };
  });

export interface Look {
  readonly records: readonly Deployment[];
  readonly commit: string;
  readonly nowMs: number;
}

export const observe = (watch: readonly Watched[], look: Look): readonly Watched[] =>
  watch.map((watched) => observeService(watched, look));

function observeService(watched: Watched, { records, commit, nowMs }: Look): Watched {
  const news = records.filter(({ serviceId }) => serviceId === watched.service.id);
  const known = new Map([...watched.records, ...news].map((record) => [record.id, record]));
  const all = newestFirst([...known.values()]);
  const { pinned: before, service, order, serving } = watched;
  const pinned = isAwaited(order, known)
    ? undefined
    : selectDeployment(all, commit, pinOf(watched));
  const successor = pinned?.phase === 'removed' ? successorOf(all, pinned) : undefined;
  const live = liveOf(all);
  const isSame = pinned?.id === before?.id && pinned?.status === before?.status;
  return {
    service,
    ...(order ? { order } : {}),
    records: all,
    ...(pinned ? { pinned } : {}),
    ...(live ? { live } : {}),
    ...(successor ? { successor } : {}),
    serving,
    sinceMs: isSame ? watched.sinceMs : nowMs,
    seenMs: nowMs,
    looks: isSame ? watched.looks + 1 : 1,
    isFresh: before ? news.some(({ id }) => id === before.id) : news.length > 0,
  };
}

/** Ordered and not listed yet: an older record of the commit does not speak for it. */
const isAwaited = (order: OrderState | undefined, known: ReadonlyMap<string, unknown>): boolean =>
  order !== undefined && order.kind !== 'none' && !known.has(order.id);

const pinOf = ({ pinned, order }: Watched): string | undefined =>
  pinned?.id ?? (order && order.kind !== 'none' ? order.id : undefined);

/** What Railway lists as active, read anew. */
export const observeServing = (
  watch: readonly Watched[],
  active: ActiveDeployments,
): readonly Watched[] =>
  watch.map((watched) => {
    const records = active[watched.service.id] ?? [];
    const pinned = records.find(({ id }) => id === watched.pinned?.id);
    const isCrashed = pinned?.instances?.includes('CRASHED') === true;
    const crashedLooks = isCrashed ? watched.serving.crashedLooks + 1 : 0;
    return { ...watched, serving: { records, crashedLooks } };
  });

/** Services the next look must ask for by themselves. */
export const unseen = (watch: readonly Watched[]): readonly string[] =>
  watch.filter(({ isFresh }) => !isFresh).map(({ service }) => service.id);
