import { setMaxListeners } from 'node:events';
import type { Clock } from '@release-train/polling';

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/**
 * Virtual time. A sleeper wakes as soon as nothing else can happen at this moment, in the order of
 * the times they wait for, so any number of concurrent sleeps interleave as they would in the
 * world, and hours pass in milliseconds.
 */
export class FakeClock implements Clock {
  readonly slept: number[] = [];
  readonly #start: number;
  #elapsed = 0;
  #sleepers: Sleeper[] = [];
  #isTicking = false;

  constructor(startMs = Date.UTC(2026, 0, 5, 9)) {
    this.#start = startMs;
  }

  now(): number {
    return this.#start + this.#elapsed;
  }

  monotonic(): number {
    return this.#elapsed;
  }

  /** Milliseconds since this clock was made. */
  elapsed(): number {
    return this.#elapsed;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.slept.push(ms);
    if (signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const sleeper: Sleeper = { at: this.#elapsed + Math.max(0, ms), wake };
      this.#sleepers.push(sleeper);
      // Forgotten again on waking, so nothing piles up on a long-lived signal.
      if (signal) setMaxListeners(0, signal);
      signal?.addEventListener('abort', wake);
      this.#tickSoon();
    });
  }

  /** Lets time pass without waking anybody; for tests that set a scene. */
  advance(ms: number): void {
    this.#elapsed += ms;
  }

  #tickSoon(): void {
    if (this.#isTicking) return;
    this.#isTicking = true;
    setImmediate(() => this.#tick());
  }

  #tick(): void {
    this.#isTicking = false;
    const [next] = [...this.#sleepers].sort((a, b) => a.at - b.at);
    if (!next) return;
    this.#elapsed = Math.max(this.#elapsed, next.at);
    next.wake();
    this.#tickSoon();
  }
}
