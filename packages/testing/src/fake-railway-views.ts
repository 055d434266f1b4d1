/** A stage as Railway's GraphQL types show it. */
import type { Deployment } from '@release-train/railway';
import type { RailwayStage } from './fake-railway-stage.ts';
import {
  type FakeEnvironment,
  type FakeService,
  type RailwayWorld,
  serviceId,
} from './fake-railway-world.ts';

export interface Page {
  readonly first?: number;
  readonly after?: string;
}

export function connection<T>(items: readonly T[], { first = 10, after }: Page) {
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

export const deploymentView = (record: Deployment) => ({
  id: record.id,
  serviceId: record.serviceId,
  projectId: 'project-1',
  environmentId: 'environment-1',
  status: record.status,
  createdAt: new Date(record.createdAtMs).toISOString(),
  statusUpdatedAt: new Date(record.statusSinceMs ?? 0).toISOString(),
  deploymentStopped: record.stopped,
  canRollback: record.canRollback,
  instances: (record.instances ?? []).map((status, index) => ({ id: `${index}`, status })),
  meta: {
    commitHash: record.commit,
    imageDigest: record.imageDigest,
    skippedReason: record.skippedReason,
    reason: record.reason,
  },
});

export function environmentsOf(world: RailwayWorld, stage: RailwayStage) {
  const instances = world.services.map((service) => instanceOf(service, stage));
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
  const all: readonly FakeEnvironment[] = [
    { id: 'environment-1', name: world.environment },
    ...(world.otherEnvironments ?? []),
  ];
  return all.map(({ id, name, pullRequest }) => ({
    id,
    name,
    isEphemeral: pullRequest !== undefined,
    meta: {
      prNumber: pullRequest?.number,
      prRepo: pullRequest?.repository,
      skippedResourceIds: { services: leftOutOf(world) },
    },
    serviceInstances: (page: Page) => connection(instances, page),
    deploymentTriggers: (page: Page) => connection(triggers, page),
  }));
}

export const leftOutOf = ({ services }: RailwayWorld): readonly string[] =>
  services.filter(({ isLeftOut }) => isLeftOut).map(({ name }) => serviceId(name));

export const instanceOf = (service: FakeService, stage: RailwayStage) => ({
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
  activeDeployments: () => stage.active(service.name).map(deploymentView),
});
