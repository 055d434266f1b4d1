/** The place where ordered faults strike: before everything else a server does. */
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type DocumentNode, parse } from 'graphql';
import type { Context, MiddlewareHandler } from 'hono';
import { type Harm, isCarriedOut } from './fault.ts';
import type { FaultDesk, SeenRequest } from './fault-desk.ts';

/** Middleware for a Hono app behind @hono/node-server; the sandbox's own questions pass. */
export const faultGate =
  (desk: FaultDesk): MiddlewareHandler =>
  async (c, next) => {
    if (c.req.path.startsWith('/_pushes/')) return next();
    const { method, path } = c.req;
    const facts = { method, path, operations: await operationsIn(c) };
    const request = desk.admit(facts, credentialsIn(c));
    if (!request?.harm) return next();
    if (request.harm.kind === 'overtaken') await request.harm.by();
    if (isCarriedOut(request.harm)) await next();
    const answer = await harmed(c, { desk, request, harm: request.harm });
    c.res = undefined; // Hono would merge the headers of the answer that is replaced.
    c.res = answer;
    return undefined;
  };

interface Strike {
  readonly desk: FaultDesk;
  readonly request: SeenRequest;
  readonly harm: Harm;
}

async function harmed(c: Context, strike: Strike): Promise<Response> {
  const { desk, request, harm } = strike;
  switch (harm.kind) {
    case 'reply':
      desk.tell(request);
      return new Response(harm.body, { status: harm.status, headers: harm.headers });
    case 'reset':
      desk.tell(request);
      outgoing(c).socket?.resetAndDestroy();
      return RESPONSE_ALREADY_SENT;
    case 'silence':
      await silence(c, strike);
      return RESPONSE_ALREADY_SENT;
    case 'truncated': {
      const whole = await c.res.arrayBuffer();
      desk.tell(request);
      return rewritten(c.res, whole.slice(0, Math.floor(whole.byteLength / 2)));
    }
    case 'partial-errors': {
      const answer = await partial(c, strike, harm.message);
      desk.tell(request);
      return answer;
    }
    case 'late':
      await new Promise((resolve) => setTimeout(resolve, harm.ms));
      desk.tell(request);
      return c.res;
    case 'overtaken':
      desk.tell(request);
      return c.res;
    default:
      return harm satisfies never;
  }
}

async function silence(c: Context, { desk, request }: Strike): Promise<void> {
  const response = outgoing(c);
  const forget = desk.keepSilent(() => response.socket?.resetAndDestroy());
  const closed = response.closed ? undefined : once(response, 'close');
  desk.tell(request);
  await closed;
  forget();
}

/** What both servers answer a GraphQL request with. */
interface GraphQLBody {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly unknown[];
}

async function partial(c: Context, { request }: Strike, message: string): Promise<Response> {
  const body = request.operations.length > 0 ? ((await c.res.json()) as GraphQLBody) : {};
  const field = Object.keys(body.data ?? {}).at(-1);
  if (field === undefined) {
    const what = `${request.method} ${request.path}`;
    return new Response(`"${what}" has no GraphQL data to spoil`, { status: 500 });
  }
  const errors = [...(body.errors ?? []), { message, path: [field] }];
  const data = { ...body.data, [field]: null };
  return rewritten(c.res, JSON.stringify({ errors, data }));
}

function rewritten({ status, headers }: Response, body: ArrayBuffer | string): Response {
  const kept = new Headers(headers);
  kept.delete('content-length');
  return new Response(body, { status, headers: kept });
}

// What @hono/node-server gives every request as its bindings.
const outgoing = (c: Context): ServerResponse => c.env.outgoing;

/** Every form a request may carry its token in: bare, after a scheme, as Basic's password. */
function credentialsIn(c: Context): readonly string[] {
  const [scheme = '', value = ''] = (c.req.header('authorization') ?? '').split(' ');
  const basic =
    scheme.toLowerCase() === 'basic' ? Buffer.from(value, 'base64').toString().split(':') : [];
  return [value, ...basic, c.req.header('project-access-token') ?? ''];
}

/** Only GraphQL bodies are read ahead: git's may be long and are streamed. */
async function operationsIn(c: Context): Promise<readonly string[]> {
  if (c.req.method !== 'POST' || !/\/graphql(\/v2)?$/.test(c.req.path)) return [];
  try {
    return namesIn(parse(JSON.parse(await c.req.text()).query));
  } catch {
    return [];
  }
}

const namesIn = ({ definitions }: DocumentNode): readonly string[] =>
  definitions.flatMap((definition) => {
    if (definition.kind !== 'OperationDefinition') return [];
    const fields = definition.selectionSet.selections.flatMap((selection) =>
      selection.kind === 'Field' ? [selection.name.value] : [],
    );
    return [...(definition.name ? [definition.name.value] : []), ...fields];
  });
