import { describe, expect, it } from 'vitest';
import { dueTimes, isDue } from './cron.ts';

describe('isDue', () => {
  it.each([
    ['7 3 * * *', '2026-11-23T03:07:59Z', true],
    ['7 3 * * *', '2026-11-23T03:08:00Z', false],
    ['*/15 * * * *', '2026-11-23T10:45:00Z', true],
    ['0 12 * * MON', '2026-11-23T12:00:00Z', true],
    ['0 12 * * 2', '2026-11-23T12:00:00Z', false],
    ['0 0 1 * 1', '2026-11-23T00:00:00Z', true],
  ])('%s at %s: %s', (cron, at, expected) => {
    expect(isDue({ cron }, new Date(at))).toBe(expected);
  });

  it('reads the time zone of the schedule', () => {
    const schedule = { cron: '0 9 * * *', timezone: 'Europe/Berlin' };
    expect(isDue(schedule, new Date('2026-11-23T08:00:00Z'))).toBe(true);
    expect(isDue(schedule, new Date('2026-11-23T09:00:00Z'))).toBe(false);
  });

  it('refuses a field for seconds, which GitHub does not know', () => {
    expect(() => isDue({ cron: '0 0 9 * * *' }, new Date(0))).toThrow();
  });
});

describe('dueTimes', () => {
  const window = { from: new Date('2026-11-23T03:07:00Z'), to: new Date('2026-11-25T03:07:00Z') };

  it('counts after the first moment, up to the last one included', () => {
    const due = dueTimes({ cron: '7 3 * * *' }, { ...window, most: 10 });
    expect(due.map((at) => at.toISOString().slice(0, 10))).toEqual(['2026-11-24', '2026-11-25']);
  });

  it('ends where enough are counted', () => {
    expect(dueTimes({ cron: '* * * * *' }, { ...window, most: 3 })).toHaveLength(3);
  });
});
