import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import type { Deployment, Image } from '../model.ts';
import { pause } from '../pause.ts';
import type { Platform } from '../platform.ts';
import { Container } from './container.ts';
import { freePort } from './free-port.ts';
import { awaitHealthy } from './health-check.ts';
import { containerEnvironment, runPreDeployCommand } from './pre-deploy.ts';
import { become, duringStep, failIfScripted, PhaseFailure, timingsOf } from './record.ts';
import { retire } from './retire.ts';
import { sleepWhenIdle } from './sleep.ts';

/** Starts the container, waits for its health, gives it the traffic, retires its predecessors. */
export async function release(
  platform: Platform,
  deployment: Deployment,
  image: Image,
): Promise<void> {
  const timings = timingsOf(platform, deployment);
  const { healthcheckPath, cronSchedule } = deployment.instance.spec;
  await runPreDeployCommand(platform, deployment, image);
  if (cronSchedule !== undefined && deployment.cause !== 'cron') {
    return activate(platform, deployment); // It runs when it is due, not when it is deployed.
  }
  await duringStep(deployment, 'CREATE_CONTAINER', async () => {
    await pause(timings.deploy, deployment.abort.signal);
    failIfScripted(deployment, 'CREATE_CONTAINER');
    deployment.container = await createContainer(platform, deployment, image);
  });
  if (healthcheckPath !== undefined) {
    await duringStep(deployment, 'HEALTHCHECK', () => {
      failIfScripted(deployment, 'HEALTHCHECK');
      return awaitHealthy(deployment, healthcheckPath, timings);
    });
  }
  deployment.abort.signal.throwIfAborted();
  activate(platform, deployment);
}

async function createContainer(
  platform: Platform,
  deployment: Deployment,
  image: Image,
): Promise<Container> {
  const { instance, id } = deployment;
  const { spec } = instance;
  const folder = join(platform.root, 'containers', id);
  await cp(image.folder, folder, { recursive: true });
  const port = await freePort();
  deployment.abort.signal.throwIfAborted();
  return new Container(
    {
      command: spec.startCommand,
      folder: join(folder, spec.rootDirectory ?? ''),
      environment: { ...containerEnvironment(deployment), PORT: String(port) },
      restartPolicy: spec.restartPolicyType ?? 'ON_FAILURE',
      maxRetries: spec.restartPolicyMaxRetries ?? 10,
      restartDelayMs: timingsOf(platform, deployment).restart,
      onLine: (line) => deployment.logs.push(line),
      onEnd: (end) => ended(platform, deployment, end),
    },
    port,
  );
}

/** Before the traffic switch the health check judges an ended container; afterwards we do. */
function ended(platform: Platform, deployment: Deployment, end: 'exited' | 'crashed'): void {
  deployment.stopped = true;
  const serving = deployment.status === 'SUCCESS' || deployment.status === 'SLEEPING';
  if (end === 'crashed' && serving) become(platform, deployment, 'CRASHED');
}

function activate(platform: Platform, deployment: Deployment): void {
  const { container, instance, script } = deployment;
  if (container?.state === 'crashed') {
    throw new PhaseFailure('CRASHED', 'The container crashed when it started');
  }
  const predecessors = [...instance.active];
  instance.active.unshift(deployment);
  become(platform, deployment, 'SUCCESS');
  if (!container) deployment.stopped = true;
  for (const predecessor of predecessors) retire(platform, predecessor);
  if (script.outcome === 'CRASHED') container?.crash();
  if (instance.spec.sleepApplication) sleepWhenIdle(platform, deployment);
}
