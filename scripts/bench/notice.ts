/** How soon each waiter notices that a server has become healthy, and with how many requests. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../actions.ts';
import { finish, type Row } from './interleaved.ts';
import { printTable } from './table.ts';

type Mode = 'answers 503' | 'hangs';
type Waiter = (url: string) => Row;

const rounds = [2_300, 3_050, 3_700];
/** How long a waiter may still wait after the server is healthy. */
const patienceMs = 8_000;

export async function notice(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const waiters = waitersOf(folder);
    for (const mode of ['answers 503', 'hangs'] as const) await compare(mode, waiters);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compare(mode: Mode, waiters: readonly Waiter[]): Promise<void> {
  const seen = new Map<string, Noticed[]>();
  for (const healthyAtMs of rounds) {
    // Side by side, each with a server of its own: the same seconds for all.
    await Promise.all(
      waiters.map(async (waiter) => {
        const noticed = await waitFor(mode, healthyAtMs, waiter);
        seen.set(noticed.name, [...(seen.get(noticed.name) ?? []), noticed]);
      }),
    );
  }
  const list = (values: readonly (number | undefined)[]): string =>
    values.map((ms) => (ms === undefined ? 'never' : ms.toFixed(0))).join(', ');
  printTable(
    `Notice: the server ${mode} until it is healthy (ms after that, ${rounds.length} rounds)`,
    [
      ['waiter', 'first good request', 'exit', 'requests'],
      ...[...seen].map(([name, all]) => [
        name,
        list(all.map(({ noticedMs }) => noticedMs)),
        list(all.map(({ exitMs }) => exitMs)),
        list(all.map(({ requests }) => requests)),
      ]),
    ],
  );
}

interface Noticed {
  readonly name: string;
  readonly noticedMs: number | undefined;
  readonly exitMs: number | undefined;
  readonly requests: number;
}

async function waitFor(mode: Mode, healthyAtMs: number, waiter: Waiter): Promise<Noticed> {
  const start = performance.now();
  const seen: { requests: number; goodMs?: number } = { requests: 0 };
  const server = createServer((_request, response: ServerResponse) => {
    seen.requests += 1;
    const sinceMs = performance.now() - start - healthyAtMs;
    if (sinceMs >= 0) {
      seen.goodMs ??= sinceMs;
      response.end('ok');
    } else if (mode === 'answers 503') response.writeHead(503).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const row = waiter(`http://127.0.0.1:${port}/`);
  const { exitCode } = await finish(row, healthyAtMs + patienceMs);
  const exitMs = performance.now() - start - healthyAtMs;
  server.close();
  server.closeAllConnections();
  const isDone = exitCode === 0;
  return {
    name: row.name,
    noticedMs: seen.goodMs,
    exitMs: isDone ? exitMs : undefined,
    requests: seen.requests,
  };
}

function waitersOf(folder: string): Waiter[] {
  const ours = (interval: string): Waiter => {
    const bundle = join(root, 'actions/health-check/dist/index.js');
    return (url) => ({
      name: `health-check, interval ${interval}`,
      command: [process.execPath, bundle],
      env: {
        INPUT_URL: url,
        INPUT_INTERVAL: interval,
        'INPUT_ALLOW-PRIVATE': 'true',
        'INPUT_CONSECUTIVE-SUCCESSES': '1',
        'INPUT_STABLE-FOR': '0s',
      },
    });
  };
  const curl: Waiter = (url) => ({
    name: 'curl --retry 99 --retry-delay 1 --retry-all-errors',
    command: ['curl', '-sf', '--retry', '99', '--retry-delay', '1', '--retry-all-errors', url],
  });
  return [ours('1s'), ours('250ms'), curl, ...waitOn(folder)];
}

/** wait-on, fetched from npm for this run; without a registry the table goes without it. */
function waitOn(folder: string): Waiter[] {
  const version = '9.5.1';
  try {
    const install = [
      'install',
      '--no-audit',
      '--no-fund',
      '--prefix',
      folder,
      `wait-on@${version}`,
    ];
    execFileSync('npm', install, { stdio: 'ignore', timeout: 60_000 });
  } catch {
    console.log(`\nwait-on ${version} cannot be installed here, so it is not in the tables`);
  }
  const program = join(folder, 'node_modules/wait-on/bin/wait-on');
  if (!existsSync(program)) return [];
  return [
    (url) => ({
      name: `wait-on ${version}`,
      command: [process.execPath, program, url.replace('http://', 'http-get://')],
    }),
  ];
}
