import { GlobSyntaxError } from './glob.ts';
import { matchesPatterns } from './pattern-list.ts';
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
    (pattern) => !pattern.startsWith('!') && !names.some((name) => matchesName(pattern, name)),
  );
}

function matchesName(pattern: string, name: string): boolean {
  try {
    return matchesPatterns([pattern], name, 'name');
  } catch (error) {
    if (error instanceof GlobSyntaxError) return false;
    throw error;
  }
}
