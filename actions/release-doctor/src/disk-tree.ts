/** Adapter: the checkout on disk. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { ActionError } from '@release-train/action-kit/action-error';
import type { SourceFile } from '@release-train/workflows';
import type { Tree } from './ports.ts';
import type { FoundFile } from './repository.ts';

/** Far beyond any workflow; GitHub itself rejects long ones. */
const SIZE_LIMIT = 1024 * 1024;

const SETTINGS = [
  '.github/settings.yml',
  '.github/settings.yaml',
  '.releaserc',
  '.releaserc.json',
  '.releaserc.yml',
  '.releaserc.yaml',
  '.release-it.json',
  'package.json',
  'lerna.json',
  '.changeset/config.json',
  'railway.json',
  'railway.toml',
];

/** @param folder that of the workflow files, absolute · @param root of the repository, absolute */
export const diskTree = (folder: string, root: string): Tree => ({
  workflows: async () => {
    const names = await namesIn(folder);
    // GitHub reads no folders below this one.
    const files = names.filter((name) => /\.ya?ml$/i.test(name)).sort();
    return await Promise.all(
      files.map((name) => found(join(folder, name), pathIn(root, join(folder, name)))),
    );
  },
  settings: async () => {
    const rulesets = await namesIn(join(root, '.github/rulesets')).catch(() => []);
    const paths = [...SETTINGS, ...rulesets.map((name) => `.github/rulesets/${name}`)];
    const files = await Promise.all(paths.map((path) => found(join(root, path), path)));
    return files.flatMap(({ path, text }): readonly SourceFile[] =>
      text === undefined ? [] : [{ path, text }],
    );
  },
});

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const code = codeOf(error);
    throw new ActionError('no-folder', `"${folder}" is not a folder that can be read (${code})`, {
      hint: 'Give "path" the folder of the workflow files; in a job, check the repository out first.',
      cause: error,
    });
  }
}

async function found(file: string, path: string): Promise<FoundFile> {
  try {
    const { size } = await stat(file);
    if (size > SIZE_LIMIT) {
      return {
        path,
        problem: `it is ${Math.ceil(size / SIZE_LIMIT)} MiB long, and 1 MiB is the limit`,
      };
    }
    return { path, text: await readFile(file, 'utf8') };
  } catch (error) {
    return { path, problem: `it cannot be read (${codeOf(error)})` };
  }
}

const pathIn = (root: string, file: string): string => relative(root, file).split(sep).join('/');

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);
