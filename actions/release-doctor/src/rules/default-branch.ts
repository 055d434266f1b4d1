/** RD104: a trigger that counts on the default branch only, in a file that differs there. */
import { salvageWorkflow, type Trigger } from '@release-train/workflows';
import type { Draft, Rule } from '../finding.ts';
import { quoteLine } from '../region.ts';
import type { GitFacts, WorkflowFile } from '../repository.ts';

/** https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows */
const DEFAULT_ONLY = new Set(['workflow_run', 'schedule', 'repository_dispatch']);

export const defaultBranchOnly: Rule = {
  id: 'RD104',
  name: 'default-branch-only',
  stage: 'B',
  title:
    'A trigger that GitHub reads from the default branch only is not there, or is different there.',
  check: ({ files, git }) => {
    // Examples to copy are no workflows of this repository.
    const listeners = files.filter(
      ({ path, workflow }) =>
        path.startsWith('.github/workflows/') &&
        workflow.triggers.some(({ event }) => DEFAULT_ONLY.has(event)),
    );
    const { onDefault } = git;
    if (onDefault) return listeners.flatMap((file) => compared(file, onDefault, git));
    const [first] = listeners;
    return first ? [untold(first, listeners, git)] : [];
  },
};

function compared(
  file: WorkflowFile,
  onDefault: ReadonlyMap<string, string>,
  git: Pick<GitFacts, 'defaultBranch'>,
): readonly Draft[] {
  const branch = git.defaultBranch ?? 'the default branch';
  const text = onDefault.get(file.path);
  const there = text === undefined ? [] : triggersIn(file.path, text);
  const changed = file.workflow.triggers.find(
    (trigger) => DEFAULT_ONLY.has(trigger.event) && !there.includes(shapeOf(trigger)),
  );
  if (!changed) return [];
  return [
    {
      severity: 'warning',
      file: file.path,
      line: changed.line,
      blocks: 'nothing',
      message:
        text === undefined
          ? `GitHub reads "${changed.event}" from "${branch}" only, and the file is not there`
          : `GitHub reads "${changed.event}" from "${branch}" only, and the trigger is different there`,
      evidence: [quoteLine(file, changed.line)],
      fix: `Merge this file to "${branch}"; until then it does not start this way.`,
    },
  ];
}

const triggersIn = (path: string, text: string): readonly string[] =>
  (salvageWorkflow({ path, text }).workflow?.triggers ?? []).map(shapeOf);

/** A trigger without its places. */
const shapeOf = ({ event, filters, schedules }: Trigger): string =>
  JSON.stringify([
    event,
    Object.entries(filters)
      .map(([name, filter]) => [name, filter?.patterns])
      .toSorted(),
    schedules.map(({ cron }) => cron),
  ]);

const untold = (
  first: WorkflowFile,
  listeners: readonly WorkflowFile[],
  { reason, defaultBranch }: GitFacts,
): Draft => ({
  severity: 'unknown',
  file: first.path,
  line: 1,
  blocks: 'nothing',
  message: `whether ${listeners.length === 1 ? 'this file is' : `these ${listeners.length} files are`} on the default branch could not be told: ${
    reason ??
    (defaultBranch
      ? `the clone does not have "${defaultBranch}"`
      : 'git does not say which one it is')
  }`,
  evidence: listeners.map(({ path }) => path),
  fix: 'Fetch the default branch (`git fetch origin`, `git remote set-head origin --auto`) and check again.',
});
