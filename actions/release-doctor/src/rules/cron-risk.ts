/** RD109: schedules GitHub delays, drops or does not know. */
import type { Draft, Rule } from '../finding.ts';
import { quoteLine } from '../region.ts';
import type { WorkflowFile } from '../repository.ts';
import { observedGaps } from './live-schedule.ts';

export const cronRisk: Rule = {
  id: 'RD109',
  name: 'cron-risk',
  stage: 'A',
  title:
    'A schedule for releases runs at the full hour, or one runs more often than GitHub allows, or is none to it.',
  check: (repository) => [
    ...repository.files.flatMap((file) =>
      cronsOf(file).flatMap(({ cron, line }) => {
        const risk = riskOf(cron, isOnTheWay(file));
        return risk ? [draft(file, line, risk)] : [];
      }),
    ),
    ...observedGaps(repository),
  ],
};

interface Risk {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly fix: string;
}

const cronsOf = (file: WorkflowFile): readonly { readonly cron: string; readonly line: number }[] =>
  file.workflow.triggers
    .flatMap(({ schedules }) => schedules)
    .map(({ cron }) => ({
      cron,
      line: file.lines.findIndex((text) => text.includes('cron') && text.includes(cron)) + 1 || 1,
    }));

/** A late clean-up harms nobody; a late sync or health check does. */
const isOnTheWay = ({ path, lines }: WorkflowFile): boolean =>
  /deploy|release|health|monitor|smoke|sync|roll-?back|uptime/i.test(
    [path, ...lines.filter((line) => !/^\s*#/.test(line))].join('\n'),
  );

function riskOf(cron: string, isRelevant: boolean): Risk | undefined {
  const [minute = '', ...rest] = cron.trim().split(/\s+/);
  if (rest.length !== 4) {
    return {
      severity: 'error',
      message: `"${cron}" is no schedule of five fields, and GitHub knows no other`,
      fix: "Write five fields, such as '17 3 * * *'.",
    };
  }
  const step = /^(?:\*|0-59)\/([1-4])$/.exec(minute)?.[1] ?? (minute === '*' ? '1' : undefined);
  if (step !== undefined) {
    return {
      severity: 'error',
      message: `"${cron}" asks for a run every ${step} min, and GitHub runs a schedule every 5 min at most`,
      fix: "Write '*/5' or less often, or start the workflow by `workflow_dispatch` from a clock of your own.",
    };
  }
  if (!isRelevant || !/^0+$/.test(minute)) return undefined;
  return {
    severity: 'warning',
    message: `"${cron}" runs at the full hour, when GitHub delays scheduled runs and drops some`,
    fix: 'Choose a minute from 7 to 53, and let something else notice when no run came.',
  };
}

const draft = (file: WorkflowFile, line: number, risk: Risk): Draft => ({
  file: file.path,
  line,
  blocks: 'nothing',
  evidence: [quoteLine(file, line)],
  ...risk,
});
