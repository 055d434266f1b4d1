/** Puts the sandbox's GitHub together: one loopback port, one folder of bare repositories. */
import { mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { FaultDesk, faultGate } from '../faults/index.ts';
import { WITHOUT_VARIABLE } from '../habits/choose.ts';
import type { ActionsBackend, Actor, GitHubEvent, GitHubUrls } from '../ports.ts';
import { watchExchanges } from './description/watch-exchanges.ts';
import { Outbox } from './event-outbox.ts';
import { mountGit } from './git-http/git-routes.ts';
import { mountGraphql } from './graphql/graphql-server.ts';
import { chooseHabits, type Habits } from './habits/habit.ts';
import type { World } from './model.ts';
import { carryOutAutoMerges } from './operations/auto-merge.ts';
import type { RepositorySpec } from './operations/registry.ts';
import {
  appActor,
  createActor,
  createRepository,
  repositoryOf,
  runActor,
} from './operations/registry.ts';
import {
  createCheckRun,
  createRun,
  startsRuns,
  updateCheckRun,
  updateRun,
} from './operations/runs.ts';
import { repositoryJson } from './payloads/repository-json.ts';
import { mountRateLimits } from './rest/limit-requests.ts';
import { LIMITS, type Limits, RateLimits } from './rest/rate-limit.ts';
import type { Env, RecordedRequest } from './rest/request-log.ts';
import { recordRequests } from './rest/request-log.ts';
import { mountRest } from './rest/rest-server.ts';
import { routes } from './rest/routes.ts';

export interface GitHubSandbox extends ActionsBackend {
  /** Registers a person or app and returns a token for it. */
  createActor(actor: Actor): string;
  createRepository(spec: RepositorySpec): void;
  /** Somebody who may not write, from the start or from now on: they may comment and review. */
  removeCollaborator(login: string): void;
  /** Orders for faults; they strike REST, GraphQL and git alike. */
  readonly faults: FaultDesk;
  /** Requests answered so far, in order. */
  readonly requests: readonly RecordedRequest[];
  /** Exchanges that GitHub's own description of its API does not allow; `close` throws on any. */
  readonly deviations: readonly string[];
  close(): Promise<void>;
}

export interface GitHubOptions {
  readonly root: string;
  readonly port?: number;
  /** A desk shared with other servers, which then count requests together. */
  readonly faults?: FaultDesk;
  /** Habits to switch on or off; see docs/sandbox.md. */
  readonly habits?: Partial<Habits>;
  readonly limits?: Partial<Limits>;
  /** The time by which limits are counted, where clients live by another than this process. */
  readonly now?: () => number;
  /** Programs that are not ours ask here: what they send is not held against the description. */
  readonly strangers?: boolean;
}

/** Starts it on 127.0.0.1; `root` is the folder that will hold `owner/name.git`. */
export async function startGitHub(options: GitHubOptions): Promise<GitHubSandbox> {
  mkdirSync(options.root, { recursive: true });
  const app = new Hono<Env>();
  const server = createServer(getRequestListener(app.fetch));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const events = new Outbox<GitHubEvent>();
  const approvals = new Outbox<number>();
  const urls = urlsAt((server.address() as AddressInfo).port);
  const world = createWorld(options, { urls, events, approvals });
  const requests: RecordedRequest[] = [];
  const faults = options.faults ?? new FaultDesk();
  app.use(faultGate(faults));
  app.use(recordRequests(requests));
  const deviations: string[] = [];
  app.use('/api/v3/*', watchExchanges(deviations, options));
  const limits = new RateLimits({ ...LIMITS, ...options.limits });
  mountRateLimits(app, world, { limits, now: options.now ?? Date.now });
  mountGraphql(app, world);
  mountRest(app, world, routes);
  mountGit(app, world);
  return {
    ...backend(world),
    onEvent: (listener) => events.subscribe(listener),
    onRunApproved: (listener) => approvals.subscribe(listener),
    faults,
    requests,
    deviations,
    close: async () => {
      await stop(server);
      assertDescribed(deviations);
    },
  };
}

const stop = (server: Server): Promise<void> =>
  new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

/** What GitHub would not say or take was a lie of the sandbox, or a mistake of who asked. */
function assertDescribed(deviations: readonly string[]): void {
  if (deviations.length === 0) return;
  throw new Error(`against GitHub's description of its API:\n${deviations.join('\n')}`);
}

function urlsAt(port: number): GitHubUrls {
  const server = `http://127.0.0.1:${port}`;
  return { server, api: `${server}/api/v3`, graphql: `${server}/api/graphql` };
}

function createWorld(
  { root, habits: wishes = {} }: GitHubOptions,
  parts: { urls: GitHubUrls; events: Outbox<GitHubEvent>; approvals: Outbox<number> },
): World {
  const { urls, events, approvals } = parts;
  const habits = chooseHabits(wishes, process.env[WITHOUT_VARIABLE]);
  const ids = { last: 1000 };
  return {
    root,
    urls,
    habits,
    repositories: new Map(),
    accounts: new Map(),
    credentials: new Map(),
    outsiders: new Set(),
    nextId: () => {
      ids.last += 1;
      return ids.last;
    },
    emit: (event) => events.post(habits['run-tokens-start-nothing'] ? event : asIfByApp(event)),
    announceApproval: (runId) => approvals.post(runId),
  };
}

const asIfByApp = (event: GitHubEvent): GitHubEvent =>
  event.actor.token === 'github-token'
    ? { ...event, actor: { ...event.actor, token: 'app' } }
    : event;

type Backend = Omit<
  GitHubSandbox,
  'onEvent' | 'onRunApproved' | 'faults' | 'requests' | 'deviations' | 'close'
>;

const backend = (world: World): Backend => ({
  urls: world.urls,
  createActor: (actor) => createActor(world, actor),
  createRepository: (spec) => createRepository(world, spec),
  removeCollaborator: (login) => void world.outsiders.add(login),
  gitDir: (name) => repositoryOf(world, name).gitDir,
  defaultBranch: (name) => repositoryOf(world, name).defaultBranch,
  startsRuns: (name, path) => startsRuns(repositoryOf(world, name), path),
  repositories: () => [...world.repositories.keys()],
  repositoryPayload: (name) => repositoryJson(world, repositoryOf(world, name)),
  issueRunToken: (name, permissions) =>
    createActor(world, runActor(permissions), repositoryOf(world, name).fullName),
  issueAppToken: (name, slug) =>
    createActor(world, appActor(slug), repositoryOf(world, name).fullName),
  revoke: (token) => {
    world.credentials.delete(token);
  },
  createRun: (run) => createRun(world, repositoryOf(world, run.repository), run),
  updateRun: (id, change) => updateRun(world, id, change),
  createCheckRun: (check) => createCheckRun(world, check),
  updateCheckRun: (id, change) => {
    updateCheckRun(world, id, change);
    carryOutAutoMerges(world);
  },
});
