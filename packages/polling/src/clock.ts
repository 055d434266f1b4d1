/** Time as our actions see it: one adapter, one fake. */
export interface Clock {
  /** Milliseconds since 1970; may jump. For timestamps only. */
  now(): number;
  /** Milliseconds from an arbitrary origin; never goes back. For durations and deadlines. */
  monotonic(): number;
  /** Resolves after `ms`, or at once when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  // The same clock as performance.now, whose first touch loads node:perf_hooks (docs/adr/0005).
  monotonic: () => process.uptime() * 1000,
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const finish = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', finish);
        resolve();
      };
      const timer = setTimeout(finish, Math.max(0, ms));
      signal?.addEventListener('abort', finish);
    }),
};
