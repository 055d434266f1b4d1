/** Looks at Railway while the probes run: is what we judge still what serves, and all of it? */
import { ActionError, oneLine } from '@release-train/action-kit';
import type { Deployment, Place } from '@release-train/railway';
import { type AwaitPorts, readRecords } from './await-release.ts';
import type { End } from './decide.ts';
import { lookPauseMs } from './look-pause.ts';
import {
  brokenServices,
  type Pinned,
  type ReleaseFacts,
  type Stretch,
  sightOf,
  withLook,
} from './release.ts';

export interface Guarded {
  readonly place: Place;
  readonly pinned: readonly Pinned[];
  /** What Railway showed when they were found: a look before the window, however short the grace. */
  readonly records: readonly Deployment[];
  readonly graceMs: number;
  readonly windowMs: number;
}

export interface Sentinel {
  facts(): ReleaseFacts;
  /** Ends the looking with a last look; after the end of the window where the watch is complete. */
  finish(end: End): Promise<void>;
}

const usualMs = 15_000;
/** After a first sight of something broken: is it so, or just being started again? */
const confirmMs = 5000;

/** Starts to look at once; `finish` must be called. */
export function startSentinel(guarded: Guarded, ports: AwaitPorts): Sentinel {
  const { clock, railway, signal } = ports;
  const { graceMs, windowMs } = guarded;
  const windowStartMs = clock.monotonic() + graceMs;
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const found = sightsOf(guarded, guarded.records);
  const seen: { stretches: readonly Stretch[]; isLost: boolean } = {
    stretches: withLook([], -graceMs, found),
    isLost: false,
  };
  const facts = (): ReleaseFacts => ({ stretches: seen.stretches, windowMs });
  const isUnconfirmed = (): boolean =>
    brokenServices(facts(), 1).length > brokenServices(facts(), 2).length;
  const look = async (): Promise<void> => {
    const sights = await lookOnce(guarded, ports).catch(giveUp(ports, seen));
    if (!sights) return;
    seen.stretches = withLook(seen.stretches, clock.monotonic() - windowStartMs, sights);
  };
  const looking = (async () => {
    while (!either.aborted && !seen.isLost) {
      await look();
      const leftMs = windowStartMs + windowMs - clock.monotonic();
      const pause = { usualMs: isUnconfirmed() ? confirmMs : usualMs, leftMs };
      await clock.sleep(lookPauseMs(railway.usage(), pause), either);
    }
  })();
  // A bug of ours is told where the watch ends, not in the middle of it.
  looking.catch(() => {});
  return {
    facts,
    finish: async (end) => {
      stop.abort();
      await looking;
      if (signal.aborted || seen.isLost) return;
      const leftMs = windowStartMs + windowMs - clock.monotonic();
      if (end === 'complete') await clock.sleep(Math.max(0, leftMs), signal);
      await look();
      if (!isUnconfirmed()) return;
      await clock.sleep(confirmMs, signal);
      await look();
    },
  };
}

async function lookOnce(guarded: Guarded, ports: AwaitPorts) {
  const alone = guarded.pinned.map(({ serviceId }) => serviceId);
  const records = await readRecords(ports, { place: guarded.place, alone });
  return records && sightsOf(guarded, records);
}

const sightsOf = ({ pinned }: Pick<Guarded, 'pinned'>, records: readonly Deployment[]) =>
  pinned.map((service) => sightOf(service, records));

/** What Railway refuses for good does not end the watch: the probes go on, and the verdict says so. */
const giveUp =
  ({ log }: AwaitPorts, seen: { isLost: boolean }) =>
  (error: unknown): undefined => {
    if (!(error instanceof ActionError)) throw error;
    seen.isLost = true;
    log.warning(`Railway cannot be asked any more: ${oneLine(error.message, 300)}`);
  };
