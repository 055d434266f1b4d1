/** What serves, and what must hold before it is replaced. */
import { ActiveAnswer, RollbackStateAnswer, toDeployment } from './answers.ts';
import { activeDeployments, rollbackState } from './queries.ts';
import type {
  ActiveDeployments,
  Deployment,
  Place,
  PlannedRollback,
  RollbackState,
} from './railway.ts';
import { newestFirst } from './selection.ts';
import type { Ask } from './shape.ts';

export async function readActive(
  ask: Ask,
  { projectId, environmentId }: Place,
): Promise<ActiveDeployments> {
  const active: Record<string, readonly Deployment[]> = {};
  for (let after: string | undefined; ; ) {
    const variables = { projectId, environmentId, after };
    const { serviceInstances } = (await ask(ActiveAnswer, activeDeployments, variables))
      .environment;
    for (const { node } of serviceInstances.edges) {
      active[node.serviceId] = newestFirst(node.activeDeployments.map(toDeployment));
    }
    const { pageInfo } = serviceInstances;
    if (!pageInfo?.hasNextPage || !pageInfo.endCursor) return active;
    after = pageInfo.endCursor;
  }
}

export async function readRollbackState(
  ask: Ask,
  { projectId, environmentId }: Place,
  rollback: PlannedRollback,
): Promise<RollbackState> {
  const variables = { projectId, environmentId, ...rollback };
  const answer = await ask(RollbackStateAnswer, rollbackState, variables);
  const { deployment, serviceInstance, deployments } = answer;
  return {
    target: {
      ...toDeployment(deployment),
      projectId: deployment.projectId,
      environmentId: deployment.environmentId,
    },
    active: newestFirst(serviceInstance.activeDeployments.map(toDeployment)),
    records: newestFirst(deployments.edges.map(({ node }) => toDeployment(node))),
  };
}
