/** RD109, live half: schedules that came less often than they were due. */
import type { Draft } from '../finding.ts';
import { DAY, day } from '../live/runs.ts';
import { toldValue } from '../live/told.ts';
import { quoteLine } from '../region.ts';
import type { Repository, WorkflowFile } from '../repository.ts';
import { dueSafely } from './missed-schedules.ts';

/** Fewer than half of what was due, in a week that the list of runs covers. */
export const observedGaps = (repository: Repository): readonly Draft[] =>
  repository.files.flatMap((file) => gapsOf(file, repository));

function gapsOf(file: WorkflowFile, { live, git }: Repository): readonly Draft[] {
  const trigger = file.workflow.triggers.find(({ event }) => event === 'schedule');
  const runs = toldValue(live?.runs.get(file.path));
  const workflow = toldValue(live?.workflows)?.find(({ path }) => path === file.path);
  if (!live || !trigger || !runs || !workflow) return [];
  const start = Math.max(git.changedAt.get(file.path) ?? workflow.createdAt, live.now - 7 * DAY);
  const covered = runs.length < 100 ? start : Math.max(start, runs.at(-1)?.createdAt ?? start);
  const [from, to] = [new Date(covered), new Date(live.now - 2 * 3_600_000)];
  const due = trigger.schedules.flatMap((schedule) => dueSafely(schedule, from, to)).length;
  const came = runs.filter(
    ({ event, createdAt }) => event === 'schedule' && createdAt >= covered,
  ).length;
  if (came === 0 || due < 6 || came * 2 >= due) return [];
  return [
    {
      severity: 'warning',
      file: file.path,
      line: trigger.line,
      blocks: 'nothing',
      message: `the schedule was due ${due} times since ${day(covered)}, and ran ${came} times`,
      evidence: [quoteLine(file, trigger.line)],
      fix: 'GitHub drops scheduled runs when it is busy: choose a minute from 7 to 53, run less often, and let something else notice when no run came.',
    },
  ];
}
