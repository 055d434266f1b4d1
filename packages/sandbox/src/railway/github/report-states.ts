import { CI_FAILED } from '../deploy/check-suites.ts';
import type { DeploymentStatus } from '../deploy/status.ts';
import { UNWATCHED } from '../deploy/watch-paths.ts';

export interface CommitState {
  readonly state: 'pending' | 'success' | 'failure';
  readonly description: string;
}

/** What a service's commit status says; undefined where Railway leaves it as it was. */
export function commitState(
  status: DeploymentStatus,
  skippedReason?: string,
): CommitState | undefined {
  switch (status) {
    case 'INITIALIZING':
    case 'QUEUED':
    case 'BUILDING':
    case 'DEPLOYING':
      return { state: 'pending', description: 'Deployment in progress' };
    case 'WAITING':
      return { state: 'pending', description: 'Waiting for CI' };
    case 'NEEDS_APPROVAL':
      return { state: 'pending', description: 'Waiting for approval' };
    case 'SUCCESS':
      return { state: 'success', description: 'Success' };
    case 'FAILED':
      return { state: 'failure', description: 'Deployment failed' };
    case 'CRASHED':
      return { state: 'failure', description: 'Deployment crashed' };
    case 'SKIPPED':
      return { state: 'success', description: skippedDescription(skippedReason) };
    case 'SLEEPING':
    case 'REMOVING':
    case 'REMOVED':
      return undefined;
    default:
      return status satisfies never;
  }
}

/** A skip is a green tick on GitHub, also when nothing was deployed for a bad reason. */
const skippedDescription = (reason: string | undefined): string => {
  if (reason === UNWATCHED) return 'No deployment needed - watched paths not modified';
  return reason === CI_FAILED ? 'Deployment skipped - CI check suite failed' : 'Deployment skipped';
};

export type EnvironmentState = 'in_progress' | 'success' | 'failure';

/**
 * The one GitHub deployment of an environment and commit, from the newest deployment of each
 * service. Nothing is reported before something is built or deployed.
 */
export function environmentState(
  statuses: readonly DeploymentStatus[],
): EnvironmentState | undefined {
  const some = (...wanted: readonly DeploymentStatus[]) =>
    statuses.some((status) => wanted.includes(status));
  if (some('BUILDING', 'DEPLOYING')) return 'in_progress';
  if (some('INITIALIZING', 'NEEDS_APPROVAL', 'WAITING', 'QUEUED')) return undefined;
  if (some('FAILED', 'CRASHED')) return 'failure';
  return some('SUCCESS', 'SLEEPING') ? 'success' : undefined;
}
