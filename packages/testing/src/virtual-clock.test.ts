import { describe, expect, it } from 'vitest';
import { VirtualClock } from './virtual-clock.ts';

describe('a virtual clock', () => {
  it('wakes sleepers in the order of their time, not of their call', async () => {
    const clock = new VirtualClock();
    const woken: string[] = [];
    const sleep = async (name: string, ms: number): Promise<void> => {
      await clock.sleep(ms);
      woken.push(`${name} at ${clock.elapsed()}`);
    };
    await Promise.all([sleep('late', 500), sleep('early', 20), sleep('soon', 100)]);
    expect(woken).toEqual(['early at 20', 'soon at 100', 'late at 500']);
  });

  it('wakes a sleeper at once when its signal aborts, and time does not move for it', async () => {
    const clock = new VirtualClock();
    const abort = new AbortController();
    const sleeping = clock.sleep(1000, abort.signal);
    abort.abort();
    await sleeping;
    await clock.sleep(50);
    await clock.sleep(1000, abort.signal);
    expect(clock.elapsed()).toBe(50);
  });
});
