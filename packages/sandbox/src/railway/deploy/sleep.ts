import type { Deployment } from '../model.ts';
import { pause } from '../pause.ts';
import type { Platform } from '../platform.ts';
import { become, timingsOf } from './record.ts';

/**
 * Serverless: without traffic the container is stopped. Railway looks at outbound packets, the
 * sandbox at requests. https://docs.railway.com/deployments/serverless
 */
export function sleepWhenIdle(platform: Platform, deployment: Deployment): void {
  void watch(platform, deployment).catch(() => undefined); // Rejects when the deployment is removed.
}

async function watch(platform: Platform, deployment: Deployment): Promise<void> {
  const { sleepAfter } = timingsOf(platform, deployment);
  while (deployment.status === 'SUCCESS') {
    const awake = deployment.httpLogs.at(-1)?.at ?? 0;
    const left = Math.max(awake, deployment.statusUpdatedAt) + sleepAfter - Date.now();
    if (left > 0) await pause(left, deployment.abort.signal);
    else {
      become(platform, deployment, 'SLEEPING');
      await deployment.container?.stop(0);
    }
  }
}

/** The first request wakes the app; Railway warns that it may see a 502. */
export async function wake(platform: Platform, deployment: Deployment): Promise<void> {
  if (deployment.status !== 'SLEEPING') return;
  become(platform, deployment, 'SUCCESS');
  await deployment.container?.restart();
  sleepWhenIdle(platform, deployment);
}
