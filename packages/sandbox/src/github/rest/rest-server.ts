/** Mounts the route table under `/api/v3` and turns everything else away by name. */
import type { Context, Hono } from 'hono';
import type { Actor } from '../../ports.ts';
import type { Credential, World } from '../model.ts';
import { carryOutAutoMerges } from '../operations/auto-merge.ts';
import { isOutsider } from '../operations/collaborators.ts';
import { userJson } from '../payloads/account-json.ts';
import type { Need, Reply, Route } from './api.ts';
import { ApiError, notFound } from './api.ts';
import { grants, readCredential } from './authentication.ts';
import { readFields } from './fields.ts';
import type { Env } from './request-log.ts';

export function mountRest(app: Hono<Env>, world: World, routes: readonly Route[]): void {
  app.get('/api/v3/user', (c) => {
    const { actor } = authenticate(c, world);
    if (actor.token !== 'user') throw new ApiError(403, 'Resource not accessible by integration');
    return c.json(userJson(world, actor.login));
  });
  for (const route of routes) {
    app.on(route.method, `/api/v3/repos/:owner/:name${route.path}`, async (c) =>
      answer(c, await serve(c, world, route)),
    );
  }
  app.all('/api/v3/*', (c) => {
    authenticate(c, world);
    const message = `not supported by the sandbox: ${c.req.method} ${c.req.path}`;
    return c.json({ message, documentation_url: 'https://docs.github.com/rest' }, 501);
  });
  app.onError((error, c) => {
    if (error instanceof ApiError) {
      return answer(c, { status: error.status, body: error.body() });
    }
    return answer(c, { status: 500, body: { message: `sandbox fault: ${error.stack}` } });
  });
}

/** Refuses an absent token and an unknown one in GitHub's different words. */
export function authenticate(c: Context<Env>, world: World): Credential {
  const header = c.req.header('authorization');
  if (header === undefined) throw new ApiError(401, 'Requires authentication');
  const credential = readCredential(world, header);
  if (!credential) throw new ApiError(401, 'Bad credentials');
  c.set('login', credential.actor.login);
  return credential;
}

async function serve(c: Context<Env>, world: World, route: Route): Promise<Reply> {
  const credential = authenticate(c, world);
  const body = await readBody(c);
  const fullName = `${c.req.param('owner')}/${c.req.param('name')}`;
  const visible = credential.repository === undefined || credential.repository === fullName;
  const repository = world.repositories.get(fullName);
  if (!repository || !visible) throw notFound();
  const { actor } = credential;
  const mayAsk = route.method === 'GET' || route.outsiders || !isOutsider({ world }, actor);
  const allowed = mayAsk && route.needs.some((need) => satisfies(actor, need));
  if (!allowed && world.habits['tokens-have-permissions']) throw forbidden(actor);
  const param = (name: string): string => c.req.param(name) ?? '';
  const place = { world, repository };
  const url = new URL(c.req.url);
  const reply = route.handle({ world, actor, repository, place, url, param, body });
  if (route.method !== 'GET') carryOutAutoMerges(world);
  return reply;
}

/** An integration is told; a person without the right sees nothing at all. */
const forbidden = (actor: Actor): ApiError =>
  actor.token === 'user' ? notFound() : new ApiError(403, 'Resource not accessible by integration');

function satisfies(actor: Actor, need: Need): boolean {
  if (need === 'administration') return actor.admin;
  const [permission, level] = need.split(':') as [Parameters<typeof grants>[1], 'read' | 'write'];
  return grants(actor, permission, level);
}

async function readBody(c: Context<Env>) {
  const text = await c.req.text();
  if (text === '') return readFields({});
  try {
    return readFields(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) throw new ApiError(400, 'Problems parsing JSON');
    throw error;
  }
}

function answer(_c: Context<Env>, { status, body, headers }: Reply): Response {
  const all = { 'content-type': 'application/json; charset=utf-8', ...headers };
  const text = body === undefined ? null : JSON.stringify(body);
  return new Response(text, { status, headers: text === null ? { ...headers } : all });
}
