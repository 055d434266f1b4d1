import { execFile } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { devNull } from 'node:os';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Commit {
  /** `owner/name`. */
  readonly repository: string;
  readonly branch: string;
  readonly sha: string;
  readonly message: string;
  readonly author: string;
}

/** How Railway obtains code. */
export interface SourceRepository {
  /** The branch's tip or a full SHA; undefined where the repository has no such commit. */
  commit(
    at: { readonly repository: string; readonly branch: string },
    sha?: string,
  ): Promise<Commit | undefined>;
  /** Paths that differ between two commits, whichever is older. */
  changedFiles(repository: string, from: string, to: string): Promise<readonly string[]>;
  /** Writes the commit's whole tree into a new folder. */
  extract(commit: Commit, folder: string): Promise<void>;
}

/** Reads bare repositories with git alone. `gitDir` names the folder of `owner/name`. */
export function gitSource(gitDir: (repository: string) => string): SourceRepository {
  return {
    commit: async (at, sha) => {
      if (sha !== undefined && !/^[0-9a-f]{40}$/i.test(sha)) return undefined;
      const revision = `${sha ?? `refs/heads/${at.branch}`}^{commit}`;
      const format = '--format=%H%x00%an%x00%B';
      try {
        const args = ['log', '-1', format, '--end-of-options', revision];
        const [hash = '', author = '', message = ''] = (
          await git(gitDir(at.repository), args)
        ).split('\0');
        const { repository, branch } = at;
        return { repository, branch, sha: hash, author, message: message.trim() };
      } catch {
        return undefined;
      }
    },
    changedFiles: async (repository, from, to) => {
      const args = ['diff', '--name-only', '--no-renames', '-z', '--end-of-options', from, to];
      return (await git(gitDir(repository), args)).split('\0').filter((path) => path !== '');
    },
    extract: async (commit, folder) => {
      await mkdir(folder, { recursive: true });
      const index = `${folder}.index`;
      const environment = { GIT_INDEX_FILE: index, GIT_WORK_TREE: folder };
      const dir = gitDir(commit.repository);
      await git(dir, ['read-tree', '--end-of-options', commit.sha], environment);
      await git(dir, ['checkout-index', '--all', `--prefix=${folder}/`], environment);
      await rm(index);
    },
  };
}

async function git(
  dir: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { stdout } = await run('git', [`--git-dir=${dir}`, ...args], {
    maxBuffer: 64 * 1024 * 1024,
    env: {
      PATH: process.env['PATH'],
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: devNull,
      ...environment,
    },
  });
  return stdout;
}
