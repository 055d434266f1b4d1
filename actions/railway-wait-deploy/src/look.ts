/** One look at Railway, and at GitHub where a newer commit took over. */
import { type Log, oneLine } from '@release-train/action-kit';
import { HttpError } from '@release-train/http';
import type { Clock } from '@release-train/polling';
import { isTransient, type Place, type Railway } from '@release-train/railway';
import type { Ancestry } from './ancestry.ts';
import { isCancellation, unlessCancelled } from './cancel.ts';
import { renderChanges } from './render.ts';
import { observe, observeServing, unseen, type Watched } from './watch.ts';

export interface LookPorts {
  readonly railway: Railway;
  readonly ancestry: Ancestry;
  readonly clock: Clock;
  readonly log: Log;
  /** Aborts when the job is cancelled. */
  readonly signal: AbortSignal;
}

export interface Seen {
  watch: readonly Watched[];
  lastLineMs: number;
  looks: number;
  /** Why the last look brought nothing, where it did not. */
  lastError?: string;
  /** Monotonic moment before which Railway does not want to be asked again. */
  notBeforeMs?: number;
}

export interface LookAt {
  readonly place: Place;
  readonly commit: string;
  /** All that is still open is whether what is up serves. */
  readonly isAllUp: (watch: readonly Watched[]) => boolean;
}

/**
 * One request; a second where everything is up and Railway's list of what serves decides. A
 * failure in passing costs a look, not the wait.
 *
 * @throws RailwayError or HttpError that asking again would not cure; ActionError `cancelled`
 */
export async function look(seen: Seen, at: LookAt, ports: LookPorts): Promise<boolean> {
  seen.looks += 1;
  try {
    await unlessCancelled(ports.signal, () => lookOnce(seen, at, ports));
    delete seen.lastError;
    delete seen.notBeforeMs;
    return true;
  } catch (error) {
    if (isCancellation(error) || !(error instanceof Error)) throw error;
    seen.lastError = oneLine(error.message, 300);
    if (!isTransient(error)) throw error;
    const { retryAfterMs = 0 } = error instanceof HttpError ? error : {};
    seen.notBeforeMs = ports.clock.monotonic() + retryAfterMs;
    ports.log.warning(`Railway did not answer, asking again: ${seen.lastError}`);
    return false;
  }
}

async function lookOnce(seen: Seen, at: LookAt, ports: LookPorts): Promise<void> {
  const { railway, clock, log } = ports;
  const records = await railway.readDeployments(at.place, unseen(seen.watch));
  const before = seen.watch;
  const after = observe(before, { records, commit: at.commit, nowMs: clock.monotonic() });
  seen.watch = await related(after, ports.ancestry);
  for (const line of renderChanges(before, seen.watch)) {
    log.info(line);
    seen.lastLineMs = clock.monotonic();
  }
  if (at.isAllUp(seen.watch)) {
    seen.watch = observeServing(seen.watch, await railway.readActive(at.place));
  }
}

/** Whether the newer commit contains ours: asked once per pair, whatever the services. */
const related = (watch: readonly Watched[], ancestry: Ancestry): Promise<readonly Watched[]> =>
  Promise.all(
    watch.map(async (watched) => {
      const { pinned, successor } = watched;
      if (!pinned?.commit || !successor?.commit) return watched;
      return { ...watched, relation: await ancestry.relate(pinned.commit, successor.commit) };
    }),
  );
