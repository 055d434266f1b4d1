import type { Clock } from '@release-train/polling';

/** A clock that a test moves: `sleep` returns at once and time has passed. */
export class FakeClock implements Clock {
  readonly slept: number[] = [];
  #ms: number;

  constructor(startMs = Date.UTC(2026, 0, 5, 9)) {
    this.#ms = startMs;
  }

  now(): number {
    return this.#ms;
  }

  monotonic(): number {
    return this.#ms;
  }

  async sleep(ms: number): Promise<void> {
    this.slept.push(ms);
    this.advance(ms);
  }

  advance(ms: number): void {
    this.#ms += ms;
  }
}
