/** One GraphQL request over HTTP: sent, counted, and its failure named. No retries here. */
import { oneLine } from '@release-train/action-kit/text';
import { exchange, type HttpAnswer, HttpError, jsonBody, retryAfter } from '@release-train/http';
import * as z from 'zod/mini';
import type { Usage } from './railway.ts';
import { RailwayError, type RailwayErrorCode } from './railway-error.ts';

/** https://docs.railway.com/integrations/api: project tokens have a header of their own. */
export type TokenHeader = 'project' | 'account';

export interface Question {
  readonly query: string;
  readonly variables?: Readonly<Record<string, string | number | undefined>>;
  readonly as: TokenHeader;
  /** Real milliseconds for the exchange. */
  readonly timeoutMs: number;
}

export interface Transport {
  /** @throws RailwayError or HttpError; never with the token in any text */
  ask(question: Question): Promise<unknown>;
  usage(): Usage;
}

interface Connection {
  readonly apiUrl: URL;
  readonly client: string;
  readonly token: string;
  readonly maxRequests?: number | undefined;
}

export function httpTransport(connection: Connection): Transport {
  const count: { usage: Usage } = { usage: { requests: 0 } };
  return {
    usage: () => count.usage,
    ask: async (question) => {
      refuseBeyond(connection.maxRequests, count.usage.requests);
      count.usage = { ...count.usage, requests: count.usage.requests + 1 };
      const request = requestFor(connection, question);
      const answer = await exchange(request);
      count.usage = { ...count.usage, ...rateLimit(answer) };
      return dataOf(request, answer, connection.token);
    },
  };
}

function refuseBeyond(ceiling: number | undefined, sent: number): void {
  if (ceiling === undefined || sent < ceiling) return;
  throw new RailwayError('request-ceiling', `all ${ceiling} requests allowed are used`, {
    hint: 'Raise input "max-requests" (a Free plan allows 100 requests an hour).',
  });
}

// The query string and a real user agent keep Cloudflare's rule for the bare path away:
// https://github.com/CopilotKit/CopilotKit/pull/4309
function requestFor({ apiUrl, token, client }: Connection, question: Question) {
  const { query, variables, as, timeoutMs } = question;
  const url = new URL(apiUrl);
  url.searchParams.set('source', client);
  return {
    method: 'POST',
    url: url.href,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      'user-agent': `release-train/${client}`,
      ...(as === 'project'
        ? { 'project-access-token': token }
        : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query, variables, operationName: /^\w+ (\w+)/.exec(query)?.[1] }),
    timeoutMs,
  };
}

type SentRequest = ReturnType<typeof requestFor>;

function rateLimit({ headers }: HttpAnswer): Pick<Usage, 'remaining' | 'limit'> {
  const remaining = amount(headers['x-ratelimit-remaining']);
  const limit = amount(headers['x-ratelimit-limit']);
  return {
    ...(remaining === undefined ? {} : { remaining }),
    ...(limit === undefined ? {} : { limit }),
  };
}

const amount = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;

const GraphQlError = z.object({
  message: z.string(),
  traceId: z.catch(z.optional(z.string()), undefined),
  extensions: z.catch(z.optional(z.object({ traceId: z.optional(z.string()) })), undefined),
});
const Body = z.object({
  data: z.optional(z.unknown()),
  errors: z.optional(z.array(GraphQlError)),
});

function dataOf(request: SentRequest, answer: HttpAnswer, token: string): unknown {
  const isRefusal = answer.status === 401 || answer.status === 403;
  if (isRefusal && !isJson(answer)) throw httpError(request, answer, 'not JSON');
  const body = Body.safeParse(jsonBody(request, answer));
  const [error] = body.success ? (body.data.errors ?? []) : [];
  const words = error ? error.message.replaceAll(token, '***') : 'no reason given';
  if (answer.status !== 200 && answer.status !== 400) throw httpError(request, answer, words);
  if (error) throw graphQlError(request, { ...error, message: words });
  if (answer.status === 400) throw httpError(request, answer, words);
  if (body.success && body.data.data !== null && body.data.data !== undefined) {
    return body.data.data;
  }
  throw new RailwayError(
    'no-data',
    `POST ${request.url.split('?')[0]}: ${answer.status}: no data and no error`,
    {
      hint: 'Railway failed in passing: run the job again later.',
    },
  );
}

const isJson = (answer: HttpAnswer): boolean =>
  answer.headers['content-type']?.includes('json') ?? false;

const refusalHint =
  'Check the token. If it is right, Railway or its Cloudflare turned this address away: try input "api-url" with https://backboard.railway.app/graphql/v2, or run again later.';

function httpError(request: SentRequest, answer: HttpAnswer, reason: string): HttpError {
  const { method, url } = request;
  const isRefusal = answer.status === 401 || answer.status === 403;
  return new HttpError({
    method,
    url,
    status: answer.status,
    reason,
    ...(isRefusal ? { hint: refusalHint } : {}),
    ...retryAfter(answer),
  });
}

type GraphQlFailure = z.infer<typeof GraphQlError>;

function graphQlError(request: SentRequest, { message, traceId, extensions }: GraphQlFailure) {
  const code = codeOf(message);
  const trace = traceId ?? extensions?.traceId;
  const where = `POST ${request.url.split('?')[0]}: 200`;
  return new RailwayError(
    code,
    `${where}: ${oneLine(message, 300)}${trace ? ` (trace ${oneLine(trace, 80)})` : ''}`,
    { hint: hints[code] },
  );
}

/**
 * Messages as Railway's own CLI matches them (https://github.com/railwayapp/cli, src/client.rs).
 * The error code says little: most resolver errors are `INTERNAL_SERVER_ERROR`.
 */
function codeOf(message: string): 'wrong-token' | 'no-access' | 'internal' | 'refused' {
  if (/project token not found/i.test(message)) return 'wrong-token';
  if (/not authorized/i.test(message)) return 'no-access';
  const isPassing = /problem processing request|internal server error|timed? ?out|unavailable/i;
  return isPassing.test(message) ? 'internal' : 'refused';
}

const hints = {
  'wrong-token':
    'Create a project token in the project\'s settings; for an account or workspace token set input "token-type" to account.',
  'no-access': 'It does not exist, or the token may not see it: check both.',
  internal: 'Railway failed in passing: run the job again later.',
  refused: 'Railway refused the request: see the reason above.',
} satisfies Partial<Record<RailwayErrorCode, string>>;
