import type { Clock } from './clock.ts';

/** What one look came to: an answer, or "look again" (in `againInMs`, if the looker knows better). */
export type Look<T> =
  | { readonly done: true; readonly value: T }
  | { readonly done: false; readonly againInMs?: number };

export interface PollPolicy {
  readonly timeoutMs: number;
  /** Pause before look number `attempt + 1`, in milliseconds; `attempt` starts at 1. */
  readonly pauseMs: (attempt: number) => number;
}

export type PollResult<T> =
  | { readonly kind: 'done'; readonly value: T; readonly attempts: number }
  | { readonly kind: 'timed-out'; readonly attempts: number };

/**
 * Looks until there is an answer or the time is up. The last look happens at the deadline, so a
 * state reached during the last pause is still seen. Errors of `look` end the poll.
 */
export async function poll<T>(
  clock: Clock,
  policy: PollPolicy,
  look: (attempt: number) => Promise<Look<T>>,
): Promise<PollResult<T>> {
  const deadline = clock.monotonic() + policy.timeoutMs;
  for (let attempt = 1; ; attempt += 1) {
    const seen = await look(attempt);
    if (seen.done) return { kind: 'done', value: seen.value, attempts: attempt };
    const leftMs = deadline - clock.monotonic();
    if (leftMs <= 0) return { kind: 'timed-out', attempts: attempt };
    await clock.sleep(Math.min(seen.againInMs ?? policy.pauseMs(attempt), leftMs));
  }
}
