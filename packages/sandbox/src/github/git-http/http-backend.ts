/** `git http-backend` as a CGI program: https://git-scm.com/docs/git-http-backend */
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import { gitEnvironment } from '../git/git-process.ts';

export interface CgiRequest {
  readonly request: Request;
  readonly projectRoot: string;
  /** `/owner/name.git/git-upload-pack`. */
  readonly pathInfo: string;
  readonly user: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface CgiResponse {
  readonly status: number;
  readonly headers: Record<string, string>;
  /** Ends when git is done. */
  readonly body: ReadableStream<Uint8Array>;
}

/** Starts git on a request and answers as soon as its headers are there. */
export async function runHttpBackend(cgi: CgiRequest): Promise<CgiResponse> {
  const child = spawn('git', ['http-backend'], { env: cgiEnvironment(cgi) });
  const errors: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  const fed = feed(cgi.request, child.stdin);
  const head = await readHead(child);
  await fed;
  if (head === null) throw new Error(`git http-backend failed: ${Buffer.concat(errors)}`);
  return { ...parseHead(head), body: webStreamOf(child.stdout) };
}

/** Node's own `Readable.toWeb` throws past every handler where a client leaves between two chunks. */
export const webStreamOf = (stdout: Readable): ReadableStream<Uint8Array> =>
  ReadableStream.from(stdout);

/** git may answer and leave before it has read everything; that is no failure of ours. */
async function feed(request: Request, stdin: NodeJS.WritableStream): Promise<void> {
  const { body } = request;
  // Two declarations of the same web stream: undici's global one and node:stream/web's.
  const source = body ? Readable.fromWeb(body as NodeStream) : Readable.from([]);
  await pipeline(source, stdin).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  });
}

function cgiEnvironment({ request, projectRoot, pathInfo, user, env }: CgiRequest) {
  const header = (name: string) => request.headers.get(name) ?? '';
  const length = header('content-length');
  return {
    ...gitEnvironment(),
    GIT_PROJECT_ROOT: projectRoot,
    GIT_HTTP_EXPORT_ALL: '1',
    REQUEST_METHOD: request.method,
    PATH_INFO: pathInfo,
    QUERY_STRING: new URL(request.url).search.slice(1),
    CONTENT_TYPE: header('content-type'),
    HTTP_CONTENT_ENCODING: header('content-encoding'),
    GIT_PROTOCOL: header('git-protocol'),
    REMOTE_USER: user,
    REMOTE_ADDR: '127.0.0.1',
    ...(length === '' ? {} : { CONTENT_LENGTH: length }),
    ...env,
  };
}

const GAP = '\r\n\r\n';

/** Reads to the empty line and gives the rest back to the stream; null where there is none. */
async function readHead({ stdout }: ChildProcessWithoutNullStreams): Promise<string | null> {
  const chunks: Buffer[] = [];
  for await (const chunk of stdout.iterator({ destroyOnReturn: false })) {
    chunks.push(chunk as Buffer);
    const all = Buffer.concat(chunks);
    const gap = all.indexOf(GAP);
    if (gap === -1) continue;
    stdout.unshift(all.subarray(gap + GAP.length));
    return all.toString('latin1', 0, gap);
  }
  return null;
}

function parseHead(head: string): Omit<CgiResponse, 'body'> {
  const fields = new Headers(
    head.split('\r\n').map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).trim()];
    }),
  );
  const status = Number.parseInt(fields.get('status') ?? '200', 10);
  fields.delete('status');
  return { status, headers: Object.fromEntries(fields) };
}
