import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWithin, parseRollbackHours } from './rollback-hours.ts';

const within = (hours: string, at: string | number): boolean => {
  const parsed = parseRollbackHours(hours);
  if (!parsed) throw new Error(`"${hours}" allows nothing`);
  return isWithin(parsed, typeof at === 'number' ? at : Date.parse(at));
};

const minute = 60_000;

describe('the hours are by the clocks of the zone', () => {
  it.each<[string, string, boolean]>([
    // Monday, 7:00 in Greenwich, is 8:00 in Berlin in winter and 9:00 in summer.
    ['Mon-Fri 08:00-18:00 Europe/Berlin', '2026-01-05T07:00Z', true],
    ['Mon-Fri 08:00-18:00 Europe/Berlin', '2026-01-05T06:59Z', false],
    ['Mon-Fri 08:00-18:00 Europe/Berlin', '2026-07-06T06:00Z', true],
    ['Mon-Fri 08:00-18:00 Europe/Berlin', '2026-07-06T05:59:59Z', false],
    ['Mon-Fri 08:00-18:00 Europe/Berlin', '2026-01-05T17:00Z', false],
    ['Mon-Fri 08:00-18:00 Europe/Berlin', '2026-01-10T12:00Z', false],
    ['Mon-Fri 8:00-18:00', '2026-01-05T08:00Z', true],
    ['mon,wed 00:00-24:00', '2026-01-07T23:59Z', true],
    ['mon,wed 00:00-24:00', '2026-01-06T12:00Z', false],
    ['Fri-Mon 00:00-24:00', '2026-01-11T12:00Z', true],
    ['Fri-Mon 00:00-24:00', '2026-01-06T00:00Z', false],
    // Over midnight it belongs to the day on which it began.
    ['Fri 22:00-06:00', '2026-01-10T05:59Z', true],
    ['Fri 22:00-06:00', '2026-01-09T05:59Z', false],
    ['Mon-Fri 08:00-18:00\nSat 10:00-12:00', '2026-01-10T11:00Z', true],
  ])('%s at %s: %s', (hours, at, expected) => {
    expect(within(hours, at)).toBe(expected);
  });

  it('an hour that clocks leave out in spring allows nothing, one they repeat in autumn twice', () => {
    const allowed = (date: string): number =>
      Array.from({ length: 24 * 60 }, (_, at) => Date.parse(date) + at * minute).filter((at) =>
        within('Sun 02:00-03:00 Europe/Berlin', at),
      ).length;
    expect(allowed('2026-03-28T23:00Z')).toBe(0);
    expect(allowed('2026-10-24T22:00Z')).toBe(120);
    expect(allowed('2026-11-07T23:00Z')).toBe(60);
  });
});

const zone = fc.constantFrom(
  ...['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Apia'],
  ...['Australia/Lord_Howe', 'America/St_Johns', 'Pacific/Kiritimati', 'Africa/Casablanca'],
);
const instant = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2032, 0) });
const time = fc.integer({ min: 0, max: 24 * 60 - 1 });
const shown = (at: number): string => `${Math.floor(at / 60)}:${String(at % 60).padStart(2, '0')}`;
const week = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

describe('whatever the zone and the moment', () => {
  it('a span and what it leaves out share the time between them', () => {
    fc.assert(
      fc.property(zone, instant, fc.tuple(time, time), (tz, at, [from, until]) => {
        fc.pre(from !== until);
        const [a, b] = [shown(from), shown(until)];
        expect(within(`Mon-Sun ${a}-${b} ${tz}`, at)).toBe(!within(`Mon-Sun ${b}-${a} ${tz}`, at));
      }),
    );
  });

  it('it is one day of the week, and the one that the offset of the zone gives', () => {
    fc.assert(
      fc.property(zone, instant, (tz, at) => {
        const offset = new Intl.DateTimeFormat('en', { timeZone: tz, timeZoneName: 'longOffset' })
          .formatToParts(at)
          .find(({ type }) => type === 'timeZoneName')?.value;
        const [, sign = '+', hours = 0, minutes = 0] =
          /GMT(?:([+-])(\d+):(\d+))?/.exec(offset ?? '') ?? [];
        const ahead = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
        const day = week[new Date(at + ahead * minute).getUTCDay()];
        expect(week.filter((one) => within(`${one} 00:00-24:00 ${tz}`, at))).toEqual([day]);
      }),
    );
  });
});

it.each([
  ['always', '"always" is not of that form'],
  ['Mon-Fri 08:00', '"Mon-Fri 08:00" is not of that form'],
  ['Mon-Fri 08:00-18:00 Europe/Berlim', '"Europe/Berlim" is no time zone'],
  ['Mo-Fr 08:00-18:00', '"Mo-Fr" names no days: Mon, Tue'],
  ['Mon-Tue-Wed 08:00-18:00', '"Mon-Tue-Wed" names no days'],
  ['Mon 08:60-18:00', '"08:60" is no time of day'],
  ['Mon 24:00-08:00', '"24:00" is no time of day'],
  ['Mon 08:00-25:00', '"25:00" is no time of day'],
  ['Mon 08:00-08:00', 'for a whole day write 00:00-24:00'],
  [
    'Mon 8:00-9:00 Nowhere\nXyz 1:00-2:00',
    '"Nowhere" is no time zone, such as Europe/Berlin or UTC; "Xyz"',
  ],
])('%j is refused: %s', (text, message) => {
  expect(() => parseRollbackHours(text)).toThrow(message);
});
