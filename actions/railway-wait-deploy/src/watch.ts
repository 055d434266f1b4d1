/** What has been seen of each service so far. Pure: a look goes in, a new state comes out. */
import type { Deployment, Service } from '@release-train/railway';
import {
  liveOf,
  newestFirst,
  selectDeployment,
  successorOf,
} from '@release-train/railway/selection';

export interface Watched {
  readonly service: Service;
  /** Every record seen, newest first, each as last seen. */
  readonly records: readonly Deployment[];
  /** The deployment that speaks for the commit. */
  readonly pinned?: Deployment;
  /** What serves. */
  readonly live?: Deployment;
  /** Where the pinned one is removed: what replaced it. */
  readonly successor?: Deployment;
  /** Monotonic milliseconds since which the pinned one is seen in its status. */
  readonly sinceMs: number;
  /** When it was last seen at all. */
  readonly seenMs: number;
  /** Looks that saw it so. */
  readonly looks: number;
  /** The last look brought news of it; otherwise it must be asked for by itself. */
  readonly isFresh: boolean;
}

export const startWatch = (services: readonly Service[]): readonly Watched[] =>
  services.map((service) => ({
    service,
    records: newestFirst(service.active),
    sinceMs: 0,
    seenMs: 0,
    looks: 0,
    isFresh: true,
  }));

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
  const { pinned: before } = watched;
  const pinned = selectDeployment(all, commit, before?.id);
  const successor = pinned?.phase === 'removed' ? successorOf(all, pinned) : undefined;
  const live = liveOf(all);
  const isSame = pinned?.id === before?.id && pinned?.status === before?.status;
  return {
    service: watched.service,
    records: all,
    ...(pinned ? { pinned } : {}),
    ...(live ? { live } : {}),
    ...(successor ? { successor } : {}),
    sinceMs: isSame ? watched.sinceMs : nowMs,
    seenMs: nowMs,
    looks: isSame ? watched.looks + 1 : 1,
    isFresh: before ? news.some(({ id }) => id === before.id) : news.length > 0,
  };
}

/** Services the next look must ask for by themselves. */
export const unseen = (watch: readonly Watched[]): readonly string[] =>
  watch.filter(({ isFresh }) => !isFresh).map(({ service }) => service.id);
