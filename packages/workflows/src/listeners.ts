import { namesWorkflow } from './trigger-graph.ts';
import type { Workflow } from './workflow.ts';

/**
 * Patterns of a workflow's `on: workflow_run: workflows:` that match no name at all. GitHub says
 * nothing about them: the listener is valid and never runs.
 */
export function deadUpstreamPatterns(
  listener: Workflow,
  names: readonly string[],
): readonly string[] {
  const trigger = listener.triggers.find(({ event }) => event === 'workflow_run');
  const patterns = trigger?.filters.workflows?.patterns ?? [];
  return patterns.filter(
    (pattern) => !pattern.startsWith('!') && !names.some((name) => namesWorkflow(pattern, name)),
  );
}
