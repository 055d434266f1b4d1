import { identifier } from '../identifier.ts';
import type { Cause, Deployment, DeploymentEvent, Image, ServiceInstance } from '../model.ts';
import type { Platform } from '../platform.ts';
import type { Commit } from '../source-repository.ts';
import type { DeploymentEventStep, Timings } from '../specification.ts';
import { type DeploymentStatus, mayBecome } from './status.ts';

export interface Order {
  readonly cause: Cause;
  readonly commit?: Commit;
  /** Those of an older deployment; the service's present ones unless told. */
  readonly variables?: Readonly<Record<string, string>>;
  /** A stored image makes the deployment skip the build. */
  readonly image?: Image;
}

/** A phase that ended the deployment, with what its event says. */
export class PhaseFailure extends Error {
  override readonly name = 'PhaseFailure';
  readonly status: 'FAILED' | 'CRASHED';
  constructor(status: 'FAILED' | 'CRASHED', message: string) {
    super(message);
    this.status = status;
  }
}

/** Adds the record to its service instance; nothing runs yet. */
export function createRecord(
  platform: Platform,
  instance: ServiceInstance,
  order: Order,
): Deployment {
  const now = Date.now();
  const deployment: Deployment = {
    variables: instance.variables,
    ...order,
    id: identifier('deployment', instance.id, instance.deployments.length),
    instance,
    script: platform.takeScript(instance, order.commit?.sha),
    createdAt: now,
    abort: new AbortController(),
    history: [{ status: 'INITIALIZING', at: now }],
    events: [],
    buildLogs: [],
    logs: [],
    httpLogs: [],
    status: 'INITIALIZING',
    statusUpdatedAt: now,
    updatedAt: now,
    stopped: false,
    approved: false,
    retiring: false,
  };
  instance.deployments.push(deployment);
  platform.onStatus(deployment);
  return deployment;
}

/** Changes the status; a step that Railway does not take is a bug of the sandbox. */
export function become(platform: Platform, deployment: Deployment, status: DeploymentStatus): void {
  if (!mayBecome(deployment.status, status)) {
    throw new Error(`Deployment ${deployment.id} cannot go from ${deployment.status} to ${status}`);
  }
  const now = Date.now();
  Object.assign(deployment, { status, statusUpdatedAt: now, updatedAt: now });
  deployment.history.push({ status, at: now });
  platform.onStatus(deployment);
}

/** Records the step in the deployment's timeline, with its error when the work fails. */
export async function duringStep<T>(
  deployment: Deployment,
  step: DeploymentEventStep,
  work: () => Promise<T>,
): Promise<T> {
  const event: DeploymentEvent = {
    id: identifier('event', deployment.id, deployment.events.length),
    step,
    createdAt: Date.now(),
  };
  deployment.events.push(event);
  try {
    return await work();
  } catch (error) {
    event.error = error instanceof Error ? error.message : String(error);
    throw error;
  } finally {
    event.completedAt = Date.now();
  }
}

/** Ends the deployment where its script says so. */
export function failIfScripted({ script }: Deployment, step: DeploymentEventStep): void {
  if (script.outcome !== 'FAILED' || (script.atStep ?? 'BUILD_IMAGE') !== step) return;
  throw new PhaseFailure('FAILED', script.error ?? `${step} failed`);
}

export const timingsOf = (platform: Platform, { instance, script }: Deployment): Timings => ({
  ...platform.timings,
  ...instance.spec.timings,
  ...script.timings,
});
