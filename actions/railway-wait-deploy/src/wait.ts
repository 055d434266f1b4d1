/** Looks at Railway until every service has ended or the time is up, and says what changes. */
import { type Clock, type Look as PollLook, poll } from '@release-train/polling';
import type { Phase, Place, Service } from '@release-train/railway';
import { interruptionBy } from './cancel.ts';
import type { Inputs } from './contract.ts';
import { decide, type Whole } from './decide.ts';
import { judge } from './judge.ts';
import { type LookPorts, look, type Seen } from './look.ts';
import { pauseMs } from './pace.ts';
import { renderHeartbeat } from './render.ts';
import type { Interruption, Judged } from './report.ts';
import { type OrderState, startWatch, type Watched } from './watch.ts';

export interface WaitFor {
  readonly inputs: Inputs;
  readonly commit: string;
  readonly isOwnSuite: boolean;
  readonly place: Place;
  readonly services: readonly Service[];
  /** In mode deploy, by service id. */
  readonly orders: ReadonlyMap<string, OrderState>;
  /** Monotonic start of the whole run: the timeout counts from there. */
  readonly startedMs: number;
}

export interface Waited {
  readonly whole: Whole;
  readonly services: readonly Judged[];
  /** More than one look was needed. */
  readonly hasWaited: boolean;
  readonly interruption?: Interruption;
  /** Why the last look brought nothing, where it did not. */
  readonly lastError?: string;
}

export async function waitForServices(what: WaitFor, ports: LookPorts): Promise<Waited> {
  const seen: Seen = {
    watch: startWatch(what.services, what.orders),
    lastLineMs: what.startedMs,
    looks: 0,
  };
  const interruption = await lookUntilDecided(seen, what, ports);
  return endOf(seen, what, { ports, interruption });
}

/** The end of a wait that an error forestalled: the services as they stood. */
export const notWaited = (what: WaitFor, ports: LookPorts, interruption: Interruption): Waited =>
  endOf({ watch: startWatch(what.services), lastLineMs: what.startedMs, looks: 0 }, what, {
    ports,
    interruption,
  });

interface End {
  readonly ports: LookPorts;
  readonly interruption: Interruption | undefined;
}

function endOf(seen: Seen, what: WaitFor, { ports, interruption }: End): Waited {
  const { require } = what.inputs;
  const open = judgeAll(seen.watch, what, { seen, ports, isTimeUp: false });
  const whole = decide(open, require);
  const ended = whole ? open : judgeAll(seen.watch, what, { seen, ports, isTimeUp: true });
  const isCutOff = interruption !== undefined && !whole;
  const services = isCutOff ? ended.map(cutOff) : ended;
  return {
    whole: whole ?? decide(services, require) ?? { verdict: 'not-found', isGreen: false },
    services,
    hasWaited: seen.looks > 1,
    ...(isCutOff ? { interruption } : {}),
    ...(seen.lastError ? { lastError: seen.lastError } : {}),
  };
}

/** What ended it before all services had: nothing where all have, or where the time is up. */
async function lookUntilDecided(
  seen: Seen,
  what: WaitFor,
  ports: LookPorts,
): Promise<Interruption | undefined> {
  const { clock, signal } = ports;
  const { require, timeout } = what.inputs;
  const leftMs = (): number => what.startedMs + timeout - clock.monotonic();
  const at = { place: what.place, commit: what.commit, isAllUp: isAllUp(seen, what, ports) };
  // A cancelled pause ends at once.
  const awake: Clock = {
    now: () => clock.now(),
    monotonic: () => clock.monotonic(),
    sleep: (ms) => clock.sleep(ms, signal),
  };
  const policy = { timeoutMs: Math.max(0, leftMs()), pauseMs: () => 5000 };
  const once = async (): Promise<PollLook<Whole>> => {
    const isSeen = await look(seen, at, ports);
    const services = judgeAll(seen.watch, what, { seen, ports, isTimeUp: false });
    const whole = isSeen ? decide(services, require) : undefined;
    if (whole) return { done: true, value: whole };
    sayHeartbeat(seen, services, { what, ports });
    const pause = nextLookMs(services, what, { ports, leftMs: leftMs() });
    const askedFor = (seen.notBeforeMs ?? 0) - clock.monotonic();
    return { done: false, againInMs: Math.max(pause, askedFor) };
  };
  return poll(awake, policy, once).then(() => undefined, interruptionBy);
}

/** Everything else has ended, so that one request more may end the wait. */
const isAllUp =
  (seen: Seen, what: WaitFor, ports: LookPorts) =>
  (watch: readonly Watched[]): boolean => {
    const judged = judgeAll(watch, what, { seen, ports, isTimeUp: false });
    const isUp = ({ cause }: Judged): boolean =>
      cause === 'unlisted' || cause === 'instances-crashed';
    const open = judged.filter(({ verdict }) => !verdict);
    return open.some(isUp) && (what.inputs.require === 'any' || open.every(isUp));
  };

/** The time was not up: it was cut short, which is no finding about the commit. */
const cutOff = (service: Judged): Judged =>
  service.cause === 'no-record' ? { ...service, verdict: 'timed-out' } : service;

interface Judging {
  readonly seen: Seen;
  readonly ports: LookPorts;
  readonly isTimeUp: boolean;
}

const judgeAll = (
  watch: readonly Watched[],
  { inputs, isOwnSuite, startedMs }: WaitFor,
  { seen, ports: { clock }, isTimeUp }: Judging,
): readonly Judged[] => {
  const nowMs = clock.monotonic();
  const policy = { ...inputs, isOwnSuite };
  return watch.map((watched) => {
    const seenAtMs = clock.now() - (nowMs - watched.seenMs);
    const isBlind = seen.lastError !== undefined;
    const now = { elapsedMs: nowMs - startedMs, seenAtMs, isTimeUp, isBlind };
    return { watched, ...judge(watched, policy, now) };
  });
};

const heartbeatMs = 30_000;

function sayHeartbeat(
  seen: Seen,
  services: readonly Judged[],
  { what, ports: { clock, log } }: { readonly what: WaitFor; readonly ports: LookPorts },
): void {
  const nowMs = clock.monotonic();
  if (nowMs - seen.lastLineMs < heartbeatMs) return;
  seen.lastLineMs = nowMs;
  log.info(renderHeartbeat(services, nowMs - what.startedMs));
}

function nextLookMs(
  services: readonly Judged[],
  { inputs, commit, startedMs }: WaitFor,
  { ports, leftMs }: { readonly ports: LookPorts; readonly leftMs: number },
): number {
  const open = services.filter(({ verdict }) => !verdict);
  return pauseMs({
    elapsedMs: ports.clock.monotonic() - startedMs,
    leftMs,
    isQueued: open.every(({ watched }) => isStanding(watched.pinned?.phase)),
    dueInMs: Math.min(...open.map(({ againInMs = Number.POSITIVE_INFINITY }) => againInMs)),
    usage: ports.railway.usage(),
    maxRequests: inputs['max-requests'] === 'auto' ? undefined : inputs['max-requests'],
    commit,
  });
}

const isStanding = (phase: Phase | undefined): boolean =>
  phase === 'queued' || phase === 'needs-approval';
