/** The 13 statuses of Railway's `DeploymentStatus` and the steps between them. */
export type DeploymentStatus =
  | 'INITIALIZING'
  | 'NEEDS_APPROVAL'
  | 'WAITING'
  | 'QUEUED'
  | 'BUILDING'
  | 'DEPLOYING'
  | 'SUCCESS'
  | 'SLEEPING'
  | 'CRASHED'
  | 'FAILED'
  | 'SKIPPED'
  | 'REMOVING'
  | 'REMOVED';

/** Statuses a deployment leaves on its own or by somebody's approval. */
const inFlight: ReadonlySet<DeploymentStatus> = new Set([
  'INITIALIZING',
  'NEEDS_APPROVAL',
  'WAITING',
  'QUEUED',
  'BUILDING',
  'DEPLOYING',
]);

const next: Readonly<Record<DeploymentStatus, readonly DeploymentStatus[]>> = {
  INITIALIZING: [
    'NEEDS_APPROVAL',
    'WAITING',
    'QUEUED',
    'BUILDING',
    'DEPLOYING',
    'SKIPPED',
    'FAILED',
    'REMOVED',
  ],
  NEEDS_APPROVAL: ['WAITING', 'QUEUED', 'BUILDING', 'SKIPPED', 'FAILED', 'REMOVED'],
  WAITING: ['QUEUED', 'BUILDING', 'SKIPPED', 'FAILED', 'REMOVED'],
  QUEUED: ['BUILDING', 'DEPLOYING', 'FAILED', 'REMOVED'],
  BUILDING: ['DEPLOYING', 'FAILED', 'REMOVED'],
  DEPLOYING: ['SUCCESS', 'FAILED', 'CRASHED', 'REMOVED'],
  SUCCESS: ['SLEEPING', 'CRASHED', 'REMOVING'],
  SLEEPING: ['SUCCESS', 'CRASHED', 'REMOVING'],
  CRASHED: ['SUCCESS', 'REMOVING'],
  FAILED: [],
  SKIPPED: [],
  REMOVING: ['REMOVED'],
  REMOVED: [],
};

export const isInFlight = (status: DeploymentStatus): boolean => inFlight.has(status);

export const mayBecome = (from: DeploymentStatus, to: DeploymentStatus): boolean =>
  next[from].includes(to);
