/** With `cancel-on-abort`: what a cancelled job waited for is cancelled on Railway too. */
import { type Log, oneLine } from '@release-train/action-kit';
import type { Clock } from '@release-train/polling';
import type { Deployer } from '@release-train/railway';
import type { Judged } from './report.ts';

export interface TakeBackPorts {
  readonly railway: Deployer;
  readonly clock: Clock;
  readonly log: Log;
}

/** A cancelled job has 10 s in all, and its outputs are still to be written. */
const mostMs = 4000;
const mostDeployments = 20;

/** The names of the services whose deployment Railway cancelled; each is asked for once. Never throws. */
export async function takeBack(
  services: readonly Judged[],
  { railway, clock, log }: TakeBackPorts,
): Promise<readonly string[]> {
  const moving = services.filter(({ watched: { pinned } }) => isOnItsWay(pinned?.phase));
  const done: string[] = [];
  const orders = moving.slice(0, mostDeployments).map(async ({ watched }) => {
    const name = oneLine(watched.service.name, 60);
    try {
      await railway.cancelDeployment(watched.pinned?.id ?? '');
      done.push(watched.service.name);
      log.info(`${name}: deployment ${watched.pinned?.id} cancelled on Railway`);
    } catch (error) {
      const words = oneLine(error instanceof Error ? error.message : String(error), 300);
      log.warning(`${name}: the deployment could not be cancelled on Railway: ${words}`);
    }
  });
  const enough = new AbortController();
  await Promise.race([
    Promise.all(orders),
    clock.sleep(mostMs, enough.signal).catch(() => undefined),
  ]);
  enough.abort();
  return done;
}

const isOnItsWay = (phase: string | undefined): boolean => phase === 'moving' || phase === 'queued';
