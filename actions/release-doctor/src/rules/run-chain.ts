/** RD106: chains of `workflow_run` that GitHub cuts, or that go in circles. */
import { chainTo, cycleThrough, workflowRunOf } from '@release-train/workflows';
import type { Draft, Rule } from '../finding.ts';
import { quoteLine } from '../region.ts';
import type { Repository, WorkflowFile } from '../repository.ts';

/** A first workflow and three levels after it; the next one never runs. */
const LONGEST = 4;

export const runChain: Rule = {
  id: 'RD106',
  name: 'wr-chain',
  stage: 'A',
  title:
    'A chain of `workflow_run` triggers is longer than GitHub follows, or leads back to itself.',
  check: (repository) => repository.files.flatMap((file) => draftsOf(file, repository)),
};

function draftsOf(file: WorkflowFile, { files, graph }: Repository): readonly Draft[] {
  const trigger = workflowRunOf(file.workflow);
  if (!trigger) return [];
  const nameOf = (path: string): string =>
    files.find((other) => other.path === path)?.workflow.name ?? path;
  const way = (paths: readonly string[]): string => paths.map(nameOf).join(' → ');
  const base = { severity: 'error', file: file.path, line: trigger.line } as const;
  const cycle = cycleThrough(file.path, graph.edges);
  if (cycle) {
    return [
      {
        ...base,
        blocks: 'nothing',
        message:
          'the workflows start one another in a circle, which GitHub cuts after three levels',
        evidence: [quoteLine(file, trigger.line), way(cycle)],
        fix: 'Break the circle; `repository_dispatch` starts a new chain on purpose.',
      },
    ];
  }
  const workflows = files.map(({ workflow }) => workflow);
  const chain = chainTo(file.workflow, workflows, graph.edges);
  if (chain.length <= LONGEST) return [];
  return [
    {
      ...base,
      blocks: 'workflow',
      message: `this is level ${chain.length - 1} of a chain of \`workflow_run\`, and GitHub follows three`,
      evidence: [quoteLine(file, trigger.line), way(chain)],
      fix: 'Call the workflow with `uses:` (`workflow_call`), or make it a job with `needs:`.',
    },
  ];
}
