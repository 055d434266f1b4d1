import { ActionError } from '@release-train/action-kit/action-error';
import type { Interruption } from './report.ts';

/**
 * The work's result, unless the job is cancelled first: whoever cancels leaves seconds, not the
 * time of a request.
 *
 * @throws ActionError `cancelled`
 */
export function unlessCancelled<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = (): void =>
      reject(new ActionError('cancelled', 'the job was cancelled before Railway answered'));
    if (signal.aborted) return cancel();
    signal.addEventListener('abort', cancel);
    work()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', cancel));
  });
}

export const isCancellation = (error: unknown): boolean =>
  error instanceof ActionError && error.code === 'cancelled';

/**
 * What an error that ended the wait comes to.
 *
 * @throws the error itself where it is a bug of ours
 */
export function interruptionBy(error: unknown): Interruption {
  if (isCancellation(error)) return { kind: 'cancelled' };
  if (!(error instanceof ActionError)) throw error;
  return { kind: 'error', message: error.message, hint: error.hint };
}
