import { canRedeploy, canRollback } from '../commands.ts';
import type { Deployment } from '../model.ts';
import type { Platform } from '../platform.ts';
import type { Commit } from '../source-repository.ts';

/** The fields of `Deployment` that lead nowhere else. */
export const deploymentFields = (platform: Platform, deployment: Deployment) => {
  const { instance, container } = deployment;
  const url = instance.domain ?? null;
  return {
    id: deployment.id,
    status: deployment.status,
    createdAt: timestamp(deployment.createdAt),
    updatedAt: timestamp(deployment.updatedAt),
    statusUpdatedAt: timestamp(deployment.statusUpdatedAt),
    projectId: instance.environment.projectId,
    environmentId: instance.environment.id,
    serviceId: instance.service.id,
    creator: null,
    snapshotId: null,
    meta: meta(deployment),
    url,
    staticUrl: url,
    canRollback: canRollback(platform, deployment),
    canRedeploy: canRedeploy(deployment),
    deploymentStopped: deployment.stopped,
    diagnosis: null,
    suggestAddServiceDomain: false,
    instances: container
      ? [{ id: instanceId(deployment), status: instanceStatus(deployment) }]
      : [],
  };
};

export const timestamp = (ms: number): string => new Date(ms).toISOString();

export const instanceId = ({ id }: Deployment): string => `${id}-0`;

/** Railway's opaque bag; keys as seen in public readbacks. */
function meta({ cause, commit, image, instance, skippedReason }: Deployment) {
  const { rootDirectory, watchPatterns = [], healthcheckPath = null } = instance.spec;
  const { restartPolicyType = 'ON_FAILURE', startCommand } = instance.spec;
  const deploy = { startCommand: startCommand.join(' '), healthcheckPath, restartPolicyType };
  return {
    ...(commit ? codeMeta(commit) : { image: instance.spec.image }),
    rootDirectory: rootDirectory ?? null,
    reason: cause === 'push' ? 'deploy' : cause,
    ...(skippedReason === undefined ? {} : { skippedReason }),
    ...(image && commit ? { imageDigest: image.digest } : {}),
    serviceManifest: skippedReason === undefined ? { build: { watchPatterns }, deploy } : {},
  };
}

const codeMeta = ({ repository, branch, sha, message, author }: Commit) => ({
  repo: repository,
  branch,
  commitHash: sha,
  commitMessage: message,
  commitAuthor: author,
});

function instanceStatus({ status, container }: Deployment): string {
  if (status === 'REMOVED' || status === 'REMOVING') return status;
  switch (container?.state) {
    case 'running':
      return status === 'DEPLOYING' ? 'INITIALIZING' : 'RUNNING';
    case 'restarting':
      return 'RESTARTING';
    case 'crashed':
      return 'CRASHED';
    case 'exited':
      return 'EXITED';
    default:
      return 'STOPPED';
  }
}
