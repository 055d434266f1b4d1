/** RD116: a filter for branches that do not exist, as after a rename of the default branch. */
import { isLiteral, type Trigger } from '@release-train/workflows';
import type { Draft, Rule } from '../finding.ts';
import { quoteLine } from '../region.ts';
import type { Repository, WorkflowFile } from '../repository.ts';

/** `workflow_run` has a rule of its own. */
const EVENTS = new Set(['push', 'pull_request', 'pull_request_target']);

export const goneBranch: Rule = {
  id: 'RD116',
  name: 'gone-branch',
  stage: 'B',
  title: 'A trigger is filtered to branches that the repository does not have.',
  check: (repository) =>
    repository.files
      .filter(isOwn)
      .flatMap((file) =>
        file.workflow.triggers.flatMap((trigger) => draftsOf(file, trigger, repository)),
      ),
};

/** Examples to copy are for branches of others. */
const isOwn = ({ path }: WorkflowFile): boolean => path.startsWith('.github/workflows/');

function draftsOf(
  file: WorkflowFile,
  { event, filters }: Trigger,
  { git }: Repository,
): readonly Draft[] {
  const { branches: filter, tags } = filters;
  if (!filter || tags || !EVENTS.has(event) || !isLiteral(filter.patterns)) return [];
  if (!git.branches || filter.patterns.some((name) => git.branches?.includes(name))) return [];
  return [
    {
      severity: 'warning',
      file: file.path,
      line: filter.line,
      blocks: 'nothing',
      message: `"${event}" is filtered to ${quoted(filter.patterns)}, and the repository has no such branch`,
      evidence: [
        quoteLine(file, filter.line),
        ...(git.defaultBranch ? [`the default branch is "${git.defaultBranch}"`] : []),
        `branches: ${quoted(git.branches.slice(0, 8))}${git.branches.length > 8 ? ', …' : ''}`,
      ],
      fix: 'Name a branch there is. Renaming a branch at GitHub leaves the workflow files as they are.',
    },
  ];
}

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');
