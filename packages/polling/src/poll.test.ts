import { FakeClock } from '@release-train/testing/fake-clock';
import { describe, expect, it } from 'vitest';
import { type Look, type PollPolicy, poll } from './poll.ts';

const everySecond: PollPolicy = { timeoutMs: 5_000, pauseMs: () => 1_000 };

/** Looks that are answered by the time on the clock. */
function looker(clock: FakeClock, answer: (atMs: number, attempt: number) => Look<string>) {
  const seen: number[] = [];
  const look = async (attempt: number): Promise<Look<string>> => {
    seen.push(clock.monotonic());
    return answer(clock.monotonic(), attempt);
  };
  return { seen, look };
}

const waiting = { done: false } as const;

describe('a poll', () => {
  it('looks at once and ends with the first answer', async () => {
    const clock = new FakeClock();
    const { seen, look } = looker(clock, () => ({ done: true, value: 'there' }));
    expect(await poll(clock, everySecond, look)).toEqual({
      kind: 'done',
      value: 'there',
      attempts: 1,
    });
    expect(seen).toEqual([0]);
  });

  it('looks again after each pause, which may grow', async () => {
    const clock = new FakeClock();
    const { seen, look } = looker(clock, (_at, attempt) =>
      attempt < 4 ? waiting : { done: true, value: 'there' },
    );
    const policy = { timeoutMs: 60_000, pauseMs: (attempt: number) => attempt * 1_000 };
    expect(await poll(clock, policy, look)).toMatchObject({ kind: 'done', attempts: 4 });
    expect(seen).toEqual([0, 1_000, 3_000, 6_000]);
  });

  it('follows a looker that knows better when to come again', async () => {
    const clock = new FakeClock();
    const { seen, look } = looker(clock, (_at, attempt) =>
      attempt === 1 ? { done: false, againInMs: 3_300 } : { done: true, value: 'x' },
    );
    await poll(clock, everySecond, look);
    expect(seen).toEqual([0, 3_300]);
  });

  it('looks a last time at the deadline itself, then gives up', async () => {
    const clock = new FakeClock();
    const { seen, look } = looker(clock, () => waiting);
    const policy = { timeoutMs: 2_500, pauseMs: () => 1_000 };
    expect(await poll(clock, policy, look)).toEqual({ kind: 'timed-out', attempts: 4 });
    expect(seen).toEqual([0, 1_000, 2_000, 2_500]);
  });

  it('sees what came true during the last pause', async () => {
    const clock = new FakeClock();
    const { look } = looker(clock, (atMs) =>
      atMs > 4_000 ? { done: true, value: 'late' } : waiting,
    );
    const policy = { timeoutMs: 5_000, pauseMs: () => 4_000 };
    expect(await poll(clock, policy, look)).toMatchObject({ kind: 'done', value: 'late' });
  });

  it('looks once where there is no time at all', async () => {
    const clock = new FakeClock();
    const { seen, look } = looker(clock, () => waiting);
    const policy = { timeoutMs: 0, pauseMs: () => 1_000 };
    expect(await poll(clock, policy, look)).toEqual({ kind: 'timed-out', attempts: 1 });
    expect(seen).toEqual([0]);
  });

  it('counts the time that looking takes', async () => {
    const clock = new FakeClock();
    const result = await poll(clock, everySecond, async () => {
      await clock.sleep(3_000);
      return waiting;
    });
    expect(result).toEqual({ kind: 'timed-out', attempts: 2 });
  });

  it('ends with the error of a look', async () => {
    const clock = new FakeClock();
    await expect(
      poll(clock, everySecond, () => Promise.reject(new Error('no such project'))),
    ).rejects.toThrow('no such project');
    expect(clock.slept).toEqual([]);
  });
});
