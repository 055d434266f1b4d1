// node:timers, not the globals: a probe's deadline is real even where a program's clock is not.
import { clearTimeout, setTimeout } from 'node:timers';

export interface Deadline extends Disposable {
  readonly signal: AbortSignal;
}

/**
 * A signal that aborts after `ms` or with `outer`, and that leaves nothing behind when the probe is
 * over: AbortSignal.timeout and AbortSignal.any live on until their time has passed, which at one
 * probe a second is a growing heap.
 */
export function startDeadline(ms: number, outer?: AbortSignal): Deadline {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  const timer = setTimeout(abort, ms);
  if (outer?.aborted) abort();
  outer?.addEventListener('abort', abort);
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => {
      clearTimeout(timer);
      outer?.removeEventListener('abort', abort);
    },
  };
}
