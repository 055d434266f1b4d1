import { expect, it } from 'vitest';
import { RateLimits } from './rate-limit.ts';

const actor = { login: 'ada', type: 'User', token: 'user', admin: true } as const;
const limits = { perHour: 3, perHourOfRuns: 1, writesPerMinute: 1 };

it('gives a new hour after the reset', () => {
  const rates = new RateLimits(limits);
  const spend = (ms: number) => rates.spend({ actor }, false, ms).kind;
  expect([spend(0), spend(1), spend(2), spend(3)]).toEqual([
    'allowed',
    'allowed',
    'allowed',
    'primary',
  ]);
  expect(spend(3_600_000)).toBe('allowed');
});

it('lets the next write in when a minute has gone, as it has said', () => {
  const rates = new RateLimits(limits);
  const write = (ms: number) => rates.spend({ actor }, true, ms);
  expect(write(0).kind).toBe('allowed');
  expect(write(20_500)).toMatchObject({ kind: 'secondary', retryAfterSeconds: 40 });
  expect(write(60_000).kind).toBe('allowed');
});
