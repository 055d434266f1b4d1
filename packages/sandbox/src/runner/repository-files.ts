import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { SourceFile } from '@release-train/workflows';

const execute = promisify(execFile);

/** Git's plumbing on a bare repository; answers are text, an absent object is null. */
export interface RepositoryFiles {
  resolve(revision: string): Promise<string | null>;
  /** Id of a commit's `.github/workflows` folder. */
  workflowTree(commit: string): Promise<string | null>;
  /** The `*.yml` and `*.yaml` of such a folder. */
  workflowFiles(tree: string): Promise<readonly SourceFile[]>;
  commitMessage(commit: string): Promise<string>;
  /** Null where git cannot compare the two. */
  changedFiles(from: string, to: string): Promise<readonly string[] | null>;
  mergeBase(one: string, other: string): Promise<string | null>;
}

const WORKFLOWS = '.github/workflows';

export function repositoryFiles(gitDir: string): RepositoryFiles {
  const git = async (...args: string[]): Promise<string | null> => {
    try {
      const options = { maxBuffer: 64 * 1024 * 1024, env: gitEnvironment() };
      return (await execute('git', ['--git-dir', gitDir, ...args], options)).stdout;
    } catch {
      return null;
    }
  };
  const resolve = async (revision: string) =>
    (await git('rev-parse', '--verify', '--quiet', '--end-of-options', revision))?.trim() ?? null;
  return {
    resolve,
    workflowTree: (commit) => resolve(`${commit}:${WORKFLOWS}`),
    workflowFiles: async (tree) => {
      const listing = (await git('ls-tree', '-z', '--name-only', tree)) ?? '';
      const names = listing.split('\0').filter((name) => /\.ya?ml$/.test(name));
      return Promise.all(
        names.map(async (name) => ({
          path: `${WORKFLOWS}/${name}`,
          text: (await git('cat-file', 'blob', `${tree}:${name}`)) ?? '',
        })),
      );
    },
    commitMessage: async (commit) =>
      (await git('show', '-s', '--format=%B', '--end-of-options', commit))?.trimEnd() ?? '',
    changedFiles: async (from, to) => {
      const text = await git(
        'diff',
        '--name-only',
        '-z',
        '--no-renames',
        '--end-of-options',
        from,
        to,
      );
      return text === null ? null : text.split('\0').filter((name) => name !== '');
    },
    mergeBase: async (one, other) => (await git('merge-base', one, other))?.trim() ?? null,
  };
}

// Nothing of the machine's own git configuration decides what a runner sees.
const gitEnvironment = () => ({
  PATH: process.env['PATH'] ?? '',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
});
