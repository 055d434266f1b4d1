import { FakeClock } from '@release-train/testing/fake-clock';
import { describe, expect, it } from 'vitest';
import { backoffMs, type RetryPolicy, retry } from './backoff.ts';

const backoff = { firstMs: 100, factor: 2, mostMs: 1_000 };

const policy: RetryPolicy = {
  ...backoff,
  tries: 3,
  retryInMs: (_error, attempt) => backoffMs(backoff, attempt),
};

/** Fails so many times, then answers with the number of calls. */
function failing(times: number): () => Promise<number> {
  const calls = { count: 0 };
  return async () => {
    calls.count += 1;
    if (calls.count <= times) throw new Error(`failure ${calls.count}`);
    return calls.count;
  };
}

it.each([
  [1, 100],
  [2, 200],
  [4, 800],
  [5, 1_000],
  [2_000, 1_000],
])('the pause after failure %d is %d ms', (attempt, pauseMs) => {
  expect(backoffMs(backoff, attempt)).toBe(pauseMs);
});

describe('a retry', () => {
  it('does not wait where the first try is good', async () => {
    const clock = new FakeClock();
    expect(await retry(clock, policy, failing(0))).toBe(1);
    expect(clock.slept).toEqual([]);
  });

  it('waits between tries, and longer each time', async () => {
    const clock = new FakeClock();
    expect(await retry(clock, policy, failing(2))).toBe(3);
    expect(clock.slept).toEqual([100, 200]);
  });

  it('ends with the last error when the tries are used up', async () => {
    const clock = new FakeClock();
    await expect(retry(clock, policy, failing(3))).rejects.toThrow('failure 3');
    expect(clock.slept).toEqual([100, 200]);
  });

  it('ends at once with an error that time does not heal', async () => {
    const clock = new FakeClock();
    const strict = { ...policy, retryInMs: () => undefined };
    await expect(retry(clock, strict, failing(1))).rejects.toThrow('failure 1');
    expect(clock.slept).toEqual([]);
  });

  it('tells before each pause which try failed and how long it waits', async () => {
    const told: string[] = [];
    const onRetry: NonNullable<RetryPolicy['onRetry']> = (error, attempt, pauseMs) =>
      told.push(`${attempt}: ${String(error)}, again in ${pauseMs}`);
    await retry(new FakeClock(), { ...policy, onRetry }, failing(2));
    expect(told).toEqual([
      '1: Error: failure 1, again in 100',
      '2: Error: failure 2, again in 200',
    ]);
  });
});
