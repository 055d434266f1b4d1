/** Deployments and commit statuses, as hosting providers write them. */
import type { Actor } from '../../ports.ts';
import { readCommit } from '../git/commits.ts';
import { timestamp } from '../model.ts';
import { commitJson, type Place } from '../payloads/commit-json.ts';
import { deploymentJson, deploymentStatusJson, statusJson } from '../payloads/deployment-json.ts';
import type { CommitStatus, Deployment, DeploymentStatus } from '../reports.ts';
import { commonPayload, defaultBranchTip } from './events.ts';

const about = (place: Place, actor: Actor) => ({ repository: place.repository.fullName, actor });

export function createDeployment(
  place: Place,
  author: Actor,
  wanted: Omit<Deployment, 'id' | 'author' | 'createdAt' | 'updatedAt' | 'statuses'>,
): Deployment {
  const { world, repository } = place;
  const now = timestamp();
  const times = { createdAt: now, updatedAt: now };
  const deployment: Deployment = { ...wanted, ...times, id: world.nextId(), author, statuses: [] };
  repository.deployments.set(deployment.id, deployment);
  const { fullRef: ref, sha } = deployment;
  const payload = {
    deployment: deploymentJson(place, deployment),
    ...commonPayload(place, author),
  };
  world.emit({ name: 'deployment', ...about(place, author), ref, sha, payload });
  return deployment;
}

/**
 * A new success retires the earlier ones of its environment. `inactive` starts no workflow, and
 * GITHUB_REF is empty for a deployment made from a commit:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#deployment_status
 */
export function addDeploymentStatus(
  place: Place,
  author: Actor,
  target: {
    deployment: Deployment;
    status: Omit<DeploymentStatus, 'id' | 'author' | 'createdAt'>;
    autoInactive: boolean;
  },
): DeploymentStatus {
  const { world } = place;
  const { deployment } = target;
  const status = { ...target.status, id: world.nextId(), author, createdAt: timestamp() };
  deployment.statuses.push(status);
  deployment.updatedAt = status.createdAt;
  if (status.state === 'success' && target.autoInactive) {
    retireOthers(place, author, deployment);
  }
  if (status.state === 'inactive') return status;
  const { fullRef: ref, sha } = deployment;
  const payload = {
    action: 'created',
    deployment_status: deploymentStatusJson(place, deployment, status),
    deployment: deploymentJson(place, deployment),
    workflow: null,
    workflow_run: null,
    check_run: null,
    ...commonPayload(place, author),
  };
  const event = { ...about(place, author), action: 'created', ref, sha, payload };
  world.emit({ name: 'deployment_status', ...event });
  return status;
}

function retireOthers({ world, repository }: Place, author: Actor, successful: Deployment): void {
  for (const other of repository.deployments.values()) {
    const last = other.statuses.at(-1);
    const same = other.environment === successful.environment && other !== successful;
    if (!same || last?.state !== 'success') continue;
    const rest = { id: world.nextId(), author, createdAt: timestamp() };
    other.statuses.push({ ...last, ...rest, state: 'inactive' });
  }
}

export function createStatus(
  place: Place,
  author: Actor,
  wanted: Omit<CommitStatus, 'id' | 'author' | 'createdAt'>,
): CommitStatus {
  const { world, repository } = place;
  const status = { ...wanted, id: world.nextId(), author, createdAt: timestamp() };
  repository.statuses.push(status);
  const { sha, context, state, description } = status;
  const payload = {
    ...statusJson(place, status),
    sha,
    name: repository.fullName,
    context,
    state,
    description,
    commit: commitJson(place, readCommit(repository.gitDir, sha)),
    branches: [],
    ...commonPayload(place, author),
  };
  world.emit({ name: 'status', ...about(place, author), ...defaultBranchTip(place), payload });
  return status;
}
