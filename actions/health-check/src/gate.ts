/** Places that are taken first come, first served. */
export interface Gate {
  /** Waits for a place; false where the signal aborts first. */
  readonly enter: (signal: AbortSignal) => Promise<boolean>;
  readonly leave: () => void;
}

export function openGate(places: number): Gate {
  const state = { free: places };
  const waiting: (() => void)[] = [];
  return {
    enter: async (signal) => {
      if (signal.aborted) return false;
      if (state.free > 0) {
        state.free -= 1;
        return true;
      }
      return new Promise((resolve) => {
        const give = (): void => {
          signal.removeEventListener('abort', forget);
          resolve(true);
        };
        const forget = (): void => {
          waiting.splice(waiting.indexOf(give), 1);
          resolve(false);
        };
        waiting.push(give);
        signal.addEventListener('abort', forget, { once: true });
      });
    },
    leave: () => {
      const next = waiting.shift();
      if (next) next();
      else state.free += 1;
    },
  };
}
