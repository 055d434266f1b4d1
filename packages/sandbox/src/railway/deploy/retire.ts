import type { Deployment } from '../model.ts';
import { pause } from '../pause.ts';
import type { Platform } from '../platform.ts';
import { become, duringStep } from './record.ts';

/**
 * Takes a deployment out of service: overlap, then SIGTERM, then SIGKILL after the draining time.
 * https://docs.railway.com/deployments/deployment-teardown
 */
export function retire(platform: Platform, deployment: Deployment, overlap = true): void {
  if (deployment.retiring) return;
  deployment.retiring = true;
  const { overlapSeconds = 0, drainingSeconds = 0 } = deployment.instance.spec;
  void platform.activity.during(async () => {
    const { signal } = deployment.abort;
    if (overlap && overlapSeconds > 0) {
      await pause(overlapSeconds * 1000, signal).catch(() => undefined);
    }
    const { active } = deployment.instance;
    active.splice(active.indexOf(deployment), 1);
    become(platform, deployment, 'REMOVING');
    deployment.abort.abort(new Error('removed'));
    await duringStep(deployment, 'DRAIN_INSTANCES', async () => {
      await deployment.container?.stop(drainingSeconds * 1000);
    });
    deployment.stopped = true;
    become(platform, deployment, 'REMOVED');
  });
}
