import { GlobSyntaxError } from './glob.ts';
import { matchesPatterns } from './pattern-list.ts';
import type { Trigger, Workflow } from './workflow.ts';

/** `listener` runs after `upstream` (`workflow_run`), or is called by it (`uses:`). */
export interface Edge {
  readonly kind: 'workflow_run' | 'workflow_call';
  readonly upstream: string;
  readonly listener: string;
  /** The pattern or the reference that makes the edge. */
  readonly by: string;
}

/** A `workflow_run` pattern that names no workflow. */
export interface DeadEdge {
  readonly listener: string;
  readonly pattern: string;
}

/** Workflows are named by path: names need not be unique. */
export interface TriggerGraph {
  readonly edges: readonly Edge[];
  readonly dead: readonly DeadEdge[];
}

/** Who starts whom among the workflows of one tree. */
export function triggerGraph(workflows: readonly Workflow[]): TriggerGraph {
  return {
    edges: [
      ...workflows.flatMap((listener) => listening(listener, workflows)),
      ...calls(workflows),
    ],
    dead: workflows.flatMap((listener) =>
      upstreamPatterns(listener)
        .filter((pattern) => !workflows.some(({ name }) => namesWorkflow(pattern, name)))
        .map((pattern) => ({ listener: listener.path, pattern })),
    ),
  };
}

/**
 * The shortest chain of `workflow_run` edges that ends in a workflow, its start first. A workflow
 * that something else starts too is a start itself.
 */
export function chainTo(
  { path }: Workflow,
  workflows: readonly Workflow[],
  edges: readonly Edge[],
): readonly string[] {
  const starts = new Set(
    workflows
      .filter(({ triggers }) => triggers.some(({ event }) => event !== 'workflow_run'))
      .map((workflow) => workflow.path),
  );
  const runs = edges.filter(({ kind }) => kind === 'workflow_run');
  return shortestWay([[path]], runs, (at) => starts.has(at)) ?? [path];
}

/** The way from a workflow back to itself by names, not by `*`. */
export function cycleThrough(path: string, edges: readonly Edge[]): readonly string[] | undefined {
  const named = edges.filter(({ kind, by }) => kind === 'workflow_run' && !/^\*+$/.test(by));
  const first = named
    .filter(({ listener }) => listener === path)
    .map(({ upstream }) => [upstream, path]);
  return shortestWay(first, named, (at) => at === path);
}

/** Upstream, breadth first: each workflow is looked at once. */
function shortestWay(
  ways: readonly (readonly string[])[],
  edges: readonly Edge[],
  isEnd: (path: string) => boolean,
): readonly string[] | undefined {
  const seen = new Set<string>();
  const search = (frontier: readonly (readonly string[])[]): readonly string[] | undefined => {
    const found = frontier.find(([head = '']) => isEnd(head));
    if (found || frontier.length === 0) return found;
    const next = frontier.flatMap((way) =>
      edges
        .filter(({ listener, upstream }) => listener === way[0] && !seen.has(upstream))
        .map(({ upstream }) => {
          seen.add(upstream);
          return [upstream, ...way];
        }),
    );
    return search(next);
  };
  return search(ways);
}

/** What `on: workflow_run: workflows:` lists, but for exclusions. */
export const upstreamPatterns = (listener: Workflow): readonly string[] =>
  (workflowRunOf(listener)?.filters.workflows?.patterns ?? []).filter(
    (pattern) => !pattern.startsWith('!'),
  );

export const workflowRunOf = ({ triggers }: Workflow): Trigger | undefined =>
  triggers.find(({ event }) => event === 'workflow_run');

/** Whether one pattern of `workflows:` means a workflow of this name. */
export function namesWorkflow(pattern: string, name: string): boolean {
  try {
    return matchesPatterns([pattern], name, 'name');
  } catch (error) {
    if (error instanceof GlobSyntaxError) return false;
    throw error;
  }
}

function listening(listener: Workflow, workflows: readonly Workflow[]): readonly Edge[] {
  const all = workflowRunOf(listener)?.filters.workflows?.patterns ?? [];
  return workflows.flatMap((upstream) => {
    const by = upstreamPatterns(listener).find((pattern) => namesWorkflow(pattern, upstream.name));
    if (by === undefined || !passes(all, upstream.name)) return [];
    return [{ kind: 'workflow_run', upstream: upstream.path, listener: listener.path, by }];
  });
}

function passes(patterns: readonly string[], name: string): boolean {
  try {
    return matchesPatterns(patterns, name, 'name');
  } catch (error) {
    // One pattern out of order does not undo another that names the workflow.
    if (error instanceof GlobSyntaxError) return true;
    throw error;
  }
}

const calls = (workflows: readonly Workflow[]): readonly Edge[] =>
  workflows.flatMap((caller) =>
    caller.jobs.flatMap(({ uses = '' }) =>
      workflows
        .filter(({ path }) => uses === `./${path}`)
        .map(({ path }) => ({
          kind: 'workflow_call' as const,
          upstream: caller.path,
          listener: path,
          by: uses,
        })),
    ),
  );
