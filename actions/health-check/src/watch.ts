import type { Clock } from '@release-train/polling';
import type { Verdict as Judged } from '@release-train/probe';
import { lastStartMs, type Sample } from './decide.ts';

export interface Schedule {
  readonly clock: Clock;
  /** `clock.monotonic()` of the first probe. */
  readonly originMs: number;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  /** Aborted when probing has become pointless. */
  readonly stop: AbortSignal;
}

/** No more probes of one endpoint at once than this: a server that hangs is not to be flooded. */
const mostInFlight = 30;

/**
 * Starts a probe every interval, whether or not the last one has come back, until `isSettled` or
 * the time is up. Probes still in flight at the deadline are cut off and count as timeouts.
 */
export async function watch(
  schedule: Schedule,
  probe: (signal: AbortSignal) => Promise<Judged>,
  isSettled: (samples: readonly Sample[]) => boolean,
): Promise<readonly Sample[]> {
  const { clock, originMs, intervalMs, timeoutMs } = schedule;
  const settled = new AbortController();
  const cut = new AbortController();
  const ended = AbortSignal.any([settled.signal, schedule.stop]);
  const elapsedMs = (): number => clock.monotonic() - originMs;
  const lastMs = lastStartMs(schedule);
  const samples: Sample[] = [];
  const inFlight = new Set<Promise<void>>();
  const sampleOnce = async (startedMs: number): Promise<void> => {
    const judged = await probe(AbortSignal.any([ended, cut.signal]));
    if (ended.aborted) return;
    samples.push({ startedMs, endedMs: elapsedMs(), judged });
    if (isSettled(samples)) settled.abort();
  };
  for (let dueMs = 0; dueMs <= lastMs && !ended.aborted; dueMs += intervalMs) {
    await clock.sleep(dueMs - elapsedMs(), ended);
    // After a stall of the runner: no burst, which would pass for a row over a stable time.
    const isMissed = elapsedMs() >= dueMs + intervalMs;
    if (ended.aborted || isMissed || inFlight.size >= mostInFlight) continue;
    const sampling = sampleOnce(dueMs).finally(() => inFlight.delete(sampling));
    inFlight.add(sampling);
  }
  await clock.sleep(timeoutMs - elapsedMs(), AbortSignal.any([ended, idle(inFlight)]));
  cut.abort();
  await Promise.all(inFlight);
  return samples;
}

/** Aborts when nothing is in flight any more. */
function idle(inFlight: ReadonlySet<Promise<void>>): AbortSignal {
  const controller = new AbortController();
  void Promise.all(inFlight).then(() => controller.abort());
  return controller.signal;
}
