import type { Log } from '@release-train/action-kit';
import { duration } from '@release-train/action-kit/text';
import { decideEndpoint, type EndpointState, type Policy, type Sample } from './decide.ts';

/** Least time between two lines that say nothing new. */
const quietMs = 15_000;
/** Least time between two lines where things change all the time. */
const briskMs = 1_000;

/** A line when what is seen changes, then one now and again while it does not. */
export function reportProgress(
  log: Log,
  name: string,
  policy: Policy,
): (samples: readonly Sample[], state: EndpointState['state']) => void {
  const last = { text: '', kind: '', atMs: Number.NEGATIVE_INFINITY };
  return (samples, state) => {
    const sample = samples.at(-1);
    if (!sample) return;
    const { kind, reason: text } = sample.judged;
    const sinceMs = sample.endedMs - last.atMs;
    const isTurn = kind !== last.kind && sinceMs >= briskMs;
    // Other words for the same kind of failure, as a latency that differs each time, can wait.
    const isDetail = text !== last.text && sinceMs >= 5 * briskMs;
    if (state === 'waiting' && !isTurn && !isDetail && sinceMs < quietMs) return;
    Object.assign(last, { text, kind, atMs: sample.endedMs });
    log.info(`${name}: ${line(samples, policy, sample)}`);
  };
}

function line(samples: readonly Sample[], policy: Policy, { judged, endedMs }: Sample): string {
  const at = `after ${duration(endedMs)}`;
  if (!judged.ok) {
    const { retryAfterMs } = judged;
    const rest = retryAfterMs === undefined ? '' : `; asks to wait ${duration(retryAfterMs)}`;
    return `${at}: ${judged.reason}${rest}`;
  }
  const { state, streak, spreadMs } = decideEndpoint(samples, policy);
  if (state === 'healthy')
    return `${at}: healthy, ${streak} good in a row over ${duration(spreadMs)}`;
  return `${at}: good, ${streak} of ${policy.consecutiveSuccesses} in a row, stable for ${duration(spreadMs)} of ${duration(policy.stableForMs)}`;
}
