/** Gathers everything the rules look at. */
import { judgeConditions } from './judged-conditions.ts';
import type { History, RepositoryEvent, Tree } from './ports.ts';
import { graphOf, type Repository, readWorkflowFile, type Sources } from './repository.ts';

export interface Given {
  readonly vars?: ReadonlyMap<string, string>;
  readonly secretNames: readonly string[];
  readonly event: RepositoryEvent;
}

export async function studyRepository(
  { tree, history }: { tree: Tree; history: History },
  { vars, secretNames, event }: Given,
): Promise<Repository> {
  const found = await tree.workflows();
  const files = await Promise.all(found.map(readWorkflowFile));
  const graph = graphOf(files);
  const settings = await tree.settings();
  const facts = await history.facts(files.map(({ path }) => path));
  const names = [...new Set(graph.dead.map(({ pattern }) => pattern))];
  const renames = names.length > 0 ? await history.renames(names) : new Map();
  const sources: Sources = {
    files,
    graph,
    settings,
    git: { ...facts, renames },
    ...(vars ? { vars } : {}),
    secretNames,
    visibility: event.visibility,
  };
  return { ...sources, conditions: judgeConditions(sources) };
}
