/** RD303: concurrency groups in which runs end each other that should not. */
import type { Concurrency } from '@release-train/workflows';
import { isExpression } from '@release-train/workflows';
import type { Draft, Rule } from '../finding.ts';
import { toldValue } from '../live/told.ts';
import { jobSites, type Line, lineMatching, quoteLine } from '../region.ts';
import type { Repository, WorkflowFile } from '../repository.ts';

export const concurrencyTrap: Rule = {
  id: 'RD303',
  name: 'concurrency-trap',
  stage: 'C',
  title:
    'A concurrency group can end a rollback, or is the same for every run of a `workflow_run` workflow.',
  check: (repository) =>
    repository.files.flatMap((file) =>
      groupsOf(file)
        .flatMap(trapsOf)
        .map((trap) => ({
          ...trap,
          evidence: [...trap.evidence, ...cancelledRuns(file, repository)],
        })),
    ),
};

/** Where GitHub was asked: how often it came to that. */
function cancelledRuns({ path }: WorkflowFile, { live }: Repository): readonly string[] {
  const runs = toldValue(live?.runs.get(path)) ?? [];
  const cancelled = runs.filter(({ conclusion }) => conclusion === 'cancelled');
  return cancelled.length === 0
    ? []
    : [`${cancelled.length} of its last ${runs.length} runs were cancelled`];
}

interface Group {
  readonly file: WorkflowFile;
  readonly concurrency: Concurrency;
  readonly lines: readonly Line[];
  /** Everything that runs inside the group. */
  readonly text: string;
  readonly job?: string;
}

function groupsOf(file: WorkflowFile): readonly Group[] {
  const sites = jobSites(file);
  const all = file.lines.map((text, at) => ({ number: at + 1, text }));
  const whole = file.workflow.concurrency;
  return [
    ...(whole
      ? [{ file, concurrency: whole, lines: all, text: sites.map(({ text }) => text).join('\n') }]
      : []),
    ...sites.flatMap(({ job, lines, text }) =>
      job.concurrency ? [{ file, concurrency: job.concurrency, lines, text, job: job.id }] : [],
    ),
  ];
}

const ROLLBACK = /\bgit revert\b|rollback|roll-back|on-failure:.*(?:rollback|revert)/i;

function trapsOf(group: Group): readonly Draft[] {
  const { cancelInProgress, queue } = group.concurrency;
  if (cancelInProgress === true && ROLLBACK.test(group.text)) {
    return [
      draft(group, {
        message: 'a newer run ends this one in the middle of a rollback',
        fix: 'Set `cancel-in-progress: false`, or move the rollback to a job with a group of its own that nothing cancels.',
      }),
    ];
  }
  if (queue === 'max' || !isConstantForRuns(group)) return [];
  return [
    draft(group, {
      message:
        '`github.ref` is the default branch in every `workflow_run`, so runs for all branches share one group and cancel each other while pending',
      fix: 'Build the group from `github.event.workflow_run.head_sha` or `head_branch`, or set `queue: max`.',
    }),
  ];
}

/** A group that means to tell branches apart and cannot. */
function isConstantForRuns({ file, concurrency: { group } }: Group): boolean {
  const events = file.workflow.triggers.map(({ event }) => event);
  const expression = isExpression(group) ? group.expression : '';
  return (
    events.length === 1 &&
    events[0] === 'workflow_run' &&
    /github\.ref(?:_name)?\b/.test(expression) &&
    !/github\.event|github\.run_id|github\.sha/.test(expression)
  );
}

function draft({ file, lines, job }: Group, words: Pick<Draft, 'message' | 'fix'>): Draft {
  const line = lineMatching(fromConcurrency(lines), /group:|concurrency:\s*\S/);
  return {
    severity: 'warning',
    file: file.path,
    line,
    ...(job === undefined ? {} : { job }),
    blocks: 'nothing',
    evidence: [quoteLine(file, line)],
    ...words,
  };
}

const fromConcurrency = (lines: readonly Line[]): readonly Line[] =>
  lines.slice(
    Math.max(
      0,
      lines.findIndex(({ text }) => /^\s*concurrency:/.test(text)),
    ),
  );
