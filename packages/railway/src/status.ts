/**
 * The statuses of a Railway deployment and what each means for somebody who waits.
 * https://docs.railway.com/reference/deployments and the `DeploymentStatus` enum of the API.
 */
export const deploymentStatuses = [
  'INITIALIZING',
  'QUEUED',
  'WAITING',
  'NEEDS_APPROVAL',
  'BUILDING',
  'DEPLOYING',
  'SUCCESS',
  'SLEEPING',
  'FAILED',
  'CRASHED',
  'SKIPPED',
  'REMOVING',
  'REMOVED',
] as const;

export type DeploymentStatus = (typeof deploymentStatuses)[number];

/**
 * - `queued`: nothing happens yet (build queue, Wait for CI); worth asking less often
 * - `moving`: building or starting
 * - `needs-approval`: blocked on a person
 * - `live`: deployed; `failed`, `crashed`, `skipped`: ended without
 * - `removed`: no longer current, which alone says neither success nor failure
 * - `unknown`: a status Railway added after this was written; never a failure by itself
 */
export type Phase =
  | 'queued'
  | 'moving'
  | 'needs-approval'
  | 'live'
  | 'failed'
  | 'crashed'
  | 'skipped'
  | 'removed'
  | 'unknown';

const phases: Readonly<Record<DeploymentStatus, Phase>> = {
  INITIALIZING: 'moving',
  QUEUED: 'queued',
  WAITING: 'queued',
  NEEDS_APPROVAL: 'needs-approval',
  BUILDING: 'moving',
  DEPLOYING: 'moving',
  SUCCESS: 'live',
  SLEEPING: 'live',
  FAILED: 'failed',
  CRASHED: 'crashed',
  SKIPPED: 'skipped',
  REMOVING: 'removed',
  REMOVED: 'removed',
};

export const isKnownStatus = (status: string): status is DeploymentStatus =>
  Object.hasOwn(phases, status);

export const phaseOf = (status: string): Phase =>
  isKnownStatus(status) ? phases[status] : 'unknown';

/** The deployment may still end well by itself or by somebody's approval. */
export const isInFlight = (phase: Phase): boolean =>
  ['queued', 'moving', 'needs-approval', 'unknown'].includes(phase);
