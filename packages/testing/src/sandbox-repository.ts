/** A repository on the sandbox's GitHub, with the hands of a person who may do everything. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getOctokit } from '@actions/github';
import { fetchLikeIn } from '@release-train/http';
import { CLOCK_VARIABLE, formatClock, simulatedMs } from '@release-train/sandbox/clock';
import { type GitHubSandbox, startGitHub } from '@release-train/sandbox/github';

type Settings = NonNullable<Parameters<GitHubSandbox['createRepository']>[0]['settings']>;
/** Habits and limits of the GitHub, its time, and a desk of faults it shares. */
type Temper = Pick<Parameters<typeof startGitHub>[0], 'habits' | 'limits' | 'now' | 'faults'>;

export interface SandboxRepository extends AsyncDisposable {
  readonly sandbox: GitHubSandbox;
  /** `owner/name`. */
  readonly name: string;
  /** A person's token, and one of a workflow run with write permissions. */
  readonly personToken: string;
  readonly runToken: string;
  readonly person: ReturnType<typeof getOctokit>;
  /** The hands of somebody else who may write. */
  colleague(login: string): ReturnType<typeof getOctokit>;
  /** Commits a whole tree to a branch; a new branch starts at `from`. */
  seed(branch: string, files: Readonly<Record<string, string>>, from?: string): Promise<string>;
  merge(number: number, method: 'merge' | 'squash' | 'rebase'): Promise<string>;
  tip(branch: string): Promise<string | undefined>;
  /** What a step of a job in this repository finds in its environment. */
  readonly env: Readonly<Record<string, string>>;
}

const place = { owner: 'acme', repo: 'shop' };
const name = 'acme/shop';

export async function sandboxRepository(
  settings: Settings = {},
  temper: Temper = {},
): Promise<SandboxRepository> {
  const root = await mkdtemp(join(tmpdir(), 'sandbox-repository-'));
  // Pauses between writes and looks pass twenty times as fast, and so does the hour of a limit.
  const clock = { realEpochMs: Date.now(), simulatedEpochMs: Date.now(), speed: 20 };
  const now = (): number => simulatedMs(clock, Date.now());
  const sandbox = await startGitHub({ root, now, ...temper });
  const allowed = { actionsMayCreatePullRequests: true, ...settings };
  sandbox.createRepository({ repository: name, defaultBranch: 'main', settings: allowed });
  const ada = { login: 'ada', type: 'User', token: 'user', admin: true } as const;
  const personToken = sandbox.createActor(ada);
  const person = client(personToken, sandbox);
  return {
    sandbox,
    name,
    personToken,
    runToken: sandbox.issueRunToken(name, { contents: 'write', 'pull-requests': 'write' }),
    person,
    colleague: (login) => {
      const token = sandbox.createActor({ login, type: 'User', token: 'user', admin: false });
      return client(token, sandbox);
    },
    seed: (branch, files, from) => seed(person, { branch, files, from: from ?? branch }),
    merge: async (number, method) => {
      const wanted = { ...place, pull_number: number, merge_method: method };
      return (await person.rest.pulls.merge(wanted)).data.sha;
    },
    tip: (branch) => tip(person, branch),
    env: environment(sandbox, formatClock(clock)),
    [Symbol.asyncDispose]: async () => {
      await sandbox.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

type Person = SandboxRepository['person'];

/** Each request has its own connection: one kept alive may be to a sandbox that had the same port. */
const client = (token: string, { urls }: GitHubSandbox): Person =>
  getOctokit(token, { baseUrl: urls.api, request: { fetch: fetchLikeIn({}) } });

async function tip(person: Person, branch: string): Promise<string | undefined> {
  const { data } = await person.rest.git.listMatchingRefs({ ...place, ref: `heads/${branch}` });
  return data.find(({ ref }) => ref === `refs/heads/${branch}`)?.object.sha;
}

async function seed(
  person: Person,
  wanted: { branch: string; files: Readonly<Record<string, string>>; from: string },
): Promise<string> {
  const [current, parent] = [await tip(person, wanted.branch), await tip(person, wanted.from)];
  const entries = Object.entries(wanted.files).map(
    ([path, content]) => ({ path, content, mode: '100644', type: 'blob' }) as const,
  );
  const tree = await person.rest.git.createTree({ ...place, tree: entries });
  const commit = await person.rest.git.createCommit({
    ...place,
    message: `Change ${wanted.branch}`,
    tree: tree.data.sha,
    parents: parent ? [parent] : [],
  });
  const { sha } = commit.data;
  if (current) await person.rest.git.updateRef({ ...place, ref: `heads/${wanted.branch}`, sha });
  else await person.rest.git.createRef({ ...place, ref: `refs/heads/${wanted.branch}`, sha });
  return sha;
}

const environment = ({ urls }: GitHubSandbox, clock: string): Record<string, string> => ({
  GITHUB_REPOSITORY: name,
  GITHUB_SERVER_URL: urls.server,
  GITHUB_API_URL: urls.api,
  GITHUB_GRAPHQL_URL: urls.graphql,
  GITHUB_RUN_ID: '1',
  NODE_OPTIONS: `--import=${new URL('../../sandbox/src/scale-time.ts', import.meta.url)}`,
  [CLOCK_VARIABLE]: clock,
});
