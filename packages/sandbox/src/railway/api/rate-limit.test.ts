import { expect, it } from 'vitest';
import { rateLimiter } from './rate-limit.ts';

it('counts each caller down, refuses, and starts anew after the hour', () => {
  const allow = rateLimiter({ perHour: 2, perSecond: 100 });

  expect(allow('a', 0)).toEqual({
    allowed: true,
    headers: {
      'x-ratelimit-limit': '2',
      'x-ratelimit-remaining': '1',
      'x-ratelimit-reset': '3600',
    },
  });
  expect(allow('a', 1).allowed).toBe(true);
  expect(allow('a', 600_000)).toMatchObject({
    allowed: false,
    headers: { 'x-ratelimit-remaining': '0', 'retry-after': '3000' },
  });
  expect(allow('b', 600_000).allowed).toBe(true);
  expect(allow('a', 3_600_000).allowed).toBe(true);
});

it('refuses a burst for the rest of its second', () => {
  const allow = rateLimiter({ perHour: 1000, perSecond: 2 });
  const answers = [0, 10, 20, 999, 1000].map((nowMs) => allow('a', nowMs));

  expect(answers.map(({ allowed }) => allowed)).toEqual([true, true, false, false, true]);
  expect(answers[2]?.headers).toMatchObject({ 'retry-after': '1', 'x-ratelimit-remaining': '997' });
});
