import type { IncomingMessage } from 'node:http';
import type { Readable, Transform } from 'node:stream';
import { ProbeRefusal } from './failure.ts';
import { zlib } from './lazy-builtins.ts';

const mostBytes = 1024 * 1024;

const inflaters = new Map<string, () => Transform>([
  ['gzip', () => zlib().createGunzip()],
  ['deflate', () => zlib().createInflate()],
  ['br', () => zlib().createBrotliDecompress()],
]);

/** The body as text, inflated where the server compressed it unasked; at most 1 MiB inflated. */
export async function readBody(incoming: IncomingMessage, method: string): Promise<string> {
  const chunks: Buffer[] = [];
  const size = { bytes: 0 };
  for await (const chunk of hasBody(incoming, method) ? inflated(incoming) : incoming) {
    const bytes = Buffer.from(chunk);
    size.bytes += bytes.length;
    if (size.bytes > mostBytes) {
      incoming.destroy();
      throw new ProbeRefusal('body-too-large', 'the body is larger than 1 MiB', false);
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/^\ufeff/, '');
}

// These carry the headers of a body that does not come.
const hasBody = ({ statusCode = 0 }: IncomingMessage, method: string): boolean =>
  method !== 'HEAD' && statusCode !== 204 && statusCode !== 304;

function inflated(incoming: IncomingMessage): Readable {
  const inflate = inflaters.get(incoming.headers['content-encoding']?.toLowerCase() ?? 'identity');
  if (!inflate) return incoming;
  const stream = inflate();
  // `pipe` does not carry errors over; without this a reset would be an endless wait.
  incoming.on('error', (error) => stream.destroy(error));
  return incoming.pipe(stream);
}
