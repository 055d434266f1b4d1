/** Two containers behind one address: who sees the new one when the edge points to it? */
import { Agent, createServer, get } from 'node:http';
import { type AddressInfo, connect, createServer as createEdge, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../actions.ts';
import { finish, type Row } from './interleaved.ts';
import { printTable } from './table.ts';

const cutOverMs = 3_000;
const everyMs = 250;
const [old, fresh] = ['0'.repeat(40), 'f'.repeat(40)];

/** The edge sends new connections to where it points, and leaves the open ones where they are. */
export async function cutOver(): Promise<void> {
  const seen: string[] = [];
  const [before, after] = await Promise.all([containerOf(old, seen), containerOf(fresh, seen)]);
  const target = { port: before.port };
  const edge = await listening(
    createEdge((socket) => {
      const upstream = connect(target.port, '127.0.0.1');
      for (const one of [socket, upstream]) one.on('error', () => {});
      socket.pipe(upstream).pipe(socket);
    }),
  );
  const url = `http://127.0.0.1:${edge.port}/`;
  const end = new AbortController();
  const clients = [keepAlive(url, end.signal), builtInFetch(url, end.signal)];
  setTimeout(() => Object.assign(target, { port: after.port }), cutOverMs);
  const { exitCode, ms } = await finish(healthCheckOf(url));
  await sleep(1_000);
  end.abort();
  const answers = await Promise.all(clients);
  for (const { server } of [edge, before, after]) server.close();
  before.close();
  after.close();
  const count = (of: readonly string[], text: string): string =>
    `${of.filter((one) => one === text).length}`;
  printTable(`Cut-over after ${cutOverMs} ms, a request every ${everyMs} ms`, [
    ['client', 'answers of the old', 'answers of the new', 'last answer from', ''],
    ...['node:http with keep-alive', 'built-in fetch'].map((name, index) => {
      const of = answers[index] ?? [];
      return [name, count(of, old), count(of, fresh), of.at(-1) === fresh ? 'new' : 'old', ''];
    }),
    [
      'health-check',
      count(seen, old),
      count(seen, fresh),
      seen.at(-1) === fresh ? 'new' : 'old',
      `exit ${exitCode} after ${ms.toFixed(0)} ms, stable for 2 s`,
    ],
  ]);
}

const healthCheckOf = (url: string): Row => ({
  name: 'health-check',
  command: [process.execPath, join(root, 'actions/health-check/dist/index.js')],
  env: {
    INPUT_URL: url,
    INPUT_INTERVAL: `${everyMs}ms`,
    INPUT_TIMEOUT: '20s',
    'INPUT_ALLOW-PRIVATE': 'true',
    'INPUT_STABLE-FOR': '2s',
    'INPUT_EXPECT-REVISION': fresh,
    'INPUT_REVISION-FROM': 'text',
  },
});

/** Remembers what it told to probes, which name themselves. */
async function containerOf(revision: string, seen: string[]) {
  const server = createServer((request, response) => {
    if (request.headers['user-agent'] === 'release-train-probe') seen.push(revision);
    response.end(revision);
  });
  return { ...(await listening(server)), close: () => server.closeAllConnections() };
}

async function listening(server: Server): Promise<{ server: Server; port: number }> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, port: (server.address() as AddressInfo).port };
}

async function keepAlive(url: string, signal: AbortSignal): Promise<readonly string[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const text = (): Promise<string> =>
    new Promise((resolve, reject) => {
      get(url, { agent }, (response) => response.setEncoding('utf8').on('data', resolve)).on(
        'error',
        reject,
      );
    });
  return asking(text, signal).finally(() => agent.destroy());
}

const builtInFetch = (url: string, signal: AbortSignal): Promise<readonly string[]> =>
  asking(async () => (await fetch(url)).text(), signal);

async function asking(
  text: () => Promise<string>,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const answers: string[] = [];
  while (!signal.aborted) {
    answers.push(await text());
    await sleep(everyMs);
  }
  return answers;
}
