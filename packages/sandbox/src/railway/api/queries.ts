import type { Deployment, DeploymentEvent, ServiceInstance } from '../model.ts';
import { timestamp } from './deployment-fields.ts';
import { notAuthorized, RailwayError } from './errors.ts';
import {
  durationSample,
  type HttpLogArguments,
  httpLogsView,
  type LogArguments,
  logsView,
  type MetricArguments,
  metricSamples,
  metricsByStatus,
} from './log-views.ts';
import { connection, type PageArguments } from './relay.ts';
import {
  asListed,
  deploymentView,
  domainsView,
  environmentView,
  instanceView,
  projectView,
  type Scene,
  serviceView,
  triggersView,
} from './views.ts';

interface InstanceArguments {
  readonly environmentId: string;
  readonly serviceId: string;
}

export interface DeploymentListInput {
  readonly projectId?: string | null;
  readonly environmentId?: string | null;
  readonly serviceId?: string | null;
  readonly status?: {
    readonly in?: readonly string[] | null;
    readonly notIn?: readonly string[] | null;
  } | null;
}

export interface PlatformIncident {
  readonly id: string;
  readonly message: string;
  readonly status: 'IDENTIFIED' | 'INVESTIGATING' | 'MONITORING' | 'RESOLVED';
  readonly url: string;
}

/** The root fields of `Query`; a field that is missing here is refused by name. */
export const queries = (scene: Scene, incident: PlatformIncident | undefined) => ({
  ...tokenQueries(scene),
  ...logQueries(scene),
  platformStatus: () => ({
    isStable: incident === undefined,
    incident: incident ? { ...incident, createdAt: null } : null,
    maintenance: null,
  }),
  projects: (page: PageArguments) => {
    scene.reach.requireAccount();
    return connection(scene.platform.projects, page, (one) => projectView(scene, one));
  },
  project: ({ id }: { id: string }) => projectView(scene, scene.reach.project(id)),
  environment: ({ id, projectId }: { id: string; projectId?: string | null }) =>
    environmentView(scene, scene.reach.environment(id, projectId)),
  service: ({ id }: { id: string }) => {
    const found = scene.reach.instances().find(({ service }) => service.id === id);
    if (!found) throw notAuthorized();
    return serviceView(scene, found.service);
  },
  serviceInstance: (at: InstanceArguments) => instanceView(scene, scene.reach.instance(at)),
  serviceInstanceAutoDeployStatus: (at: InstanceArguments) =>
    autoDeployStatus(scene.reach.instance(at)),
  domains: (at: InstanceArguments) => domainsView(scene.reach.instance(at)),
  deploymentTriggers: ({ environmentId, serviceId, ...page }: InstanceArguments & PageArguments) =>
    triggersView([scene.reach.instance({ environmentId, serviceId })], page),
  deployment: ({ id }: { id: string }) => deploymentView(scene, scene.reach.deployment(id)),
  deployments: ({ input, ...page }: { input: DeploymentListInput } & PageArguments) =>
    connection(asListed(scene, listed(scene, input)), page, (one) => deploymentView(scene, one)),
  deploymentEvents: ({ id, ...page }: { id: string } & PageArguments) =>
    connection(scene.reach.deployment(id).events, page, eventView),
});

const tokenQueries = (scene: Scene) => ({
  projectToken: () => {
    const { secret, createdAt, environment, ...token } = scene.reach.token();
    return {
      ...token,
      displayToken: `${secret.slice(0, 4)}********`,
      createdAt: timestamp(createdAt),
      projectId: environment.projectId,
      environmentId: environment.id,
      project: () => projectView(scene, scene.reach.project(environment.projectId)),
      environment: () => environmentView(scene, environment),
    };
  },
  apiToken: () => {
    scene.reach.requireAccount();
    const names = new Set(scene.platform.projects.map(({ workspace }) => workspace));
    return { workspaces: [...names].map((name) => ({ id: scene.workspaceId(name), name })) };
  },
});

const logQueries = ({ reach }: Scene) => ({
  buildLogs: ({ deploymentId, ...asked }: { deploymentId: string } & LogArguments) => {
    const deployment = reach.deployment(deploymentId);
    if (!deployment.history.some(({ status }) => status === 'BUILDING')) {
      throw new RailwayError('Deployment does not have an associated build');
    }
    return logsView(deployment, deployment.buildLogs, asked);
  },
  deploymentLogs: ({ deploymentId, ...asked }: { deploymentId: string } & LogArguments) => {
    const deployment = reach.deployment(deploymentId);
    return logsView(deployment, deployment.logs, asked);
  },
  httpLogs: ({ deploymentId, ...asked }: { deploymentId: string } & HttpLogArguments) =>
    httpLogsView(reach.deployment(deploymentId), asked),
  httpMetrics: (asked: InstanceArguments & MetricArguments) => ({
    samples: metricSamples(reach.instance(asked), asked).map(({ ts, logs }) => ({
      ts,
      value: logs.length,
    })),
  }),
  httpMetricsGroupedByStatus: (asked: InstanceArguments & MetricArguments) =>
    metricsByStatus(reach.instance(asked), asked),
  httpDurationMetrics: (asked: InstanceArguments & MetricArguments) => ({
    samples: metricSamples(reach.instance(asked), asked).map(durationSample),
  }),
});

function listed({ reach }: Scene, input: DeploymentListInput): readonly Deployment[] {
  if (input.environmentId) reach.environment(input.environmentId, input.projectId);
  else if (input.projectId) reach.project(input.projectId);
  const { environmentId, projectId, serviceId, status } = input;
  return reach
    .instances()
    .filter(({ environment }) => !environmentId || environment.id === environmentId)
    .filter(({ environment }) => !projectId || environment.projectId === projectId)
    .filter(({ service }) => !serviceId || service.id === serviceId)
    .flatMap(({ deployments }) => deployments)
    .filter((one) => !status?.in || status.in.includes(one.status))
    .filter((one) => !status?.notIn?.includes(one.status));
}

const eventView = ({ id, step, createdAt, completedAt, error }: DeploymentEvent) => ({
  id,
  step,
  createdAt: timestamp(createdAt),
  completedAt: completedAt === undefined ? null : timestamp(completedAt),
  payload: {
    attempt: null,
    maxAttempts: null,
    detail: null,
    reason: null,
    skipped: null,
    error: error ?? null,
    durationMs: completedAt === undefined ? null : Math.round(completedAt - createdAt),
  },
});

const autoDeployStatus = ({ autoDeploy }: ServiceInstance) => ({
  enabled: autoDeploy,
  canEnable: true,
  reason: autoDeploy ? null : 'Auto-deploy is disabled for this service',
});
