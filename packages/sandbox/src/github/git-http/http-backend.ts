/** `git http-backend` as a CGI program: https://git-scm.com/docs/git-http-backend */
import { spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
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
  readonly body: Buffer;
}

/** Runs to the end before answering, so that what follows a push is true when its answer arrives. */
export async function runHttpBackend(cgi: CgiRequest): Promise<CgiResponse> {
  const child = spawn('git', ['http-backend'], {
    env: cgiEnvironment(cgi),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const errors: Buffer[] = [];
  const chunks: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const exited = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  await Promise.all([feed(cgi.request, child.stdin), exited]);
  const code = await exited;
  if (code !== 0 && chunks.length === 0) {
    throw new Error(`git http-backend exited with ${code}: ${Buffer.concat(errors)}`);
  }
  return parseCgi(Buffer.concat(chunks));
}

/** git may answer and leave before it has read everything; that is no failure of ours. */
async function feed(request: Request, stdin: NodeJS.WritableStream): Promise<void> {
  const { body } = request;
  const source = body ? Readable.fromWeb(body as ReadableStream) : Readable.from([]);
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

function parseCgi(output: Buffer): CgiResponse {
  const gap = output.indexOf('\r\n\r\n');
  const fields = output
    .toString('latin1', 0, gap)
    .split('\r\n')
    .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]);
  const { Status: status = '200', ...headers } = Object.fromEntries(fields) as Record<
    string,
    string
  >;
  return { status: Number.parseInt(status, 10), headers, body: output.subarray(gap + 4) };
}
