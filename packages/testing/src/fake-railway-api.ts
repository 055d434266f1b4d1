/**
 * Railway's GraphQL API on loopback for a world at rest: every operation is validated and executed
 * against Railway's published schema.
 */
import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { buildSchema, graphql } from 'graphql';
import {
  deploymentAt,
  type FakeDeployment,
  type FakeService,
  type RailwayWorld,
  serviceId,
} from './fake-railway.ts';
import { type LoopbackServer, loopbackServer, type SeenRequest } from './loopback-server.ts';

const schemaFile = new URL('../../railway/schema.graphql', import.meta.url);

export interface RailwayApiOptions {
  readonly world: RailwayWorld;
  /** Epoch milliseconds the world's times count from, and the moment it is seen at. */
  readonly startMs: number;
  readonly nowMs: () => number;
  readonly projectToken?: string;
  readonly accountToken?: string;
  /** Answers instead of Railway where it returns true; `count` starts at 1. */
  readonly fault?: (response: ServerResponse, count: number) => boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers at `${url}/graphql/v2`. */
export function railwayApi(options: RailwayApiOptions): Promise<LoopbackServer> {
  const schema = buildSchema(readFileSync(schemaFile, 'utf8'));
  return loopbackServer((request, response, count) => {
    if (options.fault?.(response, count)) return;
    const { query, variables, operationName } = JSON.parse(request.body);
    const rootValue = rootOf(options, accessOf(options, request));
    const asked = { schema, source: query, variableValues: variables, operationName, rootValue };
    void graphql(asked).then(({ data, errors }) => {
      const isInvalid = data === undefined;
      response.writeHead(isInvalid ? 400 : 200, {
        'content-type': 'application/json',
        ...options.headers,
      });
      const traced = errors?.map((error) => ({ ...error.toJSON(), traceId: 'trace-1' }));
      response.end(
        JSON.stringify({ ...(traced ? { errors: traced } : {}), ...(isInvalid ? {} : { data }) }),
      );
    });
  });
}

type Access = 'project' | 'account' | 'none';

function accessOf(
  { projectToken, accountToken }: RailwayApiOptions,
  { headers }: SeenRequest,
): Access {
  if (projectToken && headers['project-access-token'] === projectToken) return 'project';
  return accountToken && headers['authorization'] === `Bearer ${accountToken}` ? 'account' : 'none';
}

function rootOf(options: RailwayApiOptions, access: Access) {
  const { world, nowMs, startMs } = options;
  const guard = <T>(value: () => T): T => {
    if (access === 'none') throw new Error('Not Authorized');
    return value();
  };
  const environment = environmentOf(options);
  const project = { id: 'project-1', name: world.project };
  return {
    projectToken: () => {
      if (access !== 'project') throw new Error('Project Token not found');
      return { projectId: project.id, environmentId: environment.id, project, environment };
    },
    apiToken: () => {
      if (access !== 'account') throw new Error('Not Authorized');
      return { workspaces: [{ id: 'workspace-1', name: 'Team' }] };
    },
    projects: (page: Page) => guard(() => connection([project], page)),
    project: () =>
      guard(() => ({ ...project, environments: (page: Page) => connection([environment], page) })),
    environment: ({ id }: { id: string }) =>
      guard(() => {
        if (id !== environment.id) throw new Error('Not Authorized');
        return environment;
      }),
    deployments: ({ input, ...page }: Page & { input: { serviceId?: string } }) =>
      guard(() =>
        connection(
          world.deployments
            .filter(({ service }) => !input.serviceId || serviceId(service) === input.serviceId)
            .flatMap((deployment) => deploymentView(deployment, nowMs() - startMs, startMs) ?? []),
          page,
        ),
      ),
    ...evidenceOf(world),
  };
}

interface Page {
  readonly first?: number;
  readonly after?: string;
}

function connection<T>(items: readonly T[], { first = 10, after }: Page) {
  const from = after === undefined ? 0 : Number(after) + 1;
  const edges = items
    .slice(from, from + first)
    .map((node, index) => ({ node, cursor: String(from + index) }));
  const hasNextPage = from + first < items.length;
  return {
    edges,
    pageInfo: { hasNextPage, hasPreviousPage: from > 0, endCursor: edges.at(-1)?.cursor ?? after },
  };
}

function deploymentView(deployment: FakeDeployment, atMs: number, startMs: number) {
  const record = deploymentAt(deployment, atMs, startMs);
  if (!record) return undefined;
  return {
    id: record.id,
    serviceId: record.serviceId,
    status: record.status,
    createdAt: new Date(record.createdAtMs).toISOString(),
    statusUpdatedAt: new Date(record.statusSinceMs ?? 0).toISOString(),
    deploymentStopped: record.stopped,
    canRollback: record.canRollback,
    meta: {
      commitHash: record.commit,
      imageDigest: record.imageDigest,
      skippedReason: record.skippedReason,
    },
    phase: record.phase,
  };
}

function environmentOf({ world, nowMs, startMs }: RailwayApiOptions) {
  const instances = world.services.map((service) =>
    instanceOf(service, () =>
      world.deployments
        .filter((deployment) => deployment.service === service.name)
        .flatMap((deployment) => deploymentView(deployment, nowMs() - startMs, startMs) ?? [])
        .filter(({ phase }) => phase === 'live' || phase === 'crashed'),
    ),
  );
  const triggers = world.services.flatMap(({ name, trigger }) =>
    trigger
      ? [
          {
            serviceId: serviceId(name),
            repository: trigger.repository,
            branch: trigger.branch,
            checkSuites: trigger.waitsForCi,
          },
        ]
      : [],
  );
  return {
    id: 'environment-1',
    name: world.environment,
    serviceInstances: (page: Page) => connection(instances, page),
    deploymentTriggers: (page: Page) => connection(triggers, page),
  };
}

const instanceOf = (service: FakeService, activeDeployments: () => unknown) => ({
  serviceId: serviceId(service.name),
  serviceName: service.name,
  cronSchedule: service.cronSchedule ?? null,
  healthcheckPath: service.healthcheckPath ?? null,
  watchPatterns: service.watchPatterns ?? [],
  source: service.trigger ? { repo: service.trigger.repository } : null,
  domains: {
    customDomains: [],
    serviceDomains: (service.domains ?? []).map((domain) => ({ domain })),
  },
  activeDeployments,
});

function evidenceOf({ deployments, services, incident }: RailwayWorld) {
  const failureOf = (wanted: string) => deployments.find(({ id }) => id === wanted)?.failure;
  const logs = ({ deploymentId, limit }: { deploymentId: string; limit: number }) =>
    (failureOf(deploymentId)?.logs ?? []).slice(-(limit + 1)).map((message, index) => ({
      timestamp: new Date(index * 1000).toISOString(),
      message,
    }));
  return {
    deploymentEvents: ({ id }: { id: string }) => {
      const failure = failureOf(id);
      const createdAt = new Date(0).toISOString();
      const event = { step: failure?.step, createdAt, payload: { error: failure?.error } };
      return connection(failure?.step ? [event] : [], {});
    },
    buildLogs: logs,
    deploymentLogs: logs,
    platformStatus: { isStable: !incident, incident: incident ?? null },
    serviceInstanceAutoDeployStatus: (asked: { serviceId: string }) =>
      services.find(({ name }) => serviceId(name) === asked.serviceId)?.autoDeploy ?? {
        enabled: true,
      },
  };
}
