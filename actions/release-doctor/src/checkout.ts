/** The adapters for a folder of workflow files on disk. */
import { resolve } from 'node:path';
import { diskTree } from './disk-tree.ts';
import { gitHistory, repositoryRoot } from './git-history.ts';
import type { History, RepositoryEvent, Tree } from './ports.ts';

export async function portsAt(
  path: string,
  event: RepositoryEvent,
): Promise<{ readonly tree: Tree; readonly history: History }> {
  const folder = resolve(path);
  const root = rootOf(folder) ?? (await repositoryRoot(folder)) ?? folder;
  return { tree: diskTree(folder, root), history: gitHistory(root, folder, event) };
}

/** `<root>/.github/workflows` says itself where its root is. */
const rootOf = (folder: string): string | undefined =>
  /^(?<root>.*)[\\/]\.github[\\/]workflows$/.exec(folder)?.groups?.['root'] || undefined;
