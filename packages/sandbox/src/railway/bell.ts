/**
 * Wakes those who wait for news about a key. Counting rings lets a waiter look first and sleep
 * after, without losing news that arrives in between.
 */
export class Bell {
  readonly #rings = new Map<string, number>();
  readonly #waiting = new Set<() => void>();

  ring(key: string): void {
    this.#rings.set(key, this.count(key) + 1);
    for (const wake of this.#waiting) wake();
  }

  count(key: string): number {
    return this.#rings.get(key) ?? 0;
  }

  /** Resolves once the key has rung more often than `seen`; rejects when the signal aborts. */
  after(key: string, seen: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const finish = (settle: () => void) => {
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', stop);
        settle();
      };
      const wake = () => this.count(key) > seen && finish(resolve);
      const stop = () => finish(() => reject(signal.reason));
      this.#waiting.add(wake);
      signal.addEventListener('abort', stop, { once: true });
      if (signal.aborted) stop();
      else wake();
    });
  }
}
