/** The hours in which the monitor may roll back by itself, by the clocks of a time zone. Pure. */

/** Days of the week as `Intl` names them in English. */
const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

type Day = (typeof days)[number];

interface Hours {
  readonly days: ReadonlySet<Day>;
  /** Minutes since midnight. Until an earlier time it goes on into the next day. */
  readonly from: number;
  /** Exclusive; at most 1440. */
  readonly until: number;
  /** IANA name. */
  readonly zone: string;
}

export interface RollbackHours {
  /** At least one; each allows by itself. */
  readonly spans: readonly [Hours, ...Hours[]];
  /** As the user wrote them, on one line. */
  readonly text: string;
}

const form =
  /^(?<days>[A-Za-z,-]+)\s+(?<from>\d{1,2}:\d{2})\s*-\s*(?<until>\d{1,2}:\d{2})(?:\s+(?<zone>\S+))?$/;

/**
 * `Mon-Fri 08:00-18:00 Europe/Berlin`, one per line; without a zone it is UTC.
 *
 * @throws Error with all that is wrong with the lines
 */
export function parseRollbackHours(text: string): RollbackHours | undefined {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const problems: string[] = [];
  const spans = lines.flatMap((line) => parseLine(line, (problem) => problems.push(problem)) ?? []);
  if (problems.length > 0) throw new Error(problems.join('; '));
  const [first, ...others] = spans;
  return first && { spans: [first, ...others], text: lines.join('; ') };
}

function parseLine(line: string, complain: (problem: string) => void): Hours | undefined {
  const groups = form.exec(line)?.groups;
  if (!groups) {
    complain(`"${line}" is not of that form`);
    return undefined;
  }
  const { days: named = '', from: start = '', until: end = '', zone = 'UTC' } = groups;
  const [on, from, until] = [daysOf(named), minutesOf(start), minutesOf(end)];
  if (!on) complain(`"${named}" names no days: ${days.join(', ')}`);
  if (from === undefined || from === wholeDay) complain(`"${start}" is no time of day`);
  if (until === undefined) complain(`"${end}" is no time of day`);
  if (from !== undefined && from === until) {
    complain(`"${start}-${end}" has no length: for a whole day write 00:00-24:00`);
  }
  if (!isZone(zone)) complain(`"${zone}" is no time zone, such as Europe/Berlin or UTC`);
  return on && from !== undefined && until !== undefined
    ? { days: on, from, until, zone }
    : undefined;
}

const dayOf = (text: string): number =>
  days.findIndex((day) => day.toLowerCase() === text.toLowerCase());

/** `Mon,Wed-Fri`; a range may go over the end of the week. */
function daysOf(text: string): ReadonlySet<Day> | undefined {
  const found = text.split(',').flatMap((part) => {
    const [first = '', last = first, ...more] = part.split('-');
    const [from, to] = [dayOf(first), dayOf(last)];
    if (from === -1 || to === -1 || more.length > 0) return [undefined];
    const length = ((to - from + days.length) % days.length) + 1;
    return Array.from({ length }, (_, index) => days[(from + index) % days.length]);
  });
  const known = found.flatMap((day) => day ?? []);
  return known.length === found.length ? new Set(known) : undefined;
}

const wholeDay = 24 * 60;

function minutesOf(text: string): number | undefined {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  const all = hours * 60 + minutes;
  return minutes < 60 && all <= wholeDay ? all : undefined;
}

function isZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).format(0) !== '';
  } catch {
    return false;
  }
}

/**
 * Whether the clocks of any span's zone show a time within it. By what clocks show, so in the night
 * in which an hour comes twice both count, and one that is left out is missed.
 */
export const isWithin = ({ spans }: RollbackHours, atMs: number): boolean =>
  spans.some((span) => {
    const { day, minute } = shownAt(span.zone, atMs);
    if (span.from < span.until) {
      return span.days.has(day) && minute >= span.from && minute < span.until;
    }
    return minute >= span.from
      ? span.days.has(day)
      : minute < span.until && span.days.has(dayBefore(day));
  });

const dayBefore = (day: Day): Day =>
  days[(days.indexOf(day) + days.length - 1) % days.length] ?? day;

/** What the clocks of a zone show. */
function shownAt(timeZone: string, atMs: number): { readonly day: Day; readonly minute: number } {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(atMs);
  const part = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((one) => one.type === type)?.value ?? '';
  const day = days.find((one) => one === part('weekday')) ?? 'Mon';
  return { day, minute: Number(part('hour')) * 60 + Number(part('minute')) };
}
