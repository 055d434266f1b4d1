/** `/owner/name.git`: clone, fetch and push over HTTP. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Context, Hono } from 'hono';
import type { World } from '../model.ts';
import { carryOutAutoMerges } from '../operations/auto-merge.ts';
import { isOutsider } from '../operations/collaborators.ts';
import type { RefChange } from '../operations/events.ts';
import { grants, readCredential } from '../rest/authentication.ts';
import type { Env } from '../rest/request-log.ts';
import { runHttpBackend } from './http-backend.ts';
import { Pushes } from './pushes.ts';

export function mountGit(app: Hono<Env>, world: World): void {
  const pushes = new Pushes();
  const hooks = installHooks(world.root);
  app.post('/_pushes/:id', async (c) => {
    const changes = (await c.req.json()) as RefChange[];
    const verdicts = pushes.judge(c.req.param('id'), changes);
    return verdicts ? c.json(verdicts) : c.notFound();
  });
  app.all('/:owner/:name{[^/]+\\.git}/*', (c) => serveGit(c, { world, pushes, hooks }));
}

interface GitService {
  readonly world: World;
  readonly pushes: Pushes;
  readonly hooks: string;
}

/** What follows from a push has happened when its answer arrives. */
async function serveGit(c: Context<Env>, { world, pushes, hooks }: GitService): Promise<Response> {
  const credential = readCredential(world, c.req.header('authorization'));
  if (!credential) return unauthorized(c);
  c.set('login', credential.actor.login);
  const fullName = `${c.req.param('owner')}/${c.req.param('name')?.replace(/\.git$/, '')}`;
  const repository = world.repositories.get(fullName);
  const visible = credential.repository === undefined || credential.repository === fullName;
  const { actor } = credential;
  const may = (level: 'read' | 'write'): boolean =>
    !world.habits['tokens-have-permissions'] || grants(actor, 'contents', level);
  if (!repository || !visible || !may('read')) return c.text('Repository not found.', 404);
  const writes = `${c.req.path}?${c.req.query('service')}`.includes('git-receive-pack');
  if (writes && (!may('write') || isOutsider({ world }, actor))) {
    return c.text(`Permission to ${fullName}.git denied to ${actor.login}.`, 403);
  }
  const push = writes ? pushes.begin({ world, repository }, actor) : null;
  const answer = await runHttpBackend({
    request: c.req.raw,
    projectRoot: world.root,
    pathInfo: c.req.path,
    user: actor.login,
    env: push === null ? {} : pushEnvironment(hooks, `${world.urls.server}/_pushes/${push}`),
  });
  const { status, headers } = answer;
  if (push === null) return new Response(answer.body, { status, headers });
  const report = await new Response(answer.body).arrayBuffer();
  pushes.finish(push, Buffer.from(report).toString('latin1'));
  carryOutAutoMerges(world);
  return new Response(report, { status, headers });
}

const unauthorized = (c: Context<Env>): Response =>
  c.text('Authentication failed', 401, { 'www-authenticate': 'Basic realm="GitHub"' });

const pushEnvironment = (hooks: string, address: string) => ({
  RELEASE_TRAIN_PUSH_URL: address,
  // Node's own default folder for it; a third of the hook's time is compiling.
  NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'),
  GIT_CONFIG_COUNT: '2',
  GIT_CONFIG_KEY_0: 'core.hooksPath',
  GIT_CONFIG_VALUE_0: hooks,
  GIT_CONFIG_KEY_1: 'receive.procReceiveRefs',
  GIT_CONFIG_VALUE_1: 'refs',
});

/** One hook for all repositories: a shell line, because git runs files and we have a script. */
function installHooks(root: string): string {
  const hooks = join(root, '.hooks');
  const hook = join(hooks, 'proc-receive');
  const script = fileURLToPath(new URL('./ask-sandbox.ts', import.meta.url));
  const quoted = [process.execPath, script].map((part) => `'${part.replaceAll("'", "'\\''")}'`);
  mkdirSync(hooks, { recursive: true });
  writeFileSync(hook, `#!/bin/sh\nexec ${quoted.join(' ')}\n`);
  chmodSync(hook, 0o755);
  return hooks;
}
