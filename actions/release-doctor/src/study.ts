/** Gathers everything the rules look at. */
import { judgeConditions } from './judged-conditions.ts';
import { gatherLive } from './live/live-facts.ts';
import { toldValue } from './live/told.ts';
import type { Connection, History, RepositoryEvent, Tree } from './ports.ts';
import { graphOf, type Repository, readWorkflowFile, type Sources } from './repository.ts';

export interface Given {
  readonly vars?: ReadonlyMap<string, string>;
  readonly secretNames: readonly string[];
  readonly event: RepositoryEvent;
}

interface StudyPorts {
  readonly tree: Tree;
  readonly history: History;
  /** Absent where GitHub is not to be asked. */
  readonly connection?: Connection;
}

export async function studyRepository(
  { tree, history, connection }: StudyPorts,
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
    git: { ...facts, renames, changedAt: new Map() },
    ...(vars ? { vars } : {}),
    secretNames,
    visibility: event.visibility,
  };
  const all = connection ? await withLive(sources, connection, history) : sources;
  return { ...all, conditions: judgeConditions(all) };
}

/** What GitHub tells stands in for what the clone and the caller left open. */
async function withLive(
  sources: Sources,
  connection: Connection,
  history: History,
): Promise<Sources> {
  const { git, files } = sources;
  const facts = await gatherLive(connection, sources);
  const waiting = files.filter(({ path }) => facts.runs.has(path)).map(({ path }) => path);
  const vars = sources.vars ?? toldValue(facts.variables);
  const branches = git.branches ?? toldValue(facts.branchNames);
  const onDefault = git.onDefault ?? facts.onDefault;
  return {
    ...sources,
    ...(vars ? { vars } : {}),
    secretNames: [...new Set([...sources.secretNames, ...(toldValue(facts.secretNames) ?? [])])],
    git: {
      ...git,
      ...(branches ? { branches } : {}),
      ...(onDefault ? { onDefault } : {}),
      changedAt: await history.changedAt(waiting),
    },
    live: facts,
  };
}
