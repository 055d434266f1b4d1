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
import { arrivalOf, deploymentsOf, type Ended } from './arrival.ts';
import { lookPauseMs, waitingPauseMs } from './look-pause.ts';
import type { Pinned } from './release.ts';
import type { Waiting } from './why.ts';
import { waitingText } from './why-text.ts';

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
  const startedMs = clock.monotonic();
  const look = lookout(target, ports);
  const told = { state: '' };
  for (;;) {
    const elapsedMs = clock.monotonic() - startedMs;
    const seen = await look(elapsedMs);
    if (seen.kind === 'ended') return seen;
    if (seen.kind === 'live') return seen.release;
    const leftMs = target.timeoutMs - elapsedMs;
    if (signal.aborted || leftMs <= 0) return outOfTime(seen, signal.aborted);
    const state = waitingText(seen.on);
    if (told.state !== state) log.info(`waiting: ${oneLine(state, 300)}`);
    told.state = state;
    const usualMs = Math.min(leftMs, waitingPauseMs(elapsedMs));
    await clock.sleep(lookPauseMs(railway.usage(), { usualMs, leftMs }), signal);
  }
}

interface StillWaiting extends Pick<Ended, 'of'> {
  readonly kind: 'waiting';
  readonly on: readonly Waiting[];
}

type Seen = Ended | StillWaiting | { readonly kind: 'live'; readonly release: Release };

/** Looks at the services of the release, which are known from Railway's first answer on. */
function lookout(target: Target, ports: AwaitPorts): (elapsedMs: number) => Promise<Seen> {
  const known: { choice?: Choice | undefined } = {};
  return async (elapsedMs) => {
    known.choice ??= await ifAnswered(ports, () => choose(target, ports));
    const { choice } = known;
    const alone = choice?.services.map(({ id }) => id) ?? [];
    const records = choice && (await readRecords(ports, { place: choice.place, alone }));
    if (!choice || !records) return { kind: 'waiting', on: [{ code: 'unanswered' }] };
    const facts = { ...target, services: choice.services, records, elapsedMs };
    const arrival = arrivalOf(facts);
    if (arrival.kind !== 'live') {
      return { ...arrival, of: { place: choice.place, deployments: deploymentsOf(facts) } };
    }
    const urls = choice.services.flatMap((service) => [...service.urls]);
    const { pinned } = arrival;
    return { kind: 'live', release: { commit: target.commit, ...choice, pinned, urls, records } };
  };
}

type Choice = Pick<Release, 'place' | 'services'>;

async function choose(target: Target, { railway, log }: AwaitPorts): Promise<Choice> {
  const place = await railway.readPlace(target);
  const services = chooseServices(await railway.readServices(place), { ...target, place });
  const names = services.map(({ name }) => `"${oneLine(name, 60)}"`).join(', ');
  log.info(`commit ${target.commit.slice(0, 12)} on ${names} of "${oneLine(place.projectName)}"`);
  return { place, services };
}

/** One look; a failure in passing costs the look, not the wait. */
export const readRecords = (
  ports: Pick<AwaitPorts, 'railway' | 'log'>,
  { place, alone }: { readonly place: Place; readonly alone: readonly string[] },
): Promise<readonly Deployment[] | undefined> =>
  ifAnswered(ports, () => ports.railway.readDeployments(place, alone));

/** Nothing where Railway fails in passing. @throws what asking again would not cure */
export async function ifAnswered<T>(
  { log }: Pick<AwaitPorts, 'log'>,
  ask: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof ActionError) || !isTransient(error)) throw error;
    // No warning: GitHub shows ten of a step, and a Railway that is down for long has more to tell.
    log.info(`Railway did not answer: ${oneLine(error.message, 300)}`);
    return undefined;
  }
}

function outOfTime({ on, of }: StillWaiting, isCancelled: boolean): Ended {
  const end = { kind: 'ended', verdict: 'inconclusive', ...(of ? { of } : {}) } as const;
  if (isCancelled) return { ...end, reason: 'cancelled', why: { code: 'cancelled', on } };
  const isUnseen = on.some(({ code }) => code === 'unanswered');
  const reason = isUnseen ? 'railway-unseen' : 'not-deployed';
  return { ...end, reason, why: { code: 'out-of-time', on } };
}
