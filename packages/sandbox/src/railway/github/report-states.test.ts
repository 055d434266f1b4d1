import { expect, it } from 'vitest';
import type { DeploymentStatus } from '../deploy/status.ts';
import { commitState, environmentState } from './report-states.ts';

it.each<{ status: DeploymentStatus; reason?: string; state: string; description: string }>([
  { status: 'BUILDING', state: 'pending', description: 'Deployment in progress' },
  { status: 'WAITING', state: 'pending', description: 'Waiting for CI' },
  { status: 'SUCCESS', state: 'success', description: 'Success' },
  { status: 'FAILED', state: 'failure', description: 'Deployment failed' },
  {
    status: 'SKIPPED',
    reason: 'No changes to watched files',
    state: 'success',
    description: 'No deployment needed - watched paths not modified',
  },
  {
    status: 'SKIPPED',
    reason: 'CI check suite failed',
    state: 'success',
    description: 'Deployment skipped - CI check suite failed',
  },
])('tells GitHub $state for $status ($reason)', ({ status, reason, state, description }) => {
  expect(commitState(status, reason)).toEqual({ state, description });
});

it('leaves the commit status alone when a deployment is removed', () => {
  expect(commitState('REMOVED')).toBeUndefined();
});

it.each<{ statuses: readonly DeploymentStatus[]; state: string | undefined }>([
  { statuses: ['INITIALIZING', 'INITIALIZING'], state: undefined },
  { statuses: ['BUILDING', 'INITIALIZING'], state: 'in_progress' },
  { statuses: ['SUCCESS', 'DEPLOYING'], state: 'in_progress' },
  { statuses: ['SUCCESS', 'WAITING'], state: undefined },
  { statuses: ['SUCCESS', 'SKIPPED'], state: 'success' },
  { statuses: ['SUCCESS', 'CRASHED'], state: 'failure' },
  { statuses: ['SKIPPED', 'SKIPPED'], state: undefined },
])('sums $statuses up as $state', ({ statuses, state }) => {
  expect(environmentState(statuses)).toBe(state);
});
