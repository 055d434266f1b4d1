/** An open-loop watch: probes start on an absolute grid, whatever became of the ones before. */
import { type Endpoint, probeEndpoint, type Verdict } from '@release-train/probe';
import type { ControlOutcome } from './block-table.ts';
import type { End } from './decide.ts';
import {
  closedBlocks,
  openFlights,
  startSlot,
  type WatchPlan,
  type WatchPorts,
} from './flights.ts';
import type { Outcome } from './outcome.ts';

export interface Seen {
  readonly outcomes: readonly Outcome[];
  readonly control: readonly ControlOutcome[];
  /** Leading blocks whose probes have all come back. */
  readonly closed: number;
  readonly end: End;
}

/** Watches the whole window, or until `isEnough` says of the closed blocks that it is. */
export async function watch(
  plan: WatchPlan,
  { clock, probe, signal }: WatchPorts,
  isEnough: (seen: Seen) => boolean,
): Promise<Seen> {
  const stop = new AbortController();
  const flights = openFlights(plan, probe, AbortSignal.any([signal, stop.signal]));
  const seen = (nextDueMs: number, end: End): Seen => ({
    outcomes: flights.outcomes,
    control: flights.control,
    closed: closedBlocks(flights, nextDueMs),
    end,
  });
  const windowStartMs = clock.monotonic() + plan.graceMs;
  let looked = 0;
  for (let dueMs = -plan.graceMs; dueMs < plan.windowMs; dueMs += plan.intervalMs) {
    await clock.sleep(Math.max(0, windowStartMs + dueMs - clock.monotonic()), signal);
    if (signal.aborted) return seen(dueMs, 'cancelled');
    const now = seen(dueMs, 'running');
    if (now.closed > looked && isEnough(now)) {
      stop.abort();
      return { ...now, end: 'stopped' };
    }
    looked = now.closed;
    startSlot(flights, { dueMs, delayMs: clock.monotonic() - windowStartMs - dueMs });
  }
  await Promise.all(flights.inFlight.keys());
  return seen(plan.windowMs, signal.aborted ? 'cancelled' : 'complete');
}

/**
 * Waits as long as another revision than the expected one answers, so that the grace starts with the
 * first new answer; not longer than `atMostMs`.
 */
export async function awaitRevision(
  { endpoints, intervalMs }: Pick<WatchPlan, 'endpoints' | 'intervalMs'>,
  atMostMs: number,
  { clock, probe, signal }: WatchPorts,
): Promise<void> {
  const asked = endpoints.filter(({ revision }) => revision !== undefined);
  const untilMs = clock.monotonic() + atMostMs;
  while (asked.length > 0 && !signal.aborted && clock.monotonic() < untilMs) {
    const startMs = clock.monotonic();
    const verdicts = await Promise.all(
      asked.map((endpoint) => probeEndpoint(probe, endpoint, signal)),
    );
    if (verdicts.every(({ revision }) => revision !== 'other')) return;
    await clock.sleep(Math.max(0, startMs + intervalMs - clock.monotonic()), signal);
  }
}

/** Probes that wake a sleeping service and count for nothing: one after another, all endpoints at once. */
export async function warmUp(
  endpoints: readonly Endpoint[],
  probes: number,
  { probe, signal }: WatchPorts,
): Promise<Map<string, Verdict[]>> {
  const verdicts = new Map<string, Verdict[]>(endpoints.map(({ name }) => [name, []]));
  for (let round = 0; round < probes && !signal.aborted; round += 1) {
    await Promise.all(
      endpoints.map(async (endpoint) => {
        verdicts.get(endpoint.name)?.push(await probeEndpoint(probe, endpoint, signal));
      }),
    );
  }
  return verdicts;
}
