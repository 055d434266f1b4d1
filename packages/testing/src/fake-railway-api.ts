/**
 * Railway's GraphQL API on loopback: every operation is validated and executed against Railway's
 * published schema.
 */
import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { buildSchema, graphql } from 'graphql';
import { RailwayStage } from './fake-railway-stage.ts';
import {
  connection,
  deploymentView,
  environmentsOf,
  instanceOf,
  type Page,
} from './fake-railway-views.ts';
import { type RailwayWorld, serviceId } from './fake-railway-world.ts';
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
  readonly fault?: (response: ServerResponse, count: number, operation: string) => boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers at `${url}/graphql/v2`. */
export function railwayApi(options: RailwayApiOptions): Promise<LoopbackServer> {
  const schema = buildSchema(readFileSync(schemaFile, 'utf8'));
  const stage = new RailwayStage(options.world, options.startMs, options.nowMs);
  return loopbackServer((request, response, count) => {
    const { query, variables, operationName } = JSON.parse(request.body);
    if (options.fault?.(response, count, operationName)) return;
    const rootValue = rootOf({ ...options, stage }, accessOf(options, request));
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

interface Scene extends RailwayApiOptions {
  readonly stage: RailwayStage;
}

type Guard = <T>(value: () => T) => T;

function rootOf(scene: Scene, access: Access) {
  const guard: Guard = (value) => {
    if (access === 'none') throw new Error('Not Authorized');
    return value();
  };
  const { world, stage } = scene;
  const environments = environmentsOf(world, stage);
  const project = { id: 'project-1', name: world.project };
  return {
    projectToken: () => {
      const [environment] = environments;
      if (access !== 'project') throw new Error('Project Token not found');
      return { projectId: project.id, environmentId: environment?.id, project, environment };
    },
    apiToken: () => {
      if (access !== 'account') throw new Error('Not Authorized');
      return { workspaces: [{ id: 'workspace-1', name: 'Team' }] };
    },
    projects: (page: Page) => guard(() => connection([project], page)),
    project: () =>
      guard(() => ({ ...project, environments: (page: Page) => connection(environments, page) })),
    environment: ({ id }: { id: string }) =>
      guard(() => {
        const found = environments.find((environment) => environment.id === id);
        if (!found) throw new Error('Not Authorized');
        return found;
      }),
    ...deploymentsOf(scene, guard),
    ...evidenceOf(world, stage),
    deploymentRollback: ({ id }: { id: string }) => guard(() => stage.rollBack(id) ?? true),
    deploymentCancel: ({ id }: { id: string }) => guard(() => stage.cancel(id) ?? true),
    serviceInstanceDeployV2: (order: { serviceId: string; commitSha: string }) =>
      guard(() => stage.deploy(order.serviceId, order.commitSha)),
  };
}

function deploymentsOf({ world, stage }: Scene, guard: Guard) {
  const records = (wanted?: string) =>
    stage.records().filter(({ serviceId: id }) => !wanted || id === wanted);
  return {
    deployments: ({ input, ...page }: Page & { input: { serviceId?: string } }) =>
      guard(() => connection(records(input.serviceId).map(deploymentView), page)),
    deployment: ({ id }: { id: string }) =>
      guard(() => {
        const found = records().find((record) => record.id === id);
        if (!found) throw new Error('Not Authorized');
        return deploymentView(found);
      }),
    serviceInstance: ({ serviceId: id }: { serviceId: string }) =>
      guard(() => {
        const service = world.services.find(({ name }) => serviceId(name) === id);
        if (!service) throw new Error('Not Authorized');
        return instanceOf(service, stage);
      }),
  };
}

function evidenceOf({ services, incident }: RailwayWorld, stage: RailwayStage) {
  const failureOf = (wanted: string) => stage.deployment(wanted).failure;
  const logs = ({ deploymentId, limit }: { deploymentId: string; limit: number }) =>
    (failureOf(deploymentId)?.logs ?? []).slice(-(limit + 1)).map((message, index) => ({
      timestamp: new Date(index * 1000).toISOString(),
      message,
    }));
  return {
    deploymentEvents: ({ id }: { id: string }) => {
      const failure = failureOf(id);
      const createdAt = new Date(0).toISOString();
      const failed = { step: failure?.step, createdAt, payload: { error: failure?.error } };
      const events = stage.steps(id).map((step) => ({
        step: step.name,
        createdAt: new Date(step.startedAtMs).toISOString(),
        completedAt: step.endedAtMs && new Date(step.endedAtMs).toISOString(),
        payload: { error: step.error },
      }));
      return connection([...events, ...(failure?.step ? [failed] : [])], { first: 50 });
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
