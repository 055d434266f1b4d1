import { Cron } from 'croner';
import type { Schedule } from './workflow.ts';

/** Whether a schedule is due in the minute that `at` lies in. Throws on an invalid expression. */
export function isDue(schedule: Schedule, at: Date): boolean {
  const minute = new Date(Math.floor(at.getTime() / 60_000) * 60_000);
  const cron = new Cron(schedule.cron, {
    mode: '5-part',
    paused: true,
    timezone: schedule.timezone ?? 'UTC',
  });
  return cron.match(minute);
}

interface Window {
  readonly from: Date;
  readonly to: Date;
  /** No more than these are counted. */
  readonly most: number;
}

/** The moments a schedule is due after `from`, up to `to`. Throws on an invalid expression. */
export function dueTimes(schedule: Schedule, { from, to, most }: Window): readonly Date[] {
  const cron = new Cron(schedule.cron, {
    mode: '5-part',
    paused: true,
    timezone: schedule.timezone ?? 'UTC',
  });
  return cron.nextRuns(most, from).filter((at) => at.getTime() <= to.getTime());
}
