import type { Deployment, ServiceInstance } from '../model.ts';
import { pause } from '../pause.ts';
import type { Platform } from '../platform.ts';
import type { Script } from '../specification.ts';
import { buildImage } from './build.ts';
import { skipReason } from './gates.ts';
import { become, createRecord, type Order, PhaseFailure, timingsOf } from './record.ts';
import { release } from './release.ts';
import { retire } from './retire.ts';
import { isInFlight } from './status.ts';

/** Creates a deployment and lets it run; the record is there at once. */
export function deploy(platform: Platform, instance: ServiceInstance, order: Order): Deployment {
  const deployment = createRecord(platform, instance, order);
  void platform.activity.during(() => run(platform, deployment));
  return deployment;
}

async function run(platform: Platform, deployment: Deployment): Promise<void> {
  try {
    const { initializing } = timingsOf(platform, deployment);
    await spend(platform, deployment, { status: 'INITIALIZING', ms: initializing });
    const skipped =
      deployment.cause === 'push' ? await skipReason(platform, deployment) : undefined;
    if (skipped === undefined) await ship(platform, deployment);
    else skip(platform, deployment, skipped);
  } catch (error) {
    await end(platform, deployment, error);
  }
}

async function ship(platform: Platform, deployment: Deployment): Promise<void> {
  deployment.abort.signal.throwIfAborted();
  const { habits } = platform;
  if (habits['railway-newest-wins']) supersede(deployment);
  if (!habits['railway-old-one-serves']) stopServing(platform, deployment);
  const { queued } = timingsOf(platform, deployment);
  if (queued > 0 || deployment.script.holdAt === 'QUEUED') {
    become(platform, deployment, 'QUEUED');
    await spend(platform, deployment, { status: 'QUEUED', ms: queued });
  }
  if (!deployment.commit) deployment.image ??= await buildImage(platform, deployment);
  if (!deployment.image) {
    become(platform, deployment, 'BUILDING');
    await spend(platform, deployment, { status: 'BUILDING', ms: 0 });
    deployment.image = await buildImage(platform, deployment);
  }
  become(platform, deployment, 'DEPLOYING');
  await spend(platform, deployment, { status: 'DEPLOYING', ms: 0 });
  await release(platform, deployment, deployment.image);
}

/** A newer deployment of the service ends the older ones that are still on their way. */
function supersede(newest: Deployment): void {
  for (const older of newest.instance.deployments) {
    if (older === newest) return;
    if (isInFlight(older.status)) older.abort.abort(new Error('superseded by a newer deployment'));
  }
}

function stopServing(platform: Platform, { instance }: Deployment): void {
  for (const old of [...instance.active]) retire(platform, old, false);
}

async function spend(
  platform: Platform,
  { script, abort }: Deployment,
  phase: { readonly status: NonNullable<Script['holdAt']>; readonly ms: number },
): Promise<void> {
  if (script.holdAt === phase.status) {
    await platform.activity.aside(() => pause(Number.POSITIVE_INFINITY, abort.signal));
  }
  await pause(phase.ms, abort.signal);
}

function skip(platform: Platform, deployment: Deployment, reason: string): void {
  deployment.skippedReason = reason;
  become(platform, deployment, 'SKIPPED');
}

async function end(platform: Platform, deployment: Deployment, error: unknown): Promise<void> {
  await deployment.container?.stop(0);
  deployment.stopped = true;
  if (deployment.abort.signal.aborted) return become(platform, deployment, 'REMOVED');
  if (error instanceof PhaseFailure) return become(platform, deployment, error.status);
  platform.warn(`Deployment ${deployment.id} failed: ${String(error)}`);
  become(platform, deployment, 'FAILED');
}
