/** health-check against servers that mean harm: how long it takes and how much memory. */

import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { root } from '../actions.ts';
import { finish, reportUsage } from './interleaved.ts';
import { kept, printTable } from './table.ts';

const ok = 'HTTP/1.1 200 OK\r\n';
const deadlineMs = 5_000;

/** Sends the same piece again and again, as fast as it is taken. */
const endless = (head: string, piece: string) => (socket: Socket) => {
  socket.write(head);
  const more = (): void => {
    while (!socket.destroyed && socket.write(piece));
    if (!socket.destroyed) socket.once('drain', more);
  };
  more();
};

const bomb = (encoding: string, compress: (bytes: Buffer) => Buffer) => {
  const bytes = compress(Buffer.alloc(200 * 2 ** 20));
  const head = `${ok}content-encoding: ${encoding}\r\ncontent-length: ${bytes.length}\r\n\r\n`;
  return (socket: Socket): void => {
    socket.write(head);
    socket.write(bytes);
  };
};

const drip = (socket: Socket): void => {
  socket.write(`${ok}\r\n`);
  const timer = setInterval(() => socket.write('.'), 20);
  socket.on('close', () => clearInterval(timer));
};

const servers = (): Record<string, (socket: Socket) => void> => ({
  'answers well': (socket) => socket.end(`${ok}\r\nok`),
  silence: () => {},
  'slow drip': drip,
  'endless headers': endless(ok, `x-header: ${'y'.repeat(1_000)}\r\n`),
  'endless early hints': endless('', 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'),
  'endless body': endless(`${ok}\r\n`, 'z'.repeat(65_536)),
  'endless chunks of one byte': endless(`${ok}transfer-encoding: chunked\r\n\r\n`, '1\r\nz\r\n'),
  'gzip bomb, 200 MiB inflated': bomb('gzip', gzipSync),
  'brotli bomb, 200 MiB inflated': bomb('br', brotliCompressSync),
  'redirect loop': (socket) =>
    socket.end('HTTP/1.1 302 Found\r\nlocation: /again\r\ncontent-length: 0\r\n\r\n'),
  'deep JSON': (socket) => socket.end(`${ok}\r\n${'['.repeat(1_000_000)}`),
  'reset at once': (socket) => socket.resetAndDestroy(),
  'half-closed at once': (socket) => socket.end(),
  'reset within its body': (socket) => {
    socket.write(`${ok}content-length: 9\r\n\r\nhalf`);
    setTimeout(() => socket.resetAndDestroy(), 20);
  },
  'a length it does not keep': (socket) => socket.end(`${ok}content-length: 100\r\n\r\nok`),
  'a line break inside a header': (socket) => socket.end(`${ok}x-a: 1\rx-b: 2\r\n\r\nok`),
  'no HTTP at all': (socket) => socket.end('hello\r\n\r\n'),
  'workflow commands and Markdown': (socket) =>
    socket.end(`${ok}\r\n::error::x\n::stop-commands::y\n</details>\n# @octocat\n`),
});

export async function hostileServers(): Promise<void> {
  const rows: string[][] = [];
  for (const [name, act] of Object.entries(servers())) {
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      socket.on('error', () => {});
      socket.once('data', () => act(socket));
    });
    const { ms, maxRssMiB = Number.NaN } = await checked(server);
    rows.push([
      name,
      ms.toFixed(0),
      kept(ms <= deadlineMs + 1_000),
      maxRssMiB.toFixed(0),
      kept(maxRssMiB <= 200),
    ]);
  }
  const limits = `deadline ${deadlineMs} ms (and a second to start and end), 200 MiB`;
  printTable(`Hostile servers: health-check with a probe every 250 ms; ${limits}`, [
    ['server', 'ms', '', 'most RSS MiB', ''],
    ...rows,
  ]);
}

async function checked(server: Server): ReturnType<typeof finish> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const finished = await finish({
    name: 'health-check',
    command: [process.execPath, reportUsage, join(root, 'actions/health-check/dist/index.js')],
    env: {
      INPUT_URL: `http://127.0.0.1:${port}/`,
      INPUT_INTERVAL: '250ms',
      INPUT_TIMEOUT: `${deadlineMs}ms`,
      INPUT_REDIRECTS: 'any',
      'INPUT_EXPECT-BODY': 'ok',
      'INPUT_ALLOW-PRIVATE': 'true',
      'INPUT_CONSECUTIVE-SUCCESSES': '3',
      'INPUT_STABLE-FOR': '1s',
    },
  });
  server.close();
  for (const socket of sockets) socket.destroy();
  return finished;
}
