import type { JobRun } from './job-run.ts';

export interface StepLimits {
  /** Aborted when the step has to end. */
  readonly signal: AbortSignal;
  /** Its `timeout-minutes`, 0 for none. */
  readonly minutes: number;
  timedOut(): boolean;
  /** Takes the limits away; the step has ended. */
  stop(): void;
}

interface StatedLimits {
  readonly minutes: number;
  /** Its condition let it run although the job was cancelled already. */
  readonly startedCancelled: boolean;
}

/** What GitHub allows `always()` steps of a cancelled job. */
const CANCELLED_MINUTES = 5;

/** The step's own timeout, and the job's cancellation while it runs. */
export function startStepLimits(
  job: JobRun,
  { minutes, startedCancelled }: StatedLimits,
): StepLimits {
  const controller = new AbortController();
  const state = { timedOut: false };
  const abort = () => controller.abort();
  const timers =
    minutes > 0
      ? [
          after(minutes, () => {
            state.timedOut = true;
            abort();
          }),
        ]
      : [];
  if (startedCancelled) timers.push(after(CANCELLED_MINUTES, abort));
  else if (job.cancelled.aborted) abort();
  else job.cancelled.addEventListener('abort', abort, { once: true });
  return {
    signal: controller.signal,
    minutes,
    timedOut: () => state.timedOut,
    stop: () => {
      timers.forEach(clearTimeout);
      job.cancelled.removeEventListener('abort', abort);
    },
  };
}

const after = (minutes: number, act: () => void): NodeJS.Timeout =>
  setTimeout(act, minutes * 60_000);
