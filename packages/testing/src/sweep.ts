/**
 * Killed anywhere, the next run ends in the same state; disturbed anywhere, too. A sweep runs a
 * bundle once, counting its requests, then again and again in fresh worlds with something going
 * wrong at each request in turn, and compares where everything ended.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Effect, FaultDesk, Harm, SeenRequest } from '@release-train/sandbox/faults';
import type { BundleRun } from './run-bundle.ts';

export interface SweepWorld extends AsyncDisposable {
  readonly faults: FaultDesk;
  /** Runs the bundle to its end, or until it is killed. */
  run(kill: AbortSignal): Promise<BundleRun>;
  /** What has to be the same in the end, free of what differs between any two worlds. */
  snapshot(last: BundleRun): Promise<unknown>;
}

export type Disturbance =
  /** SIGKILL when the request arrives, or when the server has carried it out. */
  | { readonly kind: 'kill'; readonly effect: Effect }
  | { readonly kind: 'harm'; readonly name: string; readonly harm: Harm };

export interface SweepSubject {
  readonly open: () => Promise<SweepWorld>;
  /** Whether the bundle runs again after a disturbed run, as a workflow would. */
  readonly again: boolean;
}

export interface SweepOptions {
  readonly disturbances: readonly Disturbance[];
  /** Requests to disturb; all unless told. */
  readonly at?: (request: SeenRequest) => boolean;
  readonly onTrial?: (trial: Trial) => void;
  /** How many worlds live at one time; one where nothing is told. */
  readonly atOnce?: number;
}

export interface Trial {
  readonly request: SeenRequest;
  readonly disturbance: string;
  /** False where the run never came to send the request that was to be disturbed. */
  readonly struck: boolean;
  readonly exitCodes: readonly number[];
  readonly same: boolean;
  readonly state: unknown;
  readonly stdout: string;
}

export interface Sweep {
  /** Requests of the undisturbed run. */
  readonly requests: readonly SeenRequest[];
  /** Where the undisturbed run ended. */
  readonly state: unknown;
  readonly trials: readonly Trial[];
}

/** Whether a request may change something; GitHub's GraphQL reads are taken for writes. */
export const isWrite = ({ method, path }: SeenRequest): boolean =>
  method !== 'GET' && !path.endsWith('/git-upload-pack');

/** @throws where the undisturbed run fails or asks nothing: such a sweep would prove nothing. */
export async function sweep(subject: SweepSubject, options: SweepOptions): Promise<Sweep> {
  const { requests, state } = await undisturbed(subject);
  const wanted = requests.filter(options.at ?? (() => true));
  if (wanted.length === 0) throw new Error('the sweep has no request to disturb');
  const planned = wanted.flatMap((request) =>
    options.disturbances
      .filter((disturbance) => fits(disturbance, request))
      .map((disturbance) => ({ request, disturbance, expected: state })),
  );
  const trials = await eachOf(planned, options.atOnce ?? 1, async (attempted) => {
    const trial = await attempt(subject, attempted);
    options.onTrial?.(trial);
    return trial;
  });
  return { requests, state, trials };
}

/** In the order of the items, whatever order they end in. */
async function eachOf<T, R>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}

export const nameOf = (disturbance: Disturbance): string => {
  if (disturbance.kind === 'harm') return disturbance.name;
  return disturbance.effect === 'done' ? 'kill after the effect' : 'kill before the effect';
};

/** How long a silence lasts before the sweep cuts it; a client's own patience is longer. */
const SILENCE_MS = 500;

async function undisturbed({ open }: SweepSubject) {
  await using world = await open();
  world.faults.beginRun();
  const run = await world.run(new AbortController().signal);
  const requests = [...world.faults.seen];
  if (run.exitCode !== 0) throw new Error(`the undisturbed run failed:\n${run.stdout}`);
  return { requests, state: await world.snapshot(run) };
}

/** Partial GraphQL errors have no meaning for any other request. */
const fits = (disturbance: Disturbance, { operations }: SeenRequest): boolean =>
  disturbance.kind === 'kill' ||
  disturbance.harm.kind !== 'partial-errors' ||
  operations.length > 0;

interface Attempt {
  readonly request: SeenRequest;
  readonly disturbance: Disturbance;
  readonly expected: unknown;
}

async function attempt(subject: SweepSubject, planned: Attempt): Promise<Trial> {
  const { request, disturbance, expected } = planned;
  await using world = await subject.open();
  world.faults.beginRun();
  const first = await disturbed(world, planned);
  const struck = world.faults.seen.some(({ harm }) => harm !== undefined);
  world.faults.beginRun();
  const second = subject.again ? await world.run(new AbortController().signal) : undefined;
  const last = second ?? first;
  const state = await world.snapshot(last);
  return {
    request,
    disturbance: nameOf(disturbance),
    struck,
    exitCodes: [first.exitCode, ...(second ? [second.exitCode] : [])],
    same: last.exitCode === 0 && isDeepStrictEqual(state, expected),
    state,
    stdout: [first, second].flatMap((run) => (run ? [run.stdout] : [])).join('\n--- again\n'),
  };
}

function disturbed(world: SweepWorld, { request, disturbance }: Attempt): Promise<BundleRun> {
  const kill = new AbortController();
  const harm: Harm =
    disturbance.kind === 'kill'
      ? { kind: 'silence', effect: disturbance.effect }
      : disturbance.harm;
  world.faults.order({ at: { request: request.n }, harm });
  void world.faults.nextStrike().then(() => {
    if (disturbance.kind === 'kill') {
      kill.abort();
      world.faults.breakSilences();
    } else if (harm.kind === 'silence') setTimeout(() => world.faults.breakSilences(), SILENCE_MS);
  });
  return world.run(kill.signal);
}
