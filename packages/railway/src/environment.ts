/** What the adapter reads of one environment. */
import type * as z from 'zod/mini';
import {
  AutoDeployStatus,
  DeploymentsAnswer,
  LeftOut,
  ObstaclesAnswer,
  PlatformStatus,
  PreflightAnswer,
  type TriggerOf,
  toDeployment,
  toService,
} from './answers.ts';
import { findDeployments, obstacles, preflight } from './queries.ts';
import type { Deployment, Obstacles, Place, Service } from './railway.ts';
import { newestFirst } from './selection.ts';
import { type Ask, shaped } from './shape.ts';

export async function readServices(
  ask: Ask,
  { projectId, environmentId }: Place,
): Promise<Service[]> {
  type Instances = z.infer<typeof PreflightAnswer>['environment']['serviceInstances']['edges'];
  const instances: Instances = [];
  const triggers: TriggerOf[] = [];
  const cursors: { after?: string | undefined; triggersAfter?: string | undefined } = {};
  for (;;) {
    const variables = { projectId, environmentId, ...cursors };
    const { environment } = await ask(PreflightAnswer, preflight, variables);
    const { serviceInstances, deploymentTriggers } = environment;
    instances.push(...serviceInstances.edges);
    triggers.push(...deploymentTriggers.edges.map(({ node }) => node));
    const infos = [serviceInstances.pageInfo, deploymentTriggers.pageInfo];
    if (!infos.some((info) => info?.hasNextPage)) break;
    cursors.after = serviceInstances.pageInfo?.endCursor ?? cursors.after;
    cursors.triggersAfter = deploymentTriggers.pageInfo?.endCursor ?? cursors.triggersAfter;
  }
  return instances.map(({ node }) => toService(node, triggers));
}

/** Records on the common page: enough for a push to 100 services and its redeploys. */
const pageSize = 200;

export async function readDeployments(
  ask: Ask,
  { projectId, environmentId }: Place,
  alone: readonly string[],
): Promise<readonly Deployment[]> {
  const variables = { projectId, environmentId, first: pageSize, ...numbered(alone) };
  const pages = await ask(DeploymentsAnswer, findDeployments(alone.length), variables);
  const records = Object.values(pages).flatMap(({ edges }) =>
    edges.map(({ node }) => toDeployment(node)),
  );
  return newestFirst([...new Map(records.map((record) => [record.id, record])).values()]);
}

const numbered = (ids: readonly string[]): Record<string, string> =>
  Object.fromEntries(ids.map((id, index) => [`service${index}`, id]));

export async function readObstacles(
  ask: Ask,
  { projectId, environmentId }: Place,
  serviceIds: readonly string[],
): Promise<Obstacles> {
  const variables = { projectId, environmentId, ...numbered(serviceIds) };
  const answer = await ask(ObstaclesAnswer, obstacles(serviceIds.length), variables);
  const { incident } = shaped(PlatformStatus, answer['platformStatus']);
  const environment = shaped(LeftOut, answer['environment']);
  const skipped = JSON.stringify(environment?.meta?.skippedResourceIds ?? '');
  const leftOut = serviceIds.filter((id) => skipped.includes(`"${id}"`));
  return {
    autoDeploy: Object.fromEntries(
      serviceIds.map((id, index) => {
        const { enabled, reason } = shaped(AutoDeployStatus, answer[`service${index}`]);
        return [id, { enabled, ...(reason ? { reason } : {}) }];
      }),
    ),
    ...(leftOut.length > 0 ? { leftOut } : {}),
    ...(incident ? { incident: `${incident.message} (${incident.url})` } : {}),
  };
}
