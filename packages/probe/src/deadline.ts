// node:timers, not the globals: a probe's deadline is real even where a program's clock is not.
import { clearTimeout, setTimeout } from 'node:timers';

export interface Deadline extends Disposable {
  readonly signal: AbortSignal;
  /** Rejects with the abort; never resolves. */
  readonly passed: Promise<never>;
  /** Aborts now. */
  readonly end: () => void;
}

/**
 * A signal that aborts after `ms` or with `outer`, and that leaves nothing behind when the probe is
 * over: AbortSignal.timeout and AbortSignal.any live on until their time has passed, which at one
 * probe a second is a growing heap.
 */
export function startDeadline(ms: number, outer?: AbortSignal): Deadline {
  const controller = new AbortController();
  const { promise: passed, reject } = Promise.withResolvers<never>();
  // It may pass when nobody waits for it any more.
  passed.catch(() => {});
  const abort = (): void => {
    controller.abort();
    reject(controller.signal.reason);
  };
  const timer = setTimeout(abort, ms);
  if (outer?.aborted) abort();
  outer?.addEventListener('abort', abort);
  return {
    signal: controller.signal,
    passed,
    end: abort,
    [Symbol.dispose]: () => {
      clearTimeout(timer);
      outer?.removeEventListener('abort', abort);
    },
  };
}
