import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { type FaultDesk, faultGate } from '../../faults/index.ts';
import type { Access, Credentials } from './access.ts';
import { badRequest, executeRequest, type GraphQLRequest, railwaySchema } from './execute.ts';
import { type Quota, rateLimiter } from './rate-limit.ts';

/** What was asked of the API; never the token itself. */
export interface RecordedRequest {
  readonly at: number;
  readonly token: Access['kind'];
  readonly operationName: string | undefined;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly status: number;
}

export interface ApiOptions {
  readonly port: number;
  readonly quota: Quota;
  readonly access: (credentials: Credentials) => Access;
  /** Root fields of both operation types, as this caller may see them. */
  readonly root: (access: Access) => unknown;
  readonly record: (request: RecordedRequest) => void;
  readonly faults: FaultDesk;
}

export interface Api {
  readonly url: string;
  close(): Promise<void>;
}

const PATH = '/graphql/v2';

/** `POST /graphql/v2` on loopback, with Railway's rate-limit headers on every answer. */
export async function startApi(options: ApiOptions): Promise<Api> {
  const app = new Hono().use(faultGate(options.faults)).post(PATH, graphqlHandler(options));
  const { port, server } = await new Promise<{ port: number; server: Server }>(
    (resolve, reject) => {
      const listening = serve(
        { fetch: app.fetch, port: options.port, hostname: '127.0.0.1' },
        (address: AddressInfo) => resolve({ port: address.port, server: listening as Server }),
      );
      listening.once('error', reject);
    },
  );
  return {
    url: `http://127.0.0.1:${port}${PATH}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function graphqlHandler(options: ApiOptions) {
  const schema = railwaySchema();
  const allow = rateLimiter(options.quota);
  return async (context: Context): Promise<Response> => {
    const credentials = {
      projectAccessToken: context.req.header('project-access-token'),
      authorization: context.req.header('authorization'),
    };
    const access = options.access(credentials);
    const request = readRequest(await context.req.text());
    const caller = credentials.projectAccessToken ?? credentials.authorization ?? '';
    const { allowed, headers } = allow(caller, Date.now());
    const answer = (status: 200 | 400 | 429, body: object): Response => {
      options.record({
        at: Date.now(),
        token: access.kind,
        operationName: request?.operationName,
        query: request?.query ?? '',
        variables: request?.variables ?? {},
        status,
      });
      return context.json(body, status, { ...headers });
    };
    if (!allowed) return answer(429, { errors: [{ message: 'Rate limit exceeded' }] });
    const { status, body } = request
      ? await executeRequest(schema, options.root(access), request)
      : badRequest('POST body must be JSON with a "query"');
    return answer(status, body);
  };
}

function readRequest(text: string): GraphQLRequest | undefined {
  try {
    const { query, variables, operationName } = JSON.parse(text);
    if (typeof query !== 'string') return undefined;
    return {
      query,
      variables: variables ?? {},
      ...(typeof operationName === 'string' ? { operationName } : {}),
    };
  } catch {
    return undefined;
  }
}
