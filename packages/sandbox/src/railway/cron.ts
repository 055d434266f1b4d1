import { isDue } from '@release-train/workflows';
import { deploy } from './deploy/pipeline.ts';
import type { ServiceInstance } from './model.ts';
import { instancesOf, type Platform } from './platform.ts';

/**
 * Starts every cron service that is due in the minute of `at`: each run is a deployment record of
 * its own, with the commit and image of what is deployed. A run that has not ended is not joined
 * by another. https://docs.railway.com/cron-jobs
 */
export function tick(platform: Platform, at: Date): void {
  for (const instance of instancesOf(platform)) {
    const { cronSchedule } = instance.spec;
    const [current] = instance.active;
    if (cronSchedule === undefined || !current || isRunning(instance)) continue;
    if (!isDue({ cron: cronSchedule }, at)) continue;
    const { commit, image } = current;
    deploy(platform, instance, {
      cause: 'cron',
      ...(commit ? { commit } : {}),
      ...(image ? { image } : {}),
    });
  }
}

const isRunning = ({ active }: ServiceInstance): boolean => active.some(({ stopped }) => !stopped);
