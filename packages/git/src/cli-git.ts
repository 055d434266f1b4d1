import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, retry } from '@release-train/polling';
import { cliRepository } from './cli-repository.ts';
import type { Git, GitRepository } from './git.ts';
import { GitError } from './git-error.ts';
import { type GitPatience, gitGroups, usualPatience } from './git-group.ts';
import { gitIn, type Remote, type RunGit } from './git-process.ts';
import { bytesGitIn } from './git-stream.ts';
import { whenUnreachable } from './when-unreachable.ts';

export interface CliGitOptions extends Remote {
  readonly clock: Clock;
  /** The environment to take PATH, proxies and certificates from, usually `process.env`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** How long git may hang; `usualPatience` where nothing is told. */
  readonly patience?: Partial<GitPatience>;
}

/** Git over the git command line (2.38 or later), in a folder of its own that does not stay. */
export const cliGit = (options: CliGitOptions): Git => ({
  clone: (branches) => clone(options, branches),
});

async function clone(options: CliGitOptions, branches: readonly string[]): Promise<GitRepository> {
  const folder = await mkdtemp(join(options.env['RUNNER_TEMP'] ?? tmpdir(), 'release-train-git-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const patience = { ...usualPatience, ...options.patience };
    const place = { folder, remote: options, env: options.env, patience, groups: gitGroups() };
    const git = gitIn(place);
    await Promise.all([assertVersion(git), git(['init', '--quiet', '--bare', '--template='])]);
    await fetchBranches(options, git, branches);
    const bytes = bytesGitIn(place);
    const network = { clock: options.clock, pushMs: patience.pushMs };
    return cliRepository({ folder, git, bytes, tips: await readTips(git), network, remove });
  } catch (error) {
    await remove();
    throw error;
  }
}

async function assertVersion(git: RunGit): Promise<void> {
  const { stdout } = await git(['version']);
  if (isSupported(stdout)) return;
  throw new GitError('git-too-old', `git 2.38 or later is needed, this runner has "${stdout}"`, {
    hint: 'Update git on the runner; GitHub-hosted runners have a recent one.',
  });
}

/** `git version 2.39.5 (Apple Git-154)` → true. */
export function isSupported(version: string): boolean {
  const [major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(version) ?? []).slice(1).map(Number);
  return major > 2 || (major === 2 && minor >= 38);
}

/** A read, so a server that fails in passing is asked again. Its progress is its sign of life. */
async function fetchBranches(
  { clock }: CliGitOptions,
  git: RunGit,
  branches: readonly string[],
): Promise<void> {
  const refspecs = branches.map((branch) => `+refs/heads/${branch}:refs/heads/${branch}`);
  const flags = ['--progress', '--no-tags', '--no-write-fetch-head', '--filter=blob:none'];
  await retry(clock, whenUnreachable, () =>
    git(['fetch', ...flags, 'origin', ...refspecs], {
      what: `cloning ${branches.map((branch) => `"${branch}"`).join(' and ')}`,
    }),
  );
}

async function readTips(git: RunGit): Promise<Map<string, string>> {
  const { stdout } = await git(['for-each-ref', '--format=%(objectname) %(refname:lstrip=2)']);
  const lines = stdout.split('\n').filter((line) => line !== '');
  return new Map(lines.map((line) => [line.slice(41), line.slice(0, 40)]));
}
