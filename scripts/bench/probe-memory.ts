import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kept, printTable } from './table.ts';

type Ncc = (input: string, options: Record<string, unknown>) => Promise<{ code: string }>;

/** 20,000 probes one after another, each over a connection of its own, bundled as the actions are. */
export async function probeMemory(): Promise<void> {
  const server = createServer((_request, response) => response.end('ok'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const ncc: Ncc = createRequire(import.meta.url)('@vercel/ncc');
  const source = join(import.meta.dirname, 'probe-loop.ts');
  const { code } = await ncc(source, { quiet: true, transpileOnly: true, target: 'es2022' });
  const loop = join(folder, 'loop.mjs');
  writeFileSync(loop, code);
  const seen = await measured(loop, port);
  rmSync(folder, { recursive: true, force: true });
  server.close();
  const at = (probe: number): number => seen.find(([count]) => count === probe)?.[1] ?? Number.NaN;
  const most = Math.max(...seen.map(([, rss]) => rss));
  printTable(
    'Memory while probing, a new connection each time (budget: 100 MiB, flat from probe 1,000)',
    [
      ['probe', 'RSS MiB'],
      ...seen.map(([count, rss]) => [String(count), rss.toFixed(0)]),
      ['most', `${most.toFixed(0)}, budget ${kept(most <= 100)}`],
      ['growth from 1,000 to 20,000', `${(at(20_000) - at(1_000)).toFixed(0)}`],
    ],
  );
}

async function measured(loop: string, port: number): Promise<[number, number][]> {
  const child = spawn(process.execPath, [loop, String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'] },
  });
  const chunks: Buffer[] = [];
  for await (const chunk of child.stdout) chunks.push(Buffer.from(chunk));
  const lines = Buffer.concat(chunks).toString('utf8').trim().split('\n');
  return lines.map((line) => {
    const [count = '', bytes = ''] = line.split(' ');
    return [Number(count), Number(bytes) / 2 ** 20];
  });
}
