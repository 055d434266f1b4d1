/** Waits until the commit is live on every service that deploys it. */
import { ActionError, type Log, oneLine } from '@release-train/action-kit';
import type { Clock } from '@release-train/polling';
import {
  type Deployment,
  isTransient,
  type Place,
  type Railway,
  type Service,
} from '@release-train/railway';
import { chooseServices, type ServiceChoice } from '@release-train/railway/service-choice';
import { type Arrival, arrivalOf, type Ended } from './arrival.ts';
import { lookPauseMs, waitingPauseMs } from './look-pause.ts';
import type { Pinned } from './release.ts';

export interface AwaitPorts {
  readonly railway: Railway;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

export interface Target extends Omit<ServiceChoice, 'place'> {
  readonly project: string | undefined;
  readonly environment: string | undefined;
  readonly commit: string;
  readonly isOwnSuite: boolean;
  readonly timeoutMs: number;
}

export interface Release {
  readonly commit: string;
  readonly place: Place;
  readonly pinned: readonly Pinned[];
  /** All services chosen, those with another commit included. */
  readonly services: readonly Service[];
  /** Public addresses of the services. */
  readonly urls: readonly string[];
  /** The deployments Railway has on record, newest first. */
  readonly records: readonly Deployment[];
}

/** @throws RailwayError, HttpError or ActionError that waiting would not cure */
export async function awaitRelease(target: Target, ports: AwaitPorts): Promise<Release | Ended> {
  const { railway, clock, log, signal } = ports;
  const place = await railway.readPlace(target);
  const all = await railway.readServices(place);
  const services = chooseServices(all, { ...target, place });
  const names = services.map(({ name }) => `"${oneLine(name, 60)}"`).join(', ');
  log.info(`commit ${target.commit.slice(0, 12)} on ${names} of "${oneLine(place.projectName)}"`);
  const startedMs = clock.monotonic();
  const told = { state: '' };
  for (;;) {
    const elapsedMs = clock.monotonic() - startedMs;
    const records = await readRecords(ports, { place, alone: services.map(({ id }) => id) });
    const arrival: Arrival = records
      ? arrivalOf({ ...target, services, records, elapsedMs })
      : { kind: 'waiting', on: 'Railway did not answer' };
    if (arrival.kind === 'ended') return arrival;
    if (arrival.kind === 'live') {
      const urls = services.flatMap((service) => [...service.urls]);
      const { commit } = target;
      const { pinned } = arrival;
      return { commit, place, pinned, services, urls, records: records ?? [] };
    }
    const leftMs = target.timeoutMs - elapsedMs;
    if (signal.aborted || leftMs <= 0) return outOfTime(arrival.on, signal.aborted);
    if (told.state !== arrival.on) log.info(`waiting: ${oneLine(arrival.on, 300)}`);
    told.state = arrival.on;
    const usualMs = Math.min(leftMs, waitingPauseMs(elapsedMs));
    await clock.sleep(lookPauseMs(railway.usage(), { usualMs, leftMs }), signal);
  }
}

/** One look; a failure in passing costs the look, not the wait. */
export async function readRecords(
  { railway, log }: Pick<AwaitPorts, 'railway' | 'log'>,
  { place, alone }: { readonly place: Place; readonly alone: readonly string[] },
): Promise<readonly Deployment[] | undefined> {
  try {
    return await railway.readDeployments(place, alone);
  } catch (error) {
    if (!(error instanceof ActionError) || !isTransient(error)) throw error;
    log.warning(`Railway did not answer, asking again: ${oneLine(error.message, 300)}`);
    return undefined;
  }
}

const outOfTime = (on: string, isCancelled: boolean): Ended => ({
  kind: 'ended',
  verdict: 'inconclusive',
  reason: isCancelled ? 'cancelled' : 'not-deployed',
  why: isCancelled ? `cancelled while waiting: ${on}` : `the time to wait is over: ${on}`,
});
