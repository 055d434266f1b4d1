import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import type { Deployment, Image } from '../model.ts';
import type { Platform } from '../platform.ts';
import { Container } from './container.ts';
import { duringStep, failIfScripted, PhaseFailure } from './record.ts';

/**
 * Between build and deploy, in a container of its own whose files are lost; the old deployment
 * serves on when it fails. https://docs.railway.com/deployments/pre-deploy-command
 */
export async function runPreDeployCommand(
  platform: Platform,
  deployment: Deployment,
  image: Image,
): Promise<void> {
  const { preDeployCommand, rootDirectory = '' } = deployment.instance.spec;
  if (!preDeployCommand) return;
  await duringStep(deployment, 'PRE_DEPLOY_COMMAND', async () => {
    failIfScripted(deployment, 'PRE_DEPLOY_COMMAND');
    const folder = join(platform.root, 'containers', `${deployment.id}-pre-deploy`);
    await cp(image.folder, folder, { recursive: true });
    const end = await runToItsEnd(deployment, preDeployCommand, join(folder, rootDirectory));
    if (end === 'crashed') throw new PhaseFailure('FAILED', 'The pre-deploy command failed');
  });
}

function runToItsEnd(
  deployment: Deployment,
  command: readonly string[],
  folder: string,
): Promise<'exited' | 'crashed'> {
  const { signal } = deployment.abort;
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const container = new Container(
      {
        command,
        folder,
        environment: containerEnvironment(deployment),
        restartPolicy: 'NEVER',
        maxRetries: 0,
        restartDelayMs: 0,
        onLine: (line) => deployment.logs.push(line),
        onEnd: (end) => {
          signal.removeEventListener('abort', stop);
          resolve(end);
        },
      },
      0,
    );
    const stop = () => {
      container.kill();
      reject(signal.reason);
    };
    signal.addEventListener('abort', stop, { once: true });
  });
}

/** What a process of a deployment finds, but for its port: nothing of ours except PATH. */
export const containerEnvironment = ({
  id,
  instance: { service, environment },
  commit,
  variables,
}: Deployment): Readonly<Record<string, string>> => ({
  PATH: process.env['PATH'] ?? '',
  ...variables,
  ...(commit ? { RAILWAY_GIT_COMMIT_SHA: commit.sha } : {}),
  RAILWAY_DEPLOYMENT_ID: id,
  RAILWAY_SERVICE_NAME: service.name,
  RAILWAY_ENVIRONMENT_NAME: environment.name,
});
