/** A real bare repository to clone from and push to. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@release-train/polling';
import { cliGit } from './cli-git.ts';
import type { GitWorld, SeedCommit } from './git.suite.ts';
import { gitGroups, usualPatience } from './git-group.ts';
import { gitIn, type RunGit } from './git-process.ts';

export interface GitRemote extends GitWorld {
  readonly url: string;
  /** Where clones are put. */
  readonly temp: string;
  readonly run: RunGit;
}

export async function gitRemote(): Promise<GitRemote> {
  const root = await mkdtemp(join(tmpdir(), 'git-remote-'));
  const [folder, temp] = [join(root, 'remote.git'), join(root, 'temp')];
  await mkdir(temp);
  const url = `file://${folder}`;
  const run = gitIn({
    folder,
    remote: { url, token: undefined },
    env: process.env,
    patience: usualPatience,
    groups: gitGroups(),
  });
  await run(['init', '--quiet', '--bare']);
  await run(['config', 'uploadpack.allowFilter', 'true']);
  await run(['config', 'uploadpack.allowAnySHA1InWant', 'true']);
  return {
    url,
    temp,
    run,
    git: cliGit({
      url,
      token: undefined,
      clock: systemClock,
      env: { ...process.env, RUNNER_TEMP: temp },
    }),
    seed: (branch, commit) => seed(run, branch, commit),
    remoteTip: (branch) => remoteTip(run, branch),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}

async function remoteTip(run: RunGit, branch: string): Promise<string | undefined> {
  const args = ['rev-parse', '--verify', '--quiet', `refs/heads/${branch}`];
  return (await run(args, { answers: [0, 1] })).stdout.trim() || undefined;
}

/** https://git-scm.com/docs/git-fast-import */
async function seed(run: RunGit, branch: string, commit: SeedCommit): Promise<string> {
  const tip = await remoteTip(run, branch);
  const parents = commit.parents ?? (tip ? [tip] : []);
  const person = `Ada <ada@example.com> ${commit.seconds} +0000`;
  const input = [
    `commit refs/heads/${branch}`,
    `author ${person}`,
    `committer ${person}`,
    data(commit.subject),
    ...parents.map((sha, at) => `${at === 0 ? 'from' : 'merge'} ${sha}`),
    'deleteall',
    ...Object.entries(commit.files).map(
      ([path, text]) => `M 100644 inline ${quoted(path)}\n${data(text)}`,
    ),
    '',
  ].join('\n');
  await run(['fast-import', '--quiet', '--force'], { input });
  return (await remoteTip(run, branch)) ?? '';
}

const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}`;

/** A path already written as a C string (`"\\377"`) is taken as it is. */
const quoted = (path: string): string => (path.startsWith('"') ? path : JSON.stringify(path));
