/** Probes while the commit is on its way: what answers then is the release before. */
import type { Endpoint } from '@release-train/probe';
import { probeEndpoint } from '@release-train/probe';
import type { WatchPorts } from '../flights.ts';
import { outcomeOf } from '../outcome.ts';
import type { EarlierProbe } from './objection.ts';

export interface EarlierWatch {
  /** Ends the watching; what was seen until then. */
  finish(): Promise<readonly EarlierProbe[]>;
}

const everyMs = 10_000;

/** Starts at once; `finish` must be called. */
export function watchEarlier(endpoints: readonly Endpoint[], ports: WatchPorts): EarlierWatch {
  const { clock, probe } = ports;
  const stop = new AbortController();
  const signal = AbortSignal.any([ports.signal, stop.signal]);
  const probes: EarlierProbe[] = [];
  const look = async ({ revision: _, ...endpoint }: Endpoint): Promise<void> => {
    const atMs = clock.now();
    const verdict = await probeEndpoint(probe, endpoint, signal);
    if (signal.aborted) return;
    const { counts } = outcomeOf({ endpoint: endpoint.name, dueMs: 0, delayMs: 0 }, verdict);
    if (counts === 'lost') return;
    probes.push({ name: endpoint.name, atMs, isBad: counts === 'bad' });
  };
  const watching = (async () => {
    while (!signal.aborted) {
      await Promise.all(endpoints.map(look));
      await clock.sleep(everyMs, signal);
    }
  })();
  // A bug of ours is told where the wait ends, not in the middle of it.
  watching.catch(() => {});
  return {
    finish: async () => {
      stop.abort();
      await watching;
      return probes;
    },
  };
}
