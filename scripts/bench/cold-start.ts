import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { root } from '../actions.ts';
import { type Row, timed } from './interleaved.ts';
import { kept, printTable } from './table.ts';

const rounds = 40;

/**
 * The smallest real job of each action against bare Node, from spawn to exit. Run it on a
 * machine that does nothing else: the more a process does, the more other work slows it down.
 */
export async function coldStart(): Promise<void> {
  const server = createServer((_request, response) => response.end('ok'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const rows: readonly Row[] = [
    { name: 'bare node', command: [process.execPath, '-e', ''] },
    {
      name: 'health-check, one success asked and there',
      command: [process.execPath, join(root, 'actions/health-check/dist/index.js')],
      env: {
        INPUT_URL: `http://127.0.0.1:${port}/`,
        'INPUT_ALLOW-PRIVATE': 'true',
        'INPUT_CONSECUTIVE-SUCCESSES': '1',
        'INPUT_STABLE-FOR': '0s',
      },
      budget: 2.5,
    },
  ];
  const times = await timed(rows, rounds);
  server.close();
  server.closeAllConnections();
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
