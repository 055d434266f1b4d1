import { describe, expect, it } from 'vitest';
import { FakeClock } from './fake-clock.ts';

describe('the fake clock', () => {
  it('lets hours pass at once', async () => {
    const clock = new FakeClock(1_000);
    await clock.sleep(7_200_000);
    expect(clock.monotonic()).toBe(7_200_000);
    expect(clock.now()).toBe(7_201_000);
  });

  it('stands still while nobody sleeps', async () => {
    const clock = new FakeClock();
    await new Promise((resolve) => setImmediate(resolve));
    expect(clock.monotonic()).toBe(0);
  });

  it('interleaves sleepers as the world would', async () => {
    const clock = new FakeClock();
    const seen: string[] = [];
    const beat = async (name: string, everyMs: number): Promise<void> => {
      for (let count = 1; count <= 3; count += 1) {
        await clock.sleep(everyMs);
        seen.push(`${name}@${clock.monotonic()}`);
      }
    };
    await Promise.all([beat('a', 30), beat('b', 20)]);
    expect(seen).toEqual(['b@20', 'a@30', 'b@40', 'a@60', 'b@60', 'a@90']);
  });

  it('forgets a sleeper whose signal aborts', async () => {
    const clock = new FakeClock();
    const controller = new AbortController();
    const aborted = clock.sleep(1000, controller.signal);
    const other = clock.sleep(10);
    controller.abort();
    await Promise.all([aborted, other]);
    await clock.sleep(5);
    expect(clock.monotonic()).toBe(15);
  });

  it('remembers how long it was asked to sleep', async () => {
    const clock = new FakeClock();
    await clock.sleep(3);
    await clock.sleep(2);
    expect(clock.slept).toEqual([3, 2]);
  });

  it('can be moved by hand, which makes sleepers late', async () => {
    const clock = new FakeClock();
    const sleeping = clock.sleep(10);
    clock.advance(50);
    await sleeping;
    expect(clock.monotonic()).toBe(50);
  });
});
