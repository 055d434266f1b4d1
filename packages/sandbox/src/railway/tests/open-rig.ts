/** A real bare repository, an app in it, a Railway that deploys it; without a test framework. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { GitHubEvent } from '../../ports.ts';
import {
  type CodeServiceSpec,
  gitSource,
  type RailwayOptions,
  type ServiceSpec,
  startRailway,
} from '../index.ts';
import type { Timings } from '../specification.ts';

export const REPOSITORY = 'acme/shop';

/** No phase takes time: only processes and HTTP do. */
export const instant: Partial<Timings> = {
  initializing: 0,
  build: 0,
  publish: 0,
  deploy: 0,
  healthcheckInterval: 5,
  restart: 0,
  checkSuitesAppear: 0,
};

/** Answers its version; healthy at once, or once the file `gate` exists. */
export const app = (version: string, gate?: string): string => `
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
const gate = ${JSON.stringify(gate ?? null)};
createServer((request, response) => {
  const [path] = request.url.split('?');
  if (path === '/health') response.statusCode = gate && !existsSync(gate) ? 503 : 200;
  if (path === '/broken') response.statusCode = 500;
  response.end(${JSON.stringify(version)});
}).listen(process.env.PORT, () => console.log(${JSON.stringify(`${version} listens`)}));
process.on('SIGTERM', () => process.exit(0));
`;

export const web: CodeServiceSpec = {
  name: 'web',
  trigger: { repository: REPOSITORY, branch: 'main' },
  startCommand: ['node', 'server.mjs'],
  publicDomain: {},
  healthcheckPath: '/health',
};

export type RigOptions = Partial<RailwayOptions> & { readonly services?: readonly ServiceSpec[] };

/** Its owner disposes of it. */
export async function openRig({ services = [web], ...options }: RigOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'railway-'));
  const repository = createRepository(folder);
  const source = gitSource(() => repository.gitDir);
  const railway = await startRailway({
    root: folder,
    source,
    timings: instant,
    requestsPerSecond: 1000,
    ...options,
  });
  const project = await railway.createProject({
    name: 'shop',
    environments: [{ name: 'production', services }],
  });
  const environment = project.environments[0]!;
  const token = railway.createToken({ kind: 'project', environmentId: environment.id });
  const ask = graphqlClient(railway.apiUrl, { 'project-access-token': token });
  const service = (name: string) => environment.services.find((one) => one.name === name)!;
  return {
    folder,
    railway,
    project,
    environment,
    repository,
    service,
    ask,
    url: (path = '/') => `${service('web').url}${path}`,
    push: (files: Readonly<Record<string, string>>, message = 'Change') => {
      const before = repository.tip();
      const sha = repository.commit(files, message);
      railway.receive(pushEvent(before, sha));
      return sha;
    },
    deployments: async (name = 'web') => {
      const { deployments } = await ask(DEPLOYMENTS, { serviceId: service(name).id });
      return (deployments.edges as { node: DeploymentNode }[])
        .map(({ node }) => node)
        .sort((a, b) => a.id.localeCompare(b.id))
        .sort((a, b) => a.createdAt.localeCompare(b.createdAt));
    },
    [Symbol.asyncDispose]: async () => {
      await railway.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface DeploymentNode {
  readonly id: string;
  readonly status: string;
  readonly createdAt: string;
  readonly canRollback: boolean;
  readonly deploymentStopped: boolean;
  readonly meta: Readonly<Record<string, unknown>>;
}

const DEPLOYMENTS = `query ($serviceId: String!) {
  deployments(input: { serviceId: $serviceId }) {
    edges { node { id status createdAt canRollback deploymentStopped meta } }
  }
}`;

/** Sends one operation; throws the first error's message. */
export const graphqlClient =
  (url: string, headers: Readonly<Record<string, string>>) =>
  async (query: string, variables: object = {}) => {
    const { body } = await post(url, headers, { query, variables });
    if (body.errors) throw new Error(body.errors[0].message);
    return body.data;
  };

export async function post(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: object | string,
) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: JSON.parse(await response.text()),
  };
}

export const pushEvent = (before: string, after: string, branch = 'main'): GitHubEvent => ({
  name: 'push',
  repository: REPOSITORY,
  actor: { login: 'octocat', type: 'User', token: 'user', admin: false },
  ref: `refs/heads/${branch}`,
  sha: after,
  payload: { ref: `refs/heads/${branch}`, before, after, deleted: false },
});

function createRepository(folder: string) {
  const gitDir = join(folder, 'shop.git');
  const work = join(folder, 'work');
  const git = (...args: string[]) => {
    const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com'];
    return execFileSync('git', [...identity, ...args], { cwd: work, encoding: 'utf8' }).trim();
  };
  execFileSync('git', ['init', '-q', '--bare', '-b', 'main', gitDir]);
  execFileSync('git', ['init', '-q', '-b', 'main', work]);
  git('commit', '-q', '--allow-empty', '-m', 'Start');
  return {
    gitDir,
    tip: () => git('rev-parse', 'HEAD'),
    commit: (files: Readonly<Record<string, string>>, message: string) => {
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(work, path)), { recursive: true });
        writeFileSync(join(work, path), text);
      }
      git('add', '-A');
      git('commit', '-q', '--allow-empty', '-m', message);
      git('push', '-q', gitDir, 'HEAD:refs/heads/main');
      return git('rev-parse', 'HEAD');
    },
  };
}
