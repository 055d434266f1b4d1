import { isDue, type Workflow } from '@release-train/workflows';

export interface DueSchedule {
  readonly cron: string;
  readonly at: Date;
}

const MINUTE_MS = 60_000;
const MOST_MINUTES = 31 * 24 * 60;

/** When each cron of these workflows is due next; one not due within a month is left out. */
export function nextDue(workflows: readonly Workflow[], now: Date): readonly DueSchedule[] {
  const schedules = workflows.flatMap(({ triggers }) =>
    triggers.flatMap((trigger) => trigger.schedules),
  );
  const byCron = new Map(schedules.map((schedule) => [schedule.cron, schedule]));
  const start = Math.ceil(now.getTime() / MINUTE_MS) * MINUTE_MS;
  return [...byCron.values()].flatMap((schedule) => {
    for (let minute = 0; minute < MOST_MINUTES; minute += 1) {
      const at = new Date(start + minute * MINUTE_MS);
      if (isDue(schedule, at)) return [{ cron: schedule.cron, at }];
    }
    return [];
  });
}
