/** The rehearsal as text. Names come from the user's files and are made safe for a terminal. */
import type { Workflow } from '@release-train/workflows';
import type { JobRecord, RunRecord } from '../runner/index.ts';
import { type Entry, type Stage, tellingEntries } from './story.ts';

export function renderStage(stage: Stage, number: number): string {
  const rows = tellingEntries(stage).map(rowOf);
  const table = rows.length > 0 ? renderTable(['workflow', 'event', 'fires', 'why'], rows) : [];
  const nothing = rows.length > 0 ? [] : ['no workflow listens'];
  const remarks = stage.remarks.map((remark) => `! ${printable(remark)}`);
  return [`${number}. ${printable(stage.title)}`, ...remarks, ...table, ...nothing]
    .map((line, index) => (index === 0 ? line : `   ${line}`))
    .join('\n');
}

/** Files that GitHub does not take for workflows: nothing in them ever runs. */
export function renderBroken(stages: readonly Stage[]): readonly string[] {
  const reasons = new Map(
    stages.flatMap(({ entries }) =>
      entries.flatMap((entry) =>
        entry.kind === 'fired' && entry.run.conclusion === 'startup_failure'
          ? [[entry.path, entry.run.reason ?? 'not a workflow'] as const]
          : [],
      ),
    ),
  );
  if (reasons.size === 0) return [];
  const lines = [...reasons].map(([path, why]) => `- ${printable(path)}: ${printable(why)}`);
  return [['Broken, so that nothing in them ever runs:', ...lines].join('\n')];
}

/** Workflows that no event of the release started. */
export function renderSilent(workflows: readonly Workflow[], stages: readonly Stage[]): string {
  const fired = new Set(
    stages.flatMap(({ entries }) =>
      entries.flatMap((entry) => (entry.kind === 'fired' ? [entry.path] : [])),
    ),
  );
  const silent = workflows.filter(({ path }) => !fired.has(path));
  if (workflows.length === 0) return 'There is no other workflow.';
  if (silent.length === 0) return 'Every workflow that can run fired at least once.';
  const lines = silent.map(({ name, path, triggers }) => {
    const events = triggers.map(({ event }) => event).join(', ') || 'nothing';
    return `- ${printable(name)} (${printable(path)}): listens to ${printable(events)}`;
  });
  return ['Never fired in this release:', ...lines].join('\n');
}

/** What a rehearsal without `--run` leaves out, by name. */
export function renderStubs(stages: readonly Stage[]): string {
  const names = stages.flatMap(({ entries }) =>
    entries.flatMap((entry) => (entry.kind === 'fired' ? stubbedIn(entry.run) : [])),
  );
  const unique = [...new Set(names)];
  if (unique.length === 0) return 'There was no step to execute.';
  const head = `Not executed, each taken for a success without outputs (${unique.length} steps):`;
  return [head, ...unique.map((name) => `- ${printable(name)}`)].join('\n');
}

const stubbedIn = ({ jobs, path }: RunRecord): readonly string[] =>
  jobs.flatMap(({ name, steps }) =>
    steps
      .filter(({ annotations }) =>
        annotations.some(({ message }) => message.startsWith('not executed')),
      )
      .map((step) => `${path}, ${name}: ${step.name}`),
  );

function rowOf(entry: Entry): readonly string[] {
  switch (entry.kind) {
    case 'fired': {
      const { run } = entry;
      const jobs = run.jobs.map(jobText).join(', ');
      const why = run.reason ?? (jobs || 'no jobs');
      return [run.workflowName, run.event, run.conclusion ?? run.status, why];
    }
    case 'silent':
      return [entry.workflowName, entry.event, 'no', entry.reason];
    default:
      return entry satisfies never;
  }
}

function jobText({ name, result, reason, steps }: JobRecord): string {
  const errors = steps.flatMap(({ annotations }) =>
    annotations.flatMap(({ level, message }) => (level === 'error' ? [message] : [])),
  );
  const why = reason ?? errors[0];
  return `${name}: ${result ?? 'unfinished'}${why === undefined ? '' : ` (${why})`}`;
}

function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const cells = [head, ...rows].map((row) => row.map(printable));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells.map((row) =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      .join('  '),
  );
}

/** Control characters could repaint the terminal. */
const printable = (text: string): string =>
  text.replaceAll(/\s+/g, ' ').replaceAll(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/g, '\ufffd');
