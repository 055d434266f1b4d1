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
