import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { railwayApi } from '../../packages/testing/src/fake-railway-api.ts';
import { sandboxRepository } from '../../packages/testing/src/sandbox-repository.ts';
import { root } from '../actions.ts';
import { fromMemory } from './from-memory.ts';
import { type Row, timed } from './interleaved.ts';
import { kept, printTable } from './table.ts';

const rounds = 40;

interface Job extends AsyncDisposable {
  readonly rows: readonly Row[];
}

/**
 * The smallest real job of each action against bare Node, from spawn to exit, with the files for
 * outputs and summary that the runner gives. Answers come from memory. Run it on a machine that
 * does nothing else: the more a process does, the more other work slows it down.
 */
export async function coldStart(): Promise<void> {
  await using healthCheck = await healthCheckJob();
  await using railway = await railwayJob();
  await using gitHub = await gitHubJobs();
  const rows: readonly Row[] = [
    { name: 'bare node', command: [process.execPath, '-e', ''] },
    ...healthCheck.rows,
    ...railway.rows,
    ...gitHub.rows,
  ];
  const times = await timed(rows, rounds);
  const ratio = (index: number, of: 'medianMs' | 'fastestMs'): number =>
    (times[index]?.[of] ?? 0) / (times[0]?.[of] ?? 1);
  printTable(`Cold start: whole process, ${rounds} interleaved rounds`, [
    ['process', 'fastest ms', 'times bare node', 'median ms', 'times bare node', 'budget', ''],
    ...rows.map(({ name, budget }, index) => [
      name,
      (times[index]?.fastestMs ?? 0).toFixed(1),
      ratio(index, 'fastestMs').toFixed(2),
      (times[index]?.medianMs ?? 0).toFixed(1),
      ratio(index, 'medianMs').toFixed(2),
      ...(budget === undefined ? [] : [`${budget}`, kept(ratio(index, 'medianMs') <= budget)]),
    ]),
  ]);
}

const bundle = (name: string): readonly [string, string] => [
  process.execPath,
  join(root, 'actions', name, 'dist/index.js'),
];

async function healthCheckJob(): Promise<Job> {
  const server = createServer((_request, response) => response.end('ok'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const env = {
    INPUT_URL: `http://127.0.0.1:${port}/`,
    'INPUT_ALLOW-PRIVATE': 'true',
    'INPUT_CONSECUTIVE-SUCCESSES': '1',
    'INPUT_STABLE-FOR': '0s',
  };
  const name = 'health-check, one success asked and there';
  return {
    rows: [{ name, command: bundle('health-check'), env, budget: 2.5 }],
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function railwayJob(): Promise<Job> {
  const commit = 'a'.repeat(40);
  const token = 'bench-token-0123456789';
  const trigger = { repository: 'acme/shop', branch: 'main', waitsForCi: false };
  const api = await railwayApi({
    world: {
      project: 'shop',
      environment: 'production',
      services: [{ name: 'web', trigger, healthcheckPath: '/health' }],
      deployments: [{ id: 'web-1', service: 'web', commit, history: [[0, 'SUCCESS']] }],
    },
    startMs: Date.now() - 60_000,
    nowMs: () => Date.now(),
    projectToken: token,
  });
  const memory = await fromMemory(api.url);
  const env = {
    'INPUT_RAILWAY-TOKEN': token,
    'INPUT_API-URL': `${memory.url}/graphql/v2`,
    INPUT_SETTLE: '0s',
    GITHUB_REPOSITORY: 'acme/shop',
    GITHUB_EVENT_NAME: 'push',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_SHA: commit,
  };
  const name = 'railway-wait-deploy, already SUCCESS';
  return {
    rows: [{ name, command: bundle('railway-wait-deploy'), env, budget: 2.8 }],
    [Symbol.asyncDispose]: async () => {
      memory.close();
      await api[Symbol.asyncDispose]();
    },
  };
}

/** Both branches at the same commit. */
async function gitHubJobs(): Promise<Job> {
  const repository = await sandboxRepository();
  const commit = await repository.seed('main', { 'app.js': 'one\n' });
  const place = { owner: 'acme', repo: 'shop' };
  const { rest } = repository.person;
  await rest.git.createRef({ ...place, ref: 'refs/heads/staging', sha: commit });
  const { origin } = new URL(repository.sandbox.urls.api);
  const memory = await fromMemory(origin);
  // Without what hurries the clock in tests: it costs a start of its own.
  const { NODE_OPTIONS: _, ...own } = repository.env;
  const env = Object.fromEntries(
    Object.entries({ ...own, 'INPUT_GITHUB-TOKEN': repository.runToken }).map(([name, value]) => [
      name,
      value.replaceAll(origin, memory.url),
    ]),
  );
  const job = (name: string): Row => ({
    name: `${name}, nothing to do`,
    command: bundle(name),
    env,
    budget: 3.5,
  });
  return {
    rows: [job('create-release-pr'), job('sync-staging')],
    [Symbol.asyncDispose]: async () => {
      memory.close();
      await repository[Symbol.asyncDispose]();
    },
  };
}
