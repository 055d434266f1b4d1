/** A GitHub with one repository, two people and a clone, for the tests of this folder. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Actor, GitHubEvent } from '../ports.ts';
import { gitEnvironment } from './git/git-process.ts';
import type { GitHubOptions, GitHubSandbox, RepositorySettings } from './index.ts';
import { startGitHub } from './index.ts';

/** JSON as a test reads it: any path may be asked for. */
export type Json = { readonly [key: string]: Json } & {
  readonly [index: number]: Json;
} & Primitive;
type Primitive = { valueOf(): unknown };

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
}

export interface GitRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface TestBed extends AsyncDisposable {
  readonly github: GitHubSandbox;
  readonly events: GitHubEvent[];
  /** Admin who made the repository. */
  readonly ada: string;
  /** Has write access. */
  readonly bob: string;
  readonly folder: string;
  readonly clone: string;
  /** Below `/repos/acme/shop`, as Ada unless told otherwise. */
  api(method: string, path: string, options?: { body?: unknown; token?: string }): Promise<Answer>;
  graphql(query: string, variables?: object, token?: string): Promise<Json>;
  git(args: readonly string[], options?: { token?: string; cwd?: string }): Promise<GitRun>;
  /** Commits one file in the clone on its present branch. */
  commit(path: string, content: string, message?: string): Promise<string>;
  /** Commits files on a new branch of `from` and pushes it; returns its tip. */
  branch(name: string, from: string, files: Readonly<Record<string, string>>): Promise<string>;
}

export const person = (login: string, admin = false): Actor => ({
  login,
  type: 'User',
  token: 'user',
  admin,
});

export async function openTestBed(
  settings: Partial<RepositorySettings> = {},
  options: Omit<GitHubOptions, 'root'> = {},
): Promise<TestBed> {
  const folder = await mkdtemp(join(tmpdir(), 'github-sandbox-'));
  const github = await startGitHub({ root: join(folder, 'repositories'), ...options });
  const events: GitHubEvent[] = [];
  github.onEvent((event) => events.push(event));
  github.createRepository({ repository: 'acme/shop', defaultBranch: 'main', settings });
  const ada = github.createActor(person('ada', true));
  const bob = github.createActor(person('bob'));
  const clone = join(folder, 'clone');
  const git: TestBed['git'] = (args, { token = ada, cwd = clone } = {}) => runGit(args, token, cwd);
  const commit = committer(git, clone);
  await git(['init', '--quiet', '--initial-branch=main', clone], { cwd: folder });
  await git(['remote', 'add', 'origin', `${github.urls.server}/acme/shop.git`]);
  await commit('app.txt', 'one\n', 'Start the shop');
  await git(['push', '--quiet', github.gitDir('acme/shop'), 'main']);
  return {
    github,
    events,
    ada,
    bob,
    folder,
    clone,
    git,
    commit,
    api: (method, path, { body, token = ada } = {}) =>
      call({ method, url: `${github.urls.api}/repos/acme/shop${path}`, body, token }),
    graphql: async (query, variables = {}, token = ada) => {
      const body = { query, variables };
      return (await call({ method: 'POST', url: github.urls.graphql, body, token })).body;
    },
    branch: async (name, from, files) => {
      await git(['checkout', '--quiet', '-B', name, from]);
      const shas: string[] = [];
      for (const [path, content] of Object.entries(files)) shas.push(await commit(path, content));
      await git(['push', '--quiet', '--force', 'origin', name]);
      return shas.at(-1) ?? '';
    },
    [Symbol.asyncDispose]: async () => {
      await github.close().finally(() => rm(folder, { recursive: true, force: true }));
    },
  };
}

const committer =
  (git: TestBed['git'], clone: string): TestBed['commit'] =>
  async (path, content, message = `Change ${path}`) => {
    await writeFile(join(clone, path), content);
    await git(['add', '--', path]);
    await git(['commit', '--quiet', '-m', message]);
    return (await git(['rev-parse', 'HEAD'])).stdout.trim();
  };

export async function call(request: {
  method: string;
  url: string;
  body?: unknown;
  token?: string;
}): Promise<Answer> {
  const { method, url, body, token } = request;
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await fetch(url, { method, headers, ...sent });
  const text = await answer.text();
  const parsed = (text === '' ? null : JSON.parse(text)) as Json;
  return { status: answer.status, headers: answer.headers, body: parsed };
}

/** The token travels by environment, as the actions send it. */
function runGit(args: readonly string[], token: string, cwd: string): Promise<GitRun> {
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  const settings: [string, string][] = [
    ['http.extraHeader', `Authorization: Basic ${basic}`],
    ['user.name', 'ada'],
    ['user.email', 'ada@example.test'],
    ['commit.gpgSign', 'false'],
  ];
  const env = Object.fromEntries(
    settings.flatMap(([key, value], at) => [
      [`GIT_CONFIG_KEY_${at}`, key],
      [`GIT_CONFIG_VALUE_${at}`, value],
    ]),
  );
  const count = String(settings.length);
  return new Promise((resolve, reject) => {
    const child = spawn('git', args, {
      cwd,
      env: { ...gitEnvironment(), ...env, GIT_CONFIG_COUNT: count },
    });
    const out = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk) => {
      out.stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      out.stderr += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...out }));
  });
}

/** Protection as Release Train's users have it: pull request, one approval, a check, linear. */
export const protect = (bed: TestBed, branch: string, over: object = {}): Promise<Answer> =>
  bed.api('PUT', `/branches/${encodeURIComponent(branch)}/protection`, {
    body: {
      required_status_checks: { strict: false, contexts: ['test'] },
      enforce_admins: true,
      required_pull_request_reviews: { required_approving_review_count: 1 },
      restrictions: null,
      required_linear_history: true,
      ...over,
    },
  });
