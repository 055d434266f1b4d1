import { setMaxListeners } from 'node:events';
import type { Clock } from '@release-train/polling';

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

/**
 * A clock for things that overlap: time moves to the next sleeper only when everybody sleeps, so a
 * schedule of many concurrent sleeps runs in its true order, at once.
 */
export class VirtualClock implements Clock {
  readonly #startMs: number;
  #ms: number;
  #sleepers: Sleeper[] = [];
  #isTicking = false;

  constructor(startMs = Date.UTC(2026, 0, 5, 9)) {
    this.#startMs = startMs;
    this.#ms = startMs;
  }

  now(): number {
    return this.#ms;
  }

  monotonic(): number {
    return this.#ms;
  }

  elapsed(): number {
    return this.#ms - this.#startMs;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const wake = (): void => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const sleeper = { atMs: this.#ms + ms, wake };
      this.#sleepers.push(sleeper);
      // Forgotten again on waking, so nothing piles up on a long-lived signal.
      if (signal) setMaxListeners(0, signal);
      signal?.addEventListener('abort', wake);
      this.#tick();
    });
  }

  // A macrotask later every promise chain that can go on has gone on.
  #tick(): void {
    if (this.#isTicking) return;
    this.#isTicking = true;
    setImmediate(() => {
      this.#isTicking = false;
      const [next] = this.#sleepers.toSorted((a, b) => a.atMs - b.atMs);
      if (!next) return;
      this.#ms = Math.max(this.#ms, next.atMs);
      next.wake();
      this.#tick();
    });
  }
}
