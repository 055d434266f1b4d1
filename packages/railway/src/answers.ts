/** Railway's answers: only the fields that are read, tolerant where the API has been seen to vary. */
import * as z from 'zod/mini';
import { parseMeta } from './meta.ts';
import type { Deployment, Service, Trigger } from './railway.ts';
import { phaseOf } from './status.ts';

const maybeText = z.nullish(z.string());
const nodes = <T extends z.ZodMiniType>(node: T) =>
  z.object({ edges: z.array(z.object({ node })) });

const PageInfo = z.object({ hasNextPage: z.boolean(), endCursor: maybeText });
const pages = <T extends z.ZodMiniType>(node: T) =>
  z.extend(nodes(node), { pageInfo: z.nullish(PageInfo) });

const Named = z.object({ id: z.string(), name: z.string() });

export const ProjectTokenAnswer = z.object({
  projectToken: z.object({
    projectId: z.string(),
    environmentId: z.string(),
    project: z.object({ name: z.string() }),
    environment: z.object({ name: z.string() }),
  }),
});

export const WorkspacesAnswer = z.object({
  apiToken: z.object({ workspaces: z.array(Named) }),
});

export const ProjectsAnswer = z.object({ projects: pages(Named) });

const EnvironmentNode = z.extend(Named, {
  isEphemeral: z.nullish(z.boolean()),
  meta: z.nullish(z.object({ prNumber: z.nullish(z.number()), prRepo: maybeText })),
});

export const ProjectAnswer = z.object({
  project: z.extend(Named, { environments: pages(EnvironmentNode) }),
});

const DeploymentNode = z.object({
  id: z.string(),
  serviceId: maybeText,
  status: z.string(),
  createdAt: z.string(),
  statusUpdatedAt: maybeText,
  deploymentStopped: z.nullish(z.boolean()),
  canRollback: z.nullish(z.boolean()),
  meta: z.unknown(),
  instances: z.nullish(z.array(z.object({ status: z.string() }))),
});

const Domains = z.array(z.object({ domain: z.string() }));

const InstanceNode = z.object({
  serviceId: z.string(),
  serviceName: z.string(),
  cronSchedule: maybeText,
  healthcheckPath: maybeText,
  watchPatterns: z.nullish(z.array(z.string())),
  source: z.nullish(z.object({ repo: maybeText })),
  domains: z.nullish(z.object({ serviceDomains: Domains, customDomains: Domains })),
  activeDeployments: z.array(DeploymentNode),
});

const TriggerNode = z.object({
  serviceId: maybeText,
  repository: z.string(),
  branch: z.string(),
  checkSuites: z.boolean(),
});

export const PreflightAnswer = z.object({
  environment: z.object({
    deploymentTriggers: pages(TriggerNode),
    serviceInstances: pages(InstanceNode),
  }),
});

export const ActiveAnswer = z.object({
  environment: z.object({
    serviceInstances: pages(
      z.object({ serviceId: z.string(), activeDeployments: z.array(DeploymentNode) }),
    ),
  }),
});

export const RollbackStateAnswer = z.object({
  deployment: z.extend(DeploymentNode, { projectId: z.string(), environmentId: z.string() }),
  serviceInstance: z.object({ activeDeployments: z.array(DeploymentNode) }),
  deployments: nodes(DeploymentNode),
});

export const RollbackAnswer = z.object({ deploymentRollback: z.boolean() });
export const CancelAnswer = z.object({ deploymentCancel: z.boolean() });
export const DeployAnswer = z.object({ serviceInstanceDeployV2: z.string() });

/** The common page and those of single services, under whatever alias. */
export const DeploymentsAnswer = z.record(z.string(), nodes(DeploymentNode));

const Events = nodes(
  z.object({
    step: z.string(),
    createdAt: z.string(),
    completedAt: maybeText,
    payload: z.nullish(z.object({ error: maybeText, reason: maybeText })),
  }),
);
export const EventsAnswer = z.object({ deploymentEvents: Events });
/** One aliased list of events per deployment. */
export const TimelinesAnswer = z.record(z.string(), Events);

export const LogsAnswer = z.object({
  logs: z.array(z.object({ timestamp: z.string(), message: z.string() })),
});

const Incident = z.object({ message: z.string(), url: z.string() });
export const PlatformStatus = z.object({ incident: z.nullish(Incident) });
export const AutoDeployStatus = z.object({ enabled: z.boolean(), reason: maybeText });
/** An opaque scalar: whatever its shape, it names the ids. */
export const LeftOut = z.nullish(
  z.object({ meta: z.nullish(z.object({ skippedResourceIds: z.optional(z.unknown()) })) }),
);
/** `platformStatus`, `environment` and one aliased `AutoDeployStatus` per service. */
export const ObstaclesAnswer = z.record(z.string(), z.unknown());

export function toDeployment(node: z.infer<typeof DeploymentNode>): Deployment {
  const statusSince = Date.parse(node.statusUpdatedAt ?? '');
  return {
    id: node.id,
    serviceId: node.serviceId ?? '',
    status: node.status,
    phase: phaseOf(node.status),
    createdAtMs: Date.parse(node.createdAt) || 0,
    ...(Number.isNaN(statusSince) ? {} : { statusSinceMs: statusSince }),
    canRollback: node.canRollback ?? false,
    stopped: node.deploymentStopped ?? false,
    ...(node.instances ? { instances: node.instances.map(({ status }) => status) } : {}),
    ...parseMeta(node.meta),
  };
}

type Instance = z.infer<typeof InstanceNode>;
export type TriggerOf = z.infer<typeof TriggerNode>;

export function toService(instance: Instance, triggers: readonly TriggerOf[]): Service {
  const trigger = triggers.find(({ serviceId }) => serviceId === instance.serviceId);
  const { customDomains = [], serviceDomains = [] } = instance.domains ?? {};
  return {
    id: instance.serviceId,
    name: instance.serviceName,
    ...(trigger ? { trigger: toTrigger(trigger) } : {}),
    ...(instance.source?.repo ? { repository: instance.source.repo } : {}),
    watchPatterns: instance.watchPatterns ?? [],
    hasHealthcheck: Boolean(instance.healthcheckPath),
    isCron: Boolean(instance.cronSchedule),
    urls: [...customDomains, ...serviceDomains].map(({ domain }) => addressOf(domain)),
    active: instance.activeDeployments.map(toDeployment),
  };
}

const toTrigger = ({ repository, branch, checkSuites }: TriggerOf): Trigger => ({
  repository,
  branch,
  waitsForCi: checkSuites,
});

// Railway sends host names; all it serves publicly is HTTPS, and a loopback name is a stand-in's.
const addressOf = (domain: string): string =>
  /^(localhost|127\.\d+\.\d+\.\d+)(:\d+)?$/.test(domain) ? `http://${domain}` : `https://${domain}`;
