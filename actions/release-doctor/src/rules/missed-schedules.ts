/** RD000, second half: schedules that were due and never ran. */
import { dueTimes, type Schedule } from '@release-train/workflows';
import type { Draft } from '../finding.ts';
import type { LiveRun, LiveWorkflow } from '../live/live.ts';
import type { LiveFacts } from '../live/live-facts.ts';
import { DAY, day } from '../live/runs.ts';
import { quoteLine } from '../region.ts';
import type { WorkflowFile } from '../repository.ts';

/** One listener, the runs it had, and since when it is as it is. */
export interface Case {
  readonly file: WorkflowFile;
  readonly own: readonly LiveRun[];
  readonly since: number;
  readonly live: LiveFacts;
}

/** In a fork schedules are off until somebody turns them on; what is off is another finding. */
export const isScheduled = ({ state }: LiveWorkflow, { repository }: LiveFacts): boolean =>
  state === 'active' && !repository.isFork && !repository.isArchived;

/** Looked at: two weeks back. The last hours may still come, late as schedules are. */
export function missedSchedules({ file, own, since, live }: Case): readonly Draft[] {
  const trigger = file.workflow.triggers.find(({ event }) => event === 'schedule');
  if (!trigger || own.some(({ event }) => event === 'schedule')) return [];
  const from = new Date(Math.max(since, live.now - 14 * DAY));
  const to = new Date(live.now - 2 * 3_600_000);
  const due = trigger.schedules.flatMap((schedule) => dueSafely(schedule, from, to));
  if (due.length < 3) return [];
  return [
    {
      severity: 'error',
      file: file.path,
      line: trigger.line,
      blocks: 'nothing',
      message: `the schedule was due ${times(due.length)} since ${day(from.getTime())}, and "${file.declaredName}" did not run once`,
      evidence: [quoteLine(file, trigger.line)],
      fix: 'Change the `cron` line by a minute and merge it to the default branch: that makes you its actor. An account that was suspended, or has left, runs no schedules.',
    },
  ];
}

export function dueSafely(schedule: Schedule, from: Date, to: Date): readonly Date[] {
  try {
    return dueTimes(schedule, { from, to, most: 500 });
  } catch {
    // Not a schedule: another rule says so.
    return [];
  }
}

export const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);
