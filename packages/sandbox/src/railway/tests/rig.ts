/** The rig of the adapter tests: torn down with its test; and a GitHub that records. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { openRig, type RigOptions } from './open-rig.ts';

export * from './open-rig.ts';

export async function startRig(options: RigOptions = {}) {
  const rig = await openRig(options);
  onTestFinished(() => rig[Symbol.asyncDispose]());
  return rig;
}

export interface RecordedCall {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A GitHub that writes down what it is told and answers with the given check suites. */
export async function startGitHub() {
  const calls: RecordedCall[] = [];
  const suites: { app: { slug: string }; status: string; conclusion: string | null }[] = [];
  const server = createServer(async (request, response) => {
    const chunks = await request.toArray();
    const text = Buffer.concat(chunks).toString();
    const [path = ''] = (request.url ?? '').split('?');
    calls.push({
      method: request.method ?? '',
      path,
      authorization: request.headers.authorization,
      body: text ? JSON.parse(text) : {},
    });
    response.setHeader('content-type', 'application/json');
    if (request.method === 'GET') {
      response.end(JSON.stringify({ total_count: suites.length, check_suites: suites }));
    } else response.writeHead(201).end(JSON.stringify({ id: calls.length }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v3`;
  return { calls, suites, connection: { urls: { api }, token: () => 'app-token' } };
}
