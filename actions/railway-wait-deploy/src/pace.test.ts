import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PaceFacts, pauseMs } from './pace.ts';

const facts: PaceFacts = {
  elapsedMs: 0,
  leftMs: 1_200_000,
  isQueued: false,
  dueInMs: Number.POSITIVE_INFINITY,
  usage: { requests: 3 },
  maxRequests: undefined,
  commit: '0'.repeat(40),
};

it.each([
  ['at first', {}, 5_000],
  ['after a minute', { elapsedMs: 60_000 }, 10_000],
  ['after five minutes', { elapsedMs: 300_000 }, 15_000],
  ['while queued', { isQueued: true }, 15_000],
  ['while queued for long', { isQueued: true, elapsedMs: 120_000 }, 30_000],
  ['a tenth longer at most, by the commit', { commit: `${'f'.repeat(8)}${'0'.repeat(32)}` }, 5_500],
  ['the same for the same commit', { commit: `8${'0'.repeat(39)}` }, 5_250],
  ['where a look is due earlier', { dueInMs: 1_200 }, 1_200],
  ['with a rich rate limit', { usage: { requests: 3, limit: 1000, remaining: 900 } }, 5_000],
  [
    'with 50 looks left by the rate limit',
    { usage: { requests: 3, limit: 100, remaining: 60 } },
    24_000,
  ],
  [
    'with none left by the rate limit',
    { usage: { requests: 3, limit: 100, remaining: 9 } },
    1_200_000,
  ],
  ['with 5 looks left by the ceiling', { maxRequests: 11 }, 240_000],
  ['with a look due that is not affordable', { maxRequests: 11, dueInMs: 1_000 }, 240_000],
])('pauses %s', (_name, change, expected) => {
  expect(pauseMs({ ...facts, ...change })).toBe(expected);
});

describe('the ceiling', () => {
  it('is kept whatever is open, and the timeout is reached', () => {
    const ceiling = fc.integer({ min: 8, max: 200 });
    const timeout = fc.integer({ min: 1_000, max: 3_600_000 });
    fc.assert(
      fc.property(ceiling, timeout, fc.boolean(), (maxRequests, timeoutMs, isQueued) => {
        let elapsedMs = 0;
        let requests = 3;
        while (elapsedMs < timeoutMs) {
          const leftMs = timeoutMs - elapsedMs;
          const pause = pauseMs({
            ...facts,
            elapsedMs,
            leftMs,
            isQueued,
            usage: { requests },
            maxRequests,
          });
          elapsedMs += Math.min(pause, leftMs);
          requests += 1;
        }
        expect(requests).toBeLessThanOrEqual(maxRequests);
      }),
    );
  });
});
