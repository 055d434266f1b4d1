/** Whole files out of a clone that holds no file contents. */
import type { TextFile } from './git.ts';
import type { RunGit } from './git-process.ts';

// Known to every git without being stored. https://git-scm.com/docs/git-hash-object
const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/**
 * A diff against nothing: of all reading commands, this one fetches what a partial clone lacks in
 * one request. https://git-scm.com/docs/partial-clone
 */
export async function readTextFiles(
  git: RunGit,
  treeish: string,
  folder: string,
): Promise<readonly TextFile[]> {
  const form = [
    '-p',
    '--no-renames',
    '--no-color',
    '--no-ext-diff',
    '--no-textconv',
    '--full-index',
  ];
  const { stdout } = await git(
    ['-c', 'core.quotePath=false', 'diff-tree', ...form, emptyTree, treeish, '--', `${folder}/`],
    { what: `reading "${folder}"` },
  );
  return parsePatch(stdout).filter(({ path }) => !path.slice(folder.length + 1).includes('/'));
}

/** New files of a patch; binary files and names that git quotes are left out. */
export const parsePatch = (patch: string): TextFile[] =>
  patch
    .split(/^diff --git /m)
    .slice(1)
    .flatMap((part) => {
      const path = /^\+\+\+ b\/(?<path>.*?)\t?$/m.exec(part)?.groups?.['path'];
      const start = /^@@ .* @@.*\n/m.exec(part);
      if (path === undefined || !start) return [];
      const lines = part.slice(start.index + start[0].length).split('\n');
      const added = lines.filter((line) => line.startsWith('+')).map((line) => line.slice(1));
      return [{ path, text: `${added.join('\n')}\n` }];
    });
