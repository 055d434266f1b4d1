/**
 * A GitHub and a Railway that deploys from it, one release that was good and one that is not: what
 * rolling back needs. Faults strike in both, and requests are counted together. To be opened in a
 * process in sandbox time: the bundle shares its clock.
 */
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLOCK_VARIABLE } from '@release-train/sandbox/clock';
import { FaultDesk } from '@release-train/sandbox/faults';
import { gitSource, type RailwaySandbox, startRailway } from '@release-train/sandbox/railway';
import { app, graphqlClient, instant, web } from '@release-train/sandbox/railway-world';
import { type BundleRun, runBundle } from './run-bundle.ts';
import { type SandboxRepository, sandboxRepository } from './sandbox-repository.ts';

type Files = Readonly<Record<string, string>>;

/** The repository of every release world. */
export const place = { owner: 'acme', repo: 'shop' };
const keepsRunning = 'setInterval(() => {}, 1000); process.on("SIGTERM", () => process.exit(0));';
const behind = ['worker', 'beat'] as const;
const services = [
  web,
  ...behind.map((name) => ({
    name,
    trigger: web.trigger,
    startCommand: ['node', `${name}.mjs`],
    restartPolicyMaxRetries: 0,
  })),
];

const goodFiles: Files = {
  'server.mjs': app('v1'),
  'worker.mjs': keepsRunning,
  'beat.mjs': keepsRunning,
};
/** The web answers well; the worker behind it dies. */
const badFiles: Files = {
  ...goodFiles,
  'server.mjs': app('v2'),
  'worker.mjs': 'setTimeout(() => process.exit(1), 100);',
};

export interface ReleaseWorld extends AsyncDisposable {
  readonly repository: SandboxRepository;
  readonly railway: RailwaySandbox;
  readonly faults: FaultDesk;
  /** Commits of main: the good release and the one that is to be judged. */
  readonly first: string;
  readonly second: string;
  /** Number of the second release's pull request. */
  readonly pull: number;
  /** Public address of the web. */
  readonly url: string;
  /** Runs the monitor on the second release. */
  watch(more?: {
    readonly inputs?: Files;
    readonly env?: Files;
    readonly kill?: AbortSignal;
    readonly terminate?: AbortSignal;
  }): Promise<BundleRun>;
  /** Oldest first. */
  deploymentsOf(service: string): Promise<readonly SeenDeployment[]>;
}

export interface SeenDeployment {
  readonly status: string;
  readonly createdAt: string;
  readonly meta: Readonly<Record<string, unknown>>;
}

export const serviceNames: readonly string[] = services.map(({ name }) => name);

/** @param also what the second release changes besides */
export async function openReleaseWorld(also: Files = {}): Promise<ReleaseWorld> {
  const faults = new FaultDesk();
  const temper = { faults, now: Date.now };
  const repository = await sandboxRepository({ allowRebaseMerge: false }, temper);
  const root = await mkdtemp(join(tmpdir(), 'release-world-'));
  const railway = await startRailway({
    ...{ root, faults, timings: instant, requestsPerSecond: 1000 },
    source: gitSource((name) => repository.sandbox.gitDir(name)),
  });
  repository.sandbox.onEvent(railway.receive);
  const spec = { name: 'shop', environments: [{ name: 'production', services }] };
  const environment = (await railway.createProject(spec)).environments[0];
  if (!environment) throw new Error('the project has no environment');
  const { id: environmentId } = environment;
  const releases = await ship({ repository, railway, environmentId, also });
  const token = railway.createToken({ kind: 'project', environmentId });
  const ask = graphqlClient(railway.apiUrl, { 'project-access-token': token });
  const url = environment.services.find(({ name }) => name === 'web')?.url ?? '';
  const address = { url, 'railway-token': token, 'api-url': railway.apiUrl };
  const runs = runsOf(repository, { ...address, commit: releases.second });
  return {
    ...{ repository, railway, faults, url, ...releases },
    watch: runs,
    deploymentsOf: async (service) => {
      const serviceId = environment.services.find(({ name }) => name === service)?.id;
      const { deployments } = await ask(DEPLOYMENTS, { serviceId });
      const nodes = deployments.edges.map(({ node }: { node: SeenDeployment }) => node);
      return nodes.toSorted((a: SeenDeployment, b: SeenDeployment) =>
        a.createdAt.localeCompare(b.createdAt),
      );
    },
    [Symbol.asyncDispose]: async () => {
      await railway.close();
      await repository[Symbol.asyncDispose]();
      await rm(root, { recursive: true, force: true });
    },
  };
}

interface Shipping {
  readonly repository: SandboxRepository;
  readonly railway: RailwaySandbox;
  readonly environmentId: string;
  readonly also: Files;
}

/** Two releases, the first on record as healthy, as a monitor before this one left it. */
async function ship({ repository, railway, environmentId, also }: Shipping) {
  const { person } = repository;
  const first = await repository.seed('main', goodFiles);
  await deployed(railway);
  const digest = createHash('sha256').update(environmentId).digest('hex').slice(0, 8);
  await person.rest.repos.createCommitStatus({
    ...{ ...place, sha: first, state: 'success', context: 'release-train/monitor' },
    description: `healthy (clean) [${digest}.0123456789ab]`,
  });
  await repository.seed('staging', { ...badFiles, ...also }, 'main');
  const wanted = { ...place, head: 'staging', base: 'main', title: 'Release two' };
  const { data: pull } = await person.rest.pulls.create(wanted);
  const second = await repository.merge(pull.number, 'squash');
  await deployed(railway);
  return { first, second, pull: pull.number };
}

/** GitHub tells of pushes by the way; after that nothing moves any more. */
async function deployed(railway: RailwaySandbox): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 2000));
  await railway.settled();
}

function runsOf(repository: SandboxRepository, known: Files): ReleaseWorld['watch'] {
  const permissions = { contents: 'write', 'pull-requests': 'write', statuses: 'write' } as const;
  const token = repository.sandbox.issueRunToken(repository.name, permissions);
  const schedule = { 'warm-up': '0', grace: '0s', window: '80s' };
  return ({ inputs = {}, env = {}, ...signals } = {}) =>
    runBundle('post-deploy-monitor', {
      inputs: {
        ...{ ...known, ...schedule, 'allow-private': 'true', 'github-token': token },
        ...{ 'on-failure': 'rollback, revert-pr', ...inputs },
      },
      env: {
        ...repository.env,
        [CLOCK_VARIABLE]: process.env[CLOCK_VARIABLE] ?? `${Date.now()},${Date.now()},1`,
        GITHUB_EVENT_NAME: 'workflow_dispatch',
        ...env,
      },
      ...signals,
    });
}

const DEPLOYMENTS = `query ($serviceId: String!) {
  deployments(input: { serviceId: $serviceId }) { edges { node { status createdAt meta } } }
}`;
