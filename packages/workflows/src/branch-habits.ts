/** What the workflows of a commit would do by themselves to a branch and its pull request. */
import { parseWorkflow } from './parse-workflow.ts';
import { matchesPatterns } from './pattern-list.ts';
import {
  approvalLines,
  asksForBranch,
  asksForPull,
  pullLines,
  type StepText,
} from './pull-automation.ts';
import type { Job, SourceFile, Step, Trigger, Workflow } from './workflow.ts';

interface Habit {
  readonly path: string;
  /** One-based. */
  readonly line: number;
}

export interface BranchHabits {
  /** Open or merge a pull request of every branch like this one as soon as it is pushed. */
  readonly pulls: readonly Habit[];
  /** Approve pull requests into the base branch. */
  readonly approvals: readonly Habit[];
}

/**
 * Workflows run as the pushed commit has them, so `files` are those of that commit. A condition
 * that looks at branches or people is given the benefit of the doubt; files that GitHub would not
 * read do nothing.
 */
export async function branchHabits(
  files: readonly SourceFile[],
  { branch, base }: { readonly branch: string; readonly base: string },
): Promise<BranchHabits> {
  const parsed = await Promise.all(
    files.map(async (file) => ({ file, result: await parseWorkflow(file) })),
  );
  const workflows = parsed.flatMap(({ file, result }) =>
    result.kind === 'parsed' ? [{ workflow: result.workflow, file }] : [],
  );
  const on = (events: RegExp, name: string) =>
    workflows.filter(({ workflow }) =>
      workflow.triggers.some((trigger) => events.test(trigger.event) && takes(trigger, name)),
    );
  return {
    pulls: on(/^(?:push|create)$/, branch).flatMap((found) =>
      habitsOf(found, pullLines, asksForBranch),
    ),
    approvals: on(/^pull_request(?:_target)?$/, base).flatMap((found) =>
      habitsOf(found, approvalLines, asksForPull),
    ),
  };
}

function takes({ filters }: Trigger, name: string): boolean {
  const { branches, 'branches-ignore': ignored, tags, 'tags-ignore': noTags } = filters;
  if (branches) return matches(branches.patterns, name);
  if (ignored) return !matches(ignored.patterns, name);
  return !tags && !noTags;
}

function matches(patterns: readonly string[], name: string): boolean {
  try {
    return matchesPatterns(patterns, name);
  } catch {
    // A pattern GitHub rejects lets nothing through.
    return false;
  }
}

function habitsOf(
  { workflow, file }: { readonly workflow: Workflow; readonly file: SourceFile },
  linesIn: (step: StepText) => readonly number[],
  isAsking: (condition: string) => boolean,
): Habit[] {
  const source = file.text.split(/\r?\n/).map((text, index) => ({ number: index + 1, text }));
  return workflow.jobs
    .filter((job) => !isAsking(job.if))
    .flatMap((job) => job.steps.map((step, index) => ({ job, step, index })))
    .filter(({ step }) => !isAsking(step.if))
    .flatMap(({ job, step, index }) => {
      const end = endOf(workflow, job, index);
      return linesIn({ step, lines: source.slice(step.line - 1, end) });
    })
    .map((line) => ({ path: workflow.path, line }));
}

/** The line before the next step or job; a step without a next one ends with the file. */
function endOf({ jobs }: Workflow, { steps }: Job, index: number): number | undefined {
  const starts = [...jobs.flatMap((job) => [job.line, ...job.steps.map(({ line }: Step) => line)])];
  const start = steps[index]?.line ?? 0;
  const next = starts.filter((line) => line > start).sort((a, b) => a - b)[0];
  return next === undefined ? undefined : next - 1;
}
