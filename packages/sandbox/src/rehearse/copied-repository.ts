import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { Refusal } from './refusal.ts';

const execute = promisify(execFile);

type Git = (...args: readonly string[]) => Promise<string>;

export interface Original {
  /** `owner/name` as its remote says, or made up from the folder's name. */
  readonly slug: string;
  /** What the remote's HEAD points to, where that is known. */
  readonly defaultBranch: string | undefined;
  /** Copies its branches, local ones over those of its remote. */
  copyInto(gitDir: string): Promise<void>;
  /** Names of the branches that are copied. */
  branches(gitDir: string): Promise<readonly string[]>;
  /** Moves a branch of the copy back, for a push to move it forth again. */
  rewind(gitDir: string, branch: string, sha: string): Promise<void>;
}

/**
 * Reads a user's repository by git alone and never writes to it.
 *
 * @param scratch a folder for git's configuration
 * @throws Refusal where the folder is no git repository, or a shallow one
 */
export async function openOriginal(folder: string, scratch: string): Promise<Original> {
  if (!existsSync(folder)) {
    throw new Refusal(`there is no folder "${folder}"`, 'Give the folder of your repository.');
  }
  const config = join(scratch, 'gitconfig');
  // The folder may belong to somebody else, as in a container; it is only read.
  await writeFile(config, '[safe]\n\tdirectory = *\n');
  const git = gitWith(config);
  const inside: Git = (...args) => git('-C', folder, ...args);
  await inside('rev-parse', '--git-dir').catch(() => {
    const hint = 'Give the folder of a clone, with its ".git" in it.';
    throw new Refusal(`"${folder}" is not a git repository`, hint);
  });
  if ((await inside('rev-parse', '--is-shallow-repository')) === 'true') {
    const hint = 'Fetch the rest first: git fetch --unshallow.';
    throw new Refusal(`"${folder}" is a shallow clone, where branches have no common past`, hint);
  }
  const head = await inside('symbolic-ref', '--short', 'refs/remotes/origin/HEAD').catch(() => '');
  return {
    slug: slugOf(await inside('config', 'remote.origin.url').catch(() => ''), folder),
    defaultBranch: head.replace(/^origin\//, '') || undefined,
    copyInto: async (gitDir) => {
      const fetch = ['--git-dir', gitDir, 'fetch', '--quiet', '--no-tags', '--update-head-ok'];
      const remote = ['+refs/remotes/origin/*:refs/heads/*', '^refs/remotes/origin/HEAD'];
      for (const refs of [remote, ['+refs/heads/*:refs/heads/*']]) {
        await git(...fetch, folder, ...refs);
      }
    },
    branches: async (gitDir) => {
      const list = ['for-each-ref', '--format=%(refname:lstrip=2)', 'refs/heads'];
      return (await git('--git-dir', gitDir, ...list)).split('\n').filter((name) => name !== '');
    },
    rewind: async (...[gitDir, branch, sha]) => {
      await git('--git-dir', gitDir, 'update-ref', `refs/heads/${branch}`, sha);
    },
  };
}

/** GitHub's conditions on `github.repository` should see the true name. */
function slugOf(url: string, folder: string): string {
  const [, owner, name] = /[/:]([\w-][\w.-]*)\/([\w-][\w.-]*?)(?:\.git)?\/?$/.exec(url) ?? [];
  if (owner && name) return `${owner}/${name}`;
  return `rehearsal/${
    basename(folder)
      .replaceAll(/[^\w.-]/g, '-')
      .replace(/^\.+/, '') || 'shop'
  }`;
}

const gitWith =
  (config: string): Git =>
  async (...args) => {
    const env = {
      PATH: process.env['PATH'],
      LC_ALL: 'C',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: config,
      GIT_OPTIONAL_LOCKS: '0',
    };
    return (await execute('git', [...args], { env, maxBuffer: 64 * 1024 * 1024 })).stdout.trim();
  };
