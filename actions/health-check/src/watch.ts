import type { Clock } from '@release-train/polling';
import type { Verdict as Judged } from '@release-train/probe';
import { lastStartMs, type Sample, type Times } from './decide.ts';
import type { Gate } from './gate.ts';

export interface Schedule extends Times {
  readonly clock: Clock;
  /** `clock.monotonic()` of the first probe. */
  readonly originMs: number;
  /** Aborted when probing has become pointless. */
  readonly stop: AbortSignal;
  /** Endpoints with a probe on its way. */
  readonly gate: Gate;
}

/** What is wanted of a probe and made of its outcome. */
export interface Watched {
  readonly probe: (signal: AbortSignal) => Promise<Judged>;
  /** Whether no more probes are needed. */
  readonly isSettled: (samples: readonly Sample[]) => boolean;
  /** Until when the endpoint asks to be left alone. */
  readonly restUntil: (sample: Sample) => number;
}

/** No more probes of one endpoint at once than this: a server that hangs is not to be flooded. */
const mostInFlight = 30;

/**
 * Starts a probe every interval, whether or not the last one has come back, until `isSettled` or
 * the time is up. Probes still in flight at the deadline are cut off and count as timeouts.
 */
export async function watch(schedule: Schedule, watched: Watched): Promise<readonly Sample[]> {
  const { clock, originMs, intervalMs, timeoutMs } = schedule;
  const settled = new AbortController();
  const cut = new AbortController();
  const ended = AbortSignal.any([settled.signal, schedule.stop]);
  const over = AbortSignal.any([ended, cut.signal]);
  const elapsedMs = (): number => clock.monotonic() - originMs;
  const lastMs = lastStartMs(schedule);
  const samples: Sample[] = [];
  const inFlight = new Set<Promise<void>>();
  const seat = seatAt(schedule.gate, over);
  const rest = { untilMs: 0 };
  const latest = { startedMs: Number.NEGATIVE_INFINITY };
  const sampleOnce = async (dueMs: number): Promise<void> => {
    const waitedMs = elapsedMs() - dueMs;
    const startedMs = waitedMs < intervalMs ? dueMs : dueMs + waitedMs;
    // It waited for its turn until too little time was left to answer.
    if (startedMs > lastMs) return;
    latest.startedMs = startedMs;
    const judged = await watched.probe(over);
    if (ended.aborted) return;
    const sample = { startedMs, endedMs: elapsedMs(), judged };
    samples.push(sample);
    rest.untilMs = Math.max(rest.untilMs, watched.restUntil(sample));
    if (watched.isSettled(samples)) settled.abort();
  };
  for (let dueMs = 0; dueMs <= lastMs && !ended.aborted; dueMs += intervalMs) {
    await clock.sleep(dueMs - elapsedMs(), ended);
    // After a stall of the runner: no burst, which would pass for a row over a stable time.
    const isMissed = elapsedMs() >= dueMs + intervalMs;
    const isEarly = dueMs < rest.untilMs || dueMs - latest.startedMs < intervalMs / 2;
    const isFull = inFlight.size >= mostInFlight || seat.isWaiting();
    if (ended.aborted || isMissed || isEarly || isFull) continue;
    const sampling = seat.with(() => sampleOnce(dueMs)).finally(() => inFlight.delete(sampling));
    inFlight.add(sampling);
  }
  await clock.sleep(timeoutMs - elapsedMs(), AbortSignal.any([ended, idle(inFlight)]));
  cut.abort();
  await Promise.all(inFlight);
  return samples;
}

interface Seat {
  readonly isWaiting: () => boolean;
  readonly with: (act: () => Promise<void>) => Promise<void>;
}

/** One place for an endpoint: while it is held, further probes of the endpoint need none. */
function seatAt(gate: Gate, signal: AbortSignal): Seat {
  const seat: { is: 'free' | 'awaited' | 'held' } = { is: 'free' };
  return {
    isWaiting: () => seat.is === 'awaited',
    with: async (act) => {
      if (seat.is === 'held') return act();
      seat.is = 'awaited';
      const isGiven = await gate.enter(signal);
      seat.is = isGiven ? 'held' : 'free';
      if (!isGiven) return;
      try {
        await act();
      } finally {
        seat.is = 'free';
        gate.leave();
      }
    },
  };
}

/** Aborts when nothing is in flight any more. */
function idle(inFlight: ReadonlySet<Promise<void>>): AbortSignal {
  const controller = new AbortController();
  void Promise.all(inFlight).then(() => controller.abort());
  return controller.signal;
}
