/** What people and API clients order: each answers at once and works on behind. */
import { RailwayError } from './api/errors.ts';
import { deploy } from './deploy/pipeline.ts';
import { become } from './deploy/record.ts';
import { retire } from './deploy/retire.ts';
import { isInFlight } from './deploy/status.ts';
import type { Deployment, ServiceInstance } from './model.ts';
import type { Platform } from './platform.ts';

/** An image stays for a while after its deployment was removed; a failed one is no target. */
export function canRollback(platform: Platform, deployment: Deployment): boolean {
  const { image, status, statusUpdatedAt } = deployment;
  if (!image) return false;
  if (status === 'REMOVED') return Date.now() - statusUpdatedAt < platform.imageRetentionMs;
  return status === 'SUCCESS' || status === 'SLEEPING' || status === 'CRASHED';
}

export const canRedeploy = ({ status }: Deployment): boolean =>
  !isInFlight(status) && status !== 'REMOVING' && status !== 'REMOVED';

/** A new deployment of the stored image, the old commit and the old variables. */
export function rollBack(platform: Platform, target: Deployment): void {
  if (!target.image || !canRollback(platform, target)) {
    throw new RailwayError('Deployment cannot be rolled back');
  }
  const { instance, image } = target;
  deploy(platform, instance, { cause: 'rollback', image, ...asItWas(target) });
}

/** The deployment's own commit again, never a newer one; removed deployments are rebuilt. */
export function redeploy(platform: Platform, target: Deployment, reuseImage: boolean): Deployment {
  if (isInFlight(target.status)) throw new RailwayError('Deployment is still in progress');
  const { instance, image } = target;
  const stored = reuseImage && image && canRollback(platform, target) ? { image } : {};
  return deploy(platform, instance, { cause: 'redeploy', ...asItWas(target), ...stored });
}

const asItWas = ({ commit, variables }: Deployment) => ({
  variables,
  ...(commit ? { commit } : {}),
});

/** Restarts the containers in place; a crashed deployment comes back. */
export function restart(platform: Platform, deployment: Deployment): void {
  const { container, instance } = deployment;
  if (!container || !instance.active.includes(deployment)) {
    throw new RailwayError('Deployment is not running');
  }
  void platform.activity.during(async () => {
    await container.restart();
    if (deployment.retiring) return container.stop(0);
    deployment.stopped = false;
    if (deployment.status === 'CRASHED') become(platform, deployment, 'SUCCESS');
  });
}

export function cancel({ status, abort }: Deployment): void {
  if (!isInFlight(status)) throw new RailwayError('Deployment is not in progress');
  abort.abort(new Error('cancelled'));
}

/** Ends the container and leaves the record as it is. */
export function stop(platform: Platform, deployment: Deployment): void {
  const { container, instance } = deployment;
  if (!container || !instance.active.includes(deployment)) {
    throw new RailwayError('Deployment is not running');
  }
  void platform.activity.during(async () => {
    await container.stop((instance.spec.drainingSeconds ?? 0) * 1000);
    deployment.stopped = true;
  });
}

/** New variables deploy what is deployed already, once more. */
export function changeVariables(
  platform: Platform,
  instance: ServiceInstance,
  variables: Readonly<Record<string, string>>,
): void {
  instance.variables = { ...instance.variables, ...variables };
  const [current] = instance.active;
  if (!current) return;
  const { commit } = current;
  deploy(platform, instance, { cause: 'redeploy', ...(commit ? { commit } : {}) });
}

export function remove(platform: Platform, deployment: Deployment): void {
  if (!deployment.instance.active.includes(deployment)) {
    throw new RailwayError('Deployment is not active');
  }
  retire(platform, deployment, false);
}

export function approve(platform: Platform, deployment: Deployment): void {
  if (deployment.status !== 'NEEDS_APPROVAL') {
    throw new RailwayError('Deployment does not need approval');
  }
  deployment.approved = true;
  platform.news.ring(deployment.id);
}

/** Deploys the branch's tip or exactly this commit, past Wait for CI and watch paths. */
export async function deployCommit(
  platform: Platform,
  instance: ServiceInstance,
  sha?: string | null,
): Promise<Deployment> {
  const { trigger } = instance.spec;
  if (!trigger) return deploy(platform, instance, { cause: 'deploy' });
  const commit = await platform.source.commit(trigger, sha ?? undefined);
  if (!commit) throw new RailwayError('Commit not found');
  return deploy(platform, instance, { cause: 'deploy', commit });
}

export function redeployLatest(platform: Platform, instance: ServiceInstance): void {
  const latest = instance.deployments.at(-1);
  if (!latest) throw new RailwayError('Service has no deployment');
  redeploy(platform, latest, false);
}
