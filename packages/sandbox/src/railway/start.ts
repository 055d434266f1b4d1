import { FaultDesk } from '../faults/index.ts';
import type { GitHubEvent } from '../ports.ts';
import { type Access, Reach, type TokenScope } from './api/access.ts';
import { mutations } from './api/mutations.ts';
import { type PlatformIncident, queries } from './api/queries.ts';
import { type Api, type RecordedRequest, startApi } from './api/server.ts';
import { changeVariables } from './commands.ts';
import { tick } from './cron.ts';
import type { DeploymentStatus } from './deploy/status.ts';
import type { Edge } from './edge.ts';
import type { GitHubConnection } from './github/github-app.ts';
import type { RailwayHabits } from './habits.ts';
import { identifier } from './identifier.ts';
import { assemble, type Inside } from './inside.ts';
import { instancesOf, type Platform } from './platform.ts';
import { buildProject, openDomains, type ProjectHandle, projectHandle } from './project.ts';
import type { SourceRepository } from './source-repository.ts';
import type { ProjectSpec, Script, ScriptTarget, Timings } from './specification.ts';
import { webhookReceiver } from './webhooks.ts';

export interface RailwayOptions {
  /** Folder for images and containers. */
  readonly root: string;
  readonly source: SourceRepository;
  /** Where Railway's GitHub App reports to and reads check suites from. */
  readonly github?: GitHubConnection;
  readonly port?: number;
  /** Of one token; Railway's Hobby plan allows 1000. */
  readonly requestsPerHour?: number;
  /** Of one token; Railway's Hobby plan allows 10. */
  readonly requestsPerSecond?: number;
  /** How long a removed deployment's image is kept; Railway's Hobby plan: 72 hours. */
  readonly imageRetentionHours?: number;
  readonly timings?: Partial<Timings>;
  /** A desk shared with other servers, which then count requests together. */
  readonly faults?: FaultDesk;
  /** Habits to switch on or off; see docs/sandbox.md. */
  readonly habits?: Partial<RailwayHabits>;
  /** Authors whose pushes deploy without approval; everybody unless given. */
  readonly linkedAccounts?: readonly string[];
}

export interface RailwaySandbox {
  /** `http://127.0.0.1:PORT/graphql/v2`. */
  readonly apiUrl: string;
  /** Deploys nothing by itself: push, or call `environmentTriggersDeploy`. */
  createProject(spec: ProjectSpec): Promise<ProjectHandle>;
  createToken(scope: TokenScope): string;
  /** GitHub's webhooks: `github.onEvent(railway.receive)`. */
  readonly receive: (event: GitHubEvent) => void;
  script(target: ScriptTarget, script: Script): void;
  /** Somebody changes variables in the dashboard: what is deployed is deployed anew with them. */
  changeVariables(
    at: Pick<ScriptTarget, 'serviceId' | 'environmentId'>,
    variables: Readonly<Record<string, string>>,
  ): void;
  /** Starts the cron services that are due in the minute of `at`; call it once a minute. */
  tick(at: Date): void;
  /** The way a deployment has gone so far, for whoever checks the sandbox itself. */
  statusesOf(deploymentId: string): readonly DeploymentStatus[];
  /** What `platformStatus` tells; undefined ends the incident. */
  reportIncident(incident: PlatformIncident | undefined): void;
  /** Orders for faults of the API. */
  readonly faults: FaultDesk;
  readonly requests: readonly RecordedRequest[];
  /** What went wrong inside without being anybody's answer, e.g. a GitHub that is down. */
  readonly warnings: readonly string[];
  /** Resolves when nothing moves any more, except what waits for people or was told to hang. */
  settled(): Promise<void>;
  /** Ends every container, proxy and server. */
  close(): Promise<void>;
}

/** Starts Railway's API. The caller removes `root` after `close`. */
export async function startRailway(options: RailwayOptions): Promise<RailwaySandbox> {
  const inside = assemble(options);
  const { platform, tokens } = inside;
  const requests: RecordedRequest[] = [];
  const edges: Edge[] = [];
  const faults = options.faults ?? new FaultDesk();
  const api = await startApi({
    port: options.port ?? 0,
    quota: quotaOf(options, platform),
    access: (credentials) => tokens.access(credentials),
    root: (access) => rootValue(inside, access),
    record: (request) => requests.push(request),
    faults,
  });
  const killContainers = containerKiller(platform);
  process.once('exit', killContainers);
  return {
    apiUrl: api.url,
    createProject: async (spec) => {
      const project = buildProject(spec);
      requireSupport(platform, spec);
      edges.push(...(await openDomains(platform, project)));
      platform.projects.push(project);
      return projectHandle(project);
    },
    createToken: (scope) => createToken(inside, scope),
    receive: webhookReceiver(platform),
    script: (target, script) => inside.scripts.add(target, script),
    changeVariables: (at, variables) =>
      changeVariables(platform, new Reach(platform, { kind: 'account' }).instance(at), variables),
    tick: (at) => tick(platform, at),
    statusesOf: (id) =>
      new Reach(platform, { kind: 'account' }).deployment(id).history.map(({ status }) => status),
    reportIncident: (incident) => {
      inside.incident = incident;
    },
    faults,
    requests,
    warnings: inside.warnings,
    settled: () => platform.activity.idle(),
    close: async () => {
      process.off('exit', killContainers);
      await close(inside, api, edges);
    },
  };
}

function rootValue({ platform, reporter, incident }: Inside, access: Access) {
  const scene = {
    platform,
    reach: new Reach(platform, access),
    latestSuccessfulGitHubDeployment: (environmentId: string) =>
      reporter?.latestSuccessful(environmentId),
    workspaceId: (name: string) => identifier('workspace', name),
  };
  return { ...queries(scene, incident), ...mutations(scene) };
}

function quotaOf({ requestsPerHour, requestsPerSecond }: RailwayOptions, { habits }: Platform) {
  if (!habits['railway-rate-limits']) {
    return { perHour: Number.MAX_SAFE_INTEGER, perSecond: Number.MAX_SAFE_INTEGER };
  }
  return { perHour: requestsPerHour ?? 1000, perSecond: requestsPerSecond ?? 10 };
}

function requireSupport(platform: Platform, { name, environments }: ProjectSpec): void {
  if (platform.projects.some((project) => project.name === name)) {
    throw new Error(`Project "${name}" exists already.`);
  }
  const waiting = environments
    .flatMap(({ services }) => services)
    .find(({ trigger }) => trigger?.checkSuites);
  if (waiting && !platform.checkSuites) {
    throw new Error(`"checkSuites" of service "${waiting.name}" needs the "github" option.`);
  }
}

function createToken({ platform, tokens }: Inside, scope: TokenScope): string {
  if (scope.kind === 'account') return tokens.createAccount();
  const environment = platform.projects
    .flatMap(({ environments }) => environments)
    .find(({ id }) => id === scope.environmentId);
  if (!environment) throw new Error(`There is no environment "${scope.environmentId}".`);
  return tokens.createProject(environment, scope.name ?? 'token');
}

const containerKiller = (platform: Platform) => (): void => {
  for (const { deployments } of instancesOf(platform)) {
    for (const { container } of deployments) container?.kill();
  }
};

async function close({ platform, reporter }: Inside, api: Api, edges: readonly Edge[]) {
  const reported = reporter?.close();
  const deployments = instancesOf(platform).flatMap((instance) => instance.deployments);
  for (const { abort } of deployments) abort.abort(new Error('The sandbox is closing'));
  await Promise.all([api.close(), ...edges.map((edge) => edge.close())]);
  containerKiller(platform)();
  await platform.activity.idle();
  await Promise.all(deployments.map(({ container }) => container?.stop(0)));
  await reported;
}
