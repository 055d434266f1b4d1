import type { Deployment, Environment, Project, Service, ServiceInstance } from '../model.ts';
import type { Platform } from '../platform.ts';
import type { Reach } from './access.ts';
import { deploymentFields, timestamp } from './deployment-fields.ts';
import { notAuthorized } from './errors.ts';
import { connection, looselyNewestFirst, newestFirst, type PageArguments } from './relay.ts';

/** What a view may look at: the platform, seen with the rights of the request's token. */
export interface Scene {
  readonly platform: Platform;
  readonly reach: Reach;
  latestSuccessfulGitHubDeployment(environmentId: string): number | undefined;
  workspaceId(name: string): string;
}

export const asListed = ({ platform }: Scene, deployments: readonly Deployment[]) =>
  platform.habits['railway-lists-are-loose']
    ? looselyNewestFirst(deployments)
    : newestFirst(deployments);

/** A field that a view lacks is refused by name. */
export const deploymentView = (scene: Scene, deployment: Deployment) => ({
  ...deploymentFields(scene.platform, deployment),
  environment: () => environmentView(scene, deployment.instance.environment),
  service: () => serviceView(scene, deployment.instance.service),
});

export const projectView = (scene: Scene, project: Project) => ({
  id: project.id,
  name: project.name,
  createdAt: timestamp(project.createdAt),
  updatedAt: timestamp(project.createdAt),
  deletedAt: null,
  primaryEnvironmentId: project.environments.find((one) => !one.pullRequest)?.id ?? null,
  environments: ({ isEphemeral, ...page }: PageArguments & { isEphemeral?: boolean | null }) =>
    connection(
      project.environments.filter(
        (one) => isEphemeral == null || isEphemeral === (one.pullRequest !== undefined),
      ),
      page,
      (one) => environmentView(scene, one),
    ),
  services: (page: PageArguments) =>
    connection(project.services, page, (service) => serviceView(scene, service)),
});

export const serviceView = (scene: Scene, service: Service) => ({
  id: service.id,
  name: service.name,
  icon: null,
  projectId: service.projectId,
  project: () => projectView(scene, scene.reach.project(service.projectId)),
  deletedAt: null,
  isRestricted: false,
  templateId: null,
});

export const environmentView = (scene: Scene, environment: Environment) => {
  const guarded = (): Environment => {
    if (!scene.reach.sees(environment)) throw notAuthorized();
    return environment;
  };
  return {
    id: environment.id,
    name: environment.name,
    projectId: environment.projectId,
    createdAt: timestamp(environment.createdAt),
    updatedAt: timestamp(environment.createdAt),
    deletedAt: null,
    isEphemeral: environment.pullRequest !== undefined,
    canAccess: scene.reach.sees(environment),
    meta: () => environmentMeta(scene, environment),
    serviceInstances: (page: PageArguments) =>
      connection(guarded().instances, page, (instance) => instanceView(scene, instance)),
    deploymentTriggers: (page: PageArguments) => triggersView(guarded().instances, page),
    deployments: (page: PageArguments) =>
      connection(
        asListed(
          scene,
          guarded().instances.flatMap(({ deployments }) => deployments),
        ),
        page,
        (deployment) => deploymentView(scene, deployment),
      ),
  };
};

const environmentMeta = (scene: Scene, { id, pullRequest }: Environment) => ({
  prNumber: pullRequest?.number ?? null,
  prRepo: pullRequest?.repository ?? null,
  // No environment of the sandbox is focused.
  skippedResourceIds: null,
  branch: pullRequest?.branch ?? null,
  baseBranch: pullRequest?.baseBranch ?? null,
  latestSuccessfulGitHubDeploymentId: scene.latestSuccessfulGitHubDeployment(id) ?? null,
});

export const triggersView = (instances: readonly ServiceInstance[], page: PageArguments) =>
  connection(
    instances.flatMap((instance) => {
      const { trigger } = instance.spec;
      return trigger ? [{ ...instance, trigger, id: instance.triggerId }] : [];
    }),
    page,
    ({ triggerId, environment, service, trigger, validCheckSuites }) => ({
      id: triggerId,
      projectId: environment.projectId,
      environmentId: environment.id,
      serviceId: service.id,
      baseEnvironmentOverrideId: null,
      provider: 'github',
      repository: trigger.repository,
      branch: trigger.branch,
      checkSuites: trigger.checkSuites ?? false,
      validCheckSuites,
    }),
  );

export const instanceView = (scene: Scene, instance: ServiceInstance) => {
  const { environment, service, spec } = instance;
  return {
    id: instance.id,
    environmentId: environment.id,
    serviceId: service.id,
    serviceName: service.name,
    service: () => serviceView(scene, service),
    createdAt: timestamp(environment.createdAt),
    updatedAt: timestamp(environment.createdAt),
    deletedAt: null,
    cronSchedule: spec.cronSchedule ?? null,
    preDeployCommand: spec.preDeployCommand ?? null,
    nextCronRunAt: null,
    startCommand: spec.startCommand.join(' '),
    rootDirectory: spec.rootDirectory ?? null,
    watchPatterns: spec.watchPatterns ?? [],
    healthcheckPath: spec.healthcheckPath ?? null,
    healthcheckTimeout: spec.healthcheckTimeout ?? null,
    sleepApplication: spec.sleepApplication ?? null,
    overlapSeconds: spec.overlapSeconds ?? null,
    drainingSeconds: spec.drainingSeconds ?? null,
    restartPolicyType: spec.restartPolicyType ?? 'ON_FAILURE',
    restartPolicyMaxRetries: spec.restartPolicyMaxRetries ?? 10,
    numReplicas: 1,
    source: { repo: spec.trigger?.repository ?? null, image: spec.image ?? null },
    domains: domainsView(instance),
    latestDeployment: () => {
      const latest = instance.deployments.at(-1);
      return latest ? deploymentView(scene, latest) : null;
    },
    activeDeployments: () => instance.active.map((one) => deploymentView(scene, one)),
  };
};

export const domainsView = ({ id, domain, environment, service }: ServiceInstance) => ({
  customDomains: [],
  serviceDomains:
    domain === undefined
      ? []
      : [
          {
            id: `${id}-domain`,
            domain,
            suffix: null,
            targetPort: null,
            projectId: environment.projectId,
            environmentId: environment.id,
            serviceId: service.id,
            createdAt: timestamp(environment.createdAt),
            updatedAt: timestamp(environment.createdAt),
            deletedAt: null,
          },
        ],
});
