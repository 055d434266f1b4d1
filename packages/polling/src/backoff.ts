import type { Clock } from './clock.ts';

export interface Backoff {
  readonly firstMs: number;
  readonly factor: number;
  readonly mostMs: number;
}

/** Pause after failed attempt `attempt` (from 1): first · factor^(attempt-1), capped. */
export const backoffMs = (backoff: Backoff, attempt: number): number =>
  Math.min(backoff.mostMs, backoff.firstMs * backoff.factor ** (attempt - 1));

export interface RetryPolicy extends Backoff {
  /** Tries in all, the first included. */
  readonly tries: number;
  /** How long the error asks to wait; `undefined` means: do not try again. */
  readonly retryInMs: (error: unknown, attempt: number) => number | undefined;
  /** Told before each pause, with what is true: the number of the failed try and the pause. */
  readonly onRetry?: (error: unknown, attempt: number, pauseMs: number) => void;
}

/** Repeats a read that failed in passing. Never use it for a mutation. */
export async function retry<T>(
  clock: Clock,
  policy: RetryPolicy,
  act: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await act();
    } catch (error) {
      const pauseMs = attempt < policy.tries ? policy.retryInMs(error, attempt) : undefined;
      if (pauseMs === undefined) throw error;
      policy.onRetry?.(error, attempt, pauseMs);
      await clock.sleep(pauseMs);
    }
  }
}
