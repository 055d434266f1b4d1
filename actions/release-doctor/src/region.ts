/** Places in a workflow file: the lines of a step or a job, and lines within them. */
import type { Job, Line, Step } from '@release-train/workflows';
import type { WorkflowFile } from './repository.ts';

export type { Line } from '@release-train/workflows';

export interface StepSite {
  readonly file: WorkflowFile;
  readonly job: Job;
  readonly step: Step;
  readonly lines: readonly Line[];
  /** The lines as one text. */
  readonly text: string;
}

export interface JobSite {
  readonly file: WorkflowFile;
  readonly job: Job;
  readonly lines: readonly Line[];
  readonly text: string;
  readonly steps: readonly StepSite[];
}

export const jobSites = (file: WorkflowFile): readonly JobSite[] =>
  file.workflow.jobs.map((job) => {
    const lines = linesFrom(file, job.line, indentOf(lineAt(file, job.line)) - 1);
    const steps = job.steps.map((step) => stepSite(file, job, step));
    return { file, job, lines, text: textOf(lines), steps };
  });

/** The first line of a place that matches; its own first line where none does. */
export const lineMatching = (lines: readonly Line[], pattern: RegExp): number =>
  (lines.find(({ text }) => pattern.test(text)) ?? lines[0])?.number ?? 1;

/** A line as evidence: `12 | run: git push origin main`. */
export const quoteLine = (file: WorkflowFile, line: number): string =>
  `${line} | ${lineAt(file, line).trim()}`;

export const lineAt = (file: WorkflowFile, line: number): string => file.lines[line - 1] ?? '';

function stepSite(file: WorkflowFile, job: Job, step: Step): StepSite {
  const first = lineAt(file, step.line);
  const isDashed = /^\s*-/.test(first);
  const lines = linesFrom(file, step.line, isDashed ? indentOf(first) : indentOf(first) - 1);
  return { file, job, step, lines, text: textOf(lines) };
}

/** From a line on, as long as lines are indented more than `limit`; comments are left out. */
function linesFrom(file: WorkflowFile, start: number, limit: number): readonly Line[] {
  const rest = file.lines.slice(Math.max(0, start - 1)).map((text, at) => ({
    number: start + at,
    text,
  }));
  const end = rest.findIndex(
    ({ text }, at) => at > 0 && text.trim() !== '' && indentOf(text) <= limit,
  );
  const inside = end < 0 ? rest : rest.slice(0, end);
  return inside.filter(({ text }) => !/^\s*(?:#|$)/.test(text));
}

const indentOf = (line: string): number => line.length - line.trimStart().length;

const textOf = (lines: readonly Line[]): string => lines.map(({ text }) => text).join('\n');
