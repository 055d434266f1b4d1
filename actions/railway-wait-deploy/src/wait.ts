/** Looks at Railway until every service has ended or the time is up, and says what changes. */
import { type Log, oneLine } from '@release-train/action-kit';
import { type Clock, type Look as PollLook, poll } from '@release-train/polling';
import {
  isTransient,
  type Phase,
  type Place,
  type Railway,
  type Service,
} from '@release-train/railway';
import type { Inputs } from './contract.ts';
import { decide, type Whole } from './decide.ts';
import { judge } from './judge.ts';
import { pauseMs } from './pace.ts';
import { renderChanges, renderHeartbeat } from './render.ts';
import type { Judged } from './report.ts';
import { observe, startWatch, unseen, type Watched } from './watch.ts';

export interface WaitFor {
  readonly inputs: Inputs;
  readonly commit: string;
  readonly isOwnSuite: boolean;
  readonly place: Place;
  readonly services: readonly Service[];
  /** Monotonic start of the whole run: the timeout counts from there. */
  readonly startedMs: number;
}

export interface Waited {
  readonly whole: Whole;
  readonly services: readonly Judged[];
  /** Why the last look brought nothing, where it did not. */
  readonly lastError?: string;
}

interface Ports {
  readonly railway: Railway;
  readonly clock: Clock;
  readonly log: Log;
}

interface Seen {
  watch: readonly Watched[];
  lastLineMs: number;
  lastError?: string;
}

/** @throws RailwayError or HttpError that asking again would not cure */
export async function waitForServices(what: WaitFor, ports: Ports): Promise<Waited> {
  const { require, timeout } = what.inputs;
  const seen: Seen = { watch: startWatch(what.services), lastLineMs: what.startedMs };
  const leftMs = (): number => what.startedMs + timeout - ports.clock.monotonic();
  const policy = { timeoutMs: Math.max(0, leftMs()), pauseMs: () => 5000 };
  await poll(ports.clock, policy, async (): Promise<PollLook<Whole>> => {
    const isSeen = await look(seen, what, ports);
    const services = judgeAll(seen, what, { clock: ports.clock, isTimeUp: false });
    const whole = isSeen ? decide(services, require) : undefined;
    if (whole) return { done: true, value: whole };
    sayHeartbeat(seen, services, { what, ports });
    return { done: false, againInMs: nextLookMs(services, what, { ports, leftMs: leftMs() }) };
  });
  const open = judgeAll(seen, what, { clock: ports.clock, isTimeUp: false });
  const whole = decide(open, require);
  const services = whole ? open : judgeAll(seen, what, { clock: ports.clock, isTimeUp: true });
  return {
    whole: whole ?? decide(services, require) ?? { verdict: 'not-found', isGreen: false },
    services,
    ...(seen.lastError ? { lastError: seen.lastError } : {}),
  };
}

/** One request. A failure in passing costs a look, not the wait. */
async function look(seen: Seen, { place, commit }: WaitFor, ports: Ports): Promise<boolean> {
  const { railway, clock, log } = ports;
  try {
    const records = await railway.readDeployments(place, unseen(seen.watch));
    const before = seen.watch;
    seen.watch = observe(before, { records, commit, nowMs: clock.monotonic() });
    delete seen.lastError;
    for (const line of renderChanges(before, seen.watch)) {
      log.info(line);
      seen.lastLineMs = clock.monotonic();
    }
    return true;
  } catch (error) {
    if (!isTransient(error) || !(error instanceof Error)) throw error;
    seen.lastError = oneLine(error.message, 300);
    log.warning(`Railway did not answer, asking again: ${seen.lastError}`);
    return false;
  }
}

const judgeAll = (
  seen: Seen,
  { inputs, isOwnSuite, startedMs }: WaitFor,
  { clock, isTimeUp }: { readonly clock: Clock; readonly isTimeUp: boolean },
): readonly Judged[] => {
  const now = {
    elapsedMs: clock.monotonic() - startedMs,
    wallMs: clock.now(),
    isTimeUp,
    isBlind: seen.lastError !== undefined,
  };
  const policy = { ...inputs, isOwnSuite };
  return seen.watch.map((watched) => ({ watched, ...judge(watched, policy, now) }));
};

const heartbeatMs = 30_000;

function sayHeartbeat(
  seen: Seen,
  services: readonly Judged[],
  { what, ports: { clock, log } }: { readonly what: WaitFor; readonly ports: Ports },
): void {
  const nowMs = clock.monotonic();
  if (nowMs - seen.lastLineMs < heartbeatMs) return;
  seen.lastLineMs = nowMs;
  log.info(renderHeartbeat(services, nowMs - what.startedMs));
}

function nextLookMs(
  services: readonly Judged[],
  { inputs, startedMs }: WaitFor,
  { ports, leftMs }: { readonly ports: Ports; readonly leftMs: number },
): number {
  const open = services.filter(({ verdict }) => !verdict);
  return pauseMs({
    elapsedMs: ports.clock.monotonic() - startedMs,
    leftMs,
    isQueued: open.every(({ watched }) => isStanding(watched.pinned?.phase)),
    dueInMs: Math.min(...open.map(({ againInMs = Number.POSITIVE_INFINITY }) => againInMs)),
    usage: ports.railway.usage(),
    maxRequests: inputs['max-requests'] === 'auto' ? undefined : inputs['max-requests'],
  });
}

const isStanding = (phase: Phase | undefined): boolean =>
  phase === 'queued' || phase === 'needs-approval';
