import { expect, it } from 'vitest';
import type { Clock } from './clock.ts';

/** What every clock must do. Says nothing of how long anything takes, so no machine is too slow. */
export function clockSuite(create: () => Clock): void {
  it('never goes back', () => {
    const clock = create();
    const [first, second] = [clock.monotonic(), clock.monotonic()];
    expect(second).toBeGreaterThanOrEqual(first);
  });

  it('tells the date in milliseconds', () => {
    expect(new Date(create().now()).getUTCFullYear()).toBeGreaterThanOrEqual(2026);
  });

  it('has passed at least the time slept, within a millisecond', async () => {
    const clock = create();
    const before = clock.monotonic();
    await clock.sleep(5);
    expect(clock.monotonic() - before).toBeGreaterThanOrEqual(4);
  });

  it('wakes the shorter sleep first, whichever began first', async () => {
    const clock = create();
    const order: string[] = [];
    const sleeper = async (name: string, ms: number): Promise<void> => {
      await clock.sleep(ms);
      order.push(name);
    };
    await Promise.all([sleeper('long', 40), sleeper('short', 1)]);
    expect(order).toEqual(['short', 'long']);
  });

  it('does not sleep a negative time', async () => {
    await create().sleep(-1000);
  });

  it('does not sleep at all on an aborted signal', async () => {
    await create().sleep(86_400_000, AbortSignal.abort());
  });

  it('wakes when the signal aborts, without an error', async () => {
    const clock = create();
    const controller = new AbortController();
    const sleeping = clock.sleep(86_400_000, controller.signal);
    controller.abort();
    await sleeping;
  });
}
