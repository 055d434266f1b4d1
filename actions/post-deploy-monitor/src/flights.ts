/** Probes on their way: started on the grid, landed whenever the answer or the timeout comes. */
import type { Clock } from '@release-train/polling';
import {
  type Endpoint,
  type Probe,
  type ProbeRequest,
  probeEndpoint,
  type Verdict,
} from '@release-train/probe';
import type { ControlOutcome } from './block-table.ts';
import { lateOutcome, type Outcome, outcomeOf } from './outcome.ts';

export interface WatchPlan {
  readonly endpoints: readonly Endpoint[];
  readonly control?: ProbeRequest | undefined;
  readonly graceMs: number;
  readonly windowMs: number;
  readonly intervalMs: number;
  readonly blockMs: number;
}

export interface WatchPorts {
  readonly clock: Clock;
  readonly probe: Probe;
  /** Aborts when the job is cancelled. */
  readonly signal: AbortSignal;
}

export interface Flights {
  readonly plan: WatchPlan;
  readonly probe: Probe;
  readonly signal: AbortSignal;
  readonly outcomes: Outcome[];
  readonly control: ControlOutcome[];
  /** How the endpoints that turned us away are spared. */
  readonly pace: Map<string, Pace>;
  readonly inFlight: Map<Promise<void>, { readonly name: string; readonly dueMs: number }>;
}

interface Pace {
  /** Only every so many slots start a probe. */
  readonly every: number;
  /** No probe starts before; milliseconds from the start of the window. */
  readonly quietUntilMs: number;
}

interface Slot {
  /** Intended start, milliseconds from the start of the window. */
  readonly dueMs: number;
  /** How much later it really starts. */
  readonly delayMs: number;
}

/** Probes of one address that may be without an answer at once. */
const mostInFlight = 100;
const controlName = '';

export const openFlights = (plan: WatchPlan, probe: Probe, signal: AbortSignal): Flights => ({
  plan,
  probe,
  signal,
  outcomes: [],
  control: [],
  pace: new Map(),
  inFlight: new Map(),
});

/** Starts one probe of every endpoint and of the control address. */
export function startSlot(flights: Flights, slot: Slot): void {
  for (const endpoint of flights.plan.endpoints) startProbe(flights, endpoint, slot);
  const request = flights.plan.control;
  if (!request || inFlightOf(flights, controlName) >= mostInFlight) return;
  fly(flights, { name: controlName, dueMs: slot.dueMs }, async () => {
    const result = await flights.probe(request, flights.signal);
    // Any answer but a server error shows that the network between us and the world works.
    const isOk = result.kind === 'answer' && result.status < 500;
    return () => flights.control.push({ dueMs: slot.dueMs, isOk });
  });
}

/** Leading blocks whose slots have all started and landed. */
export function closedBlocks({ plan, inFlight }: Flights, nextDueMs: number): number {
  const openMs = [...inFlight.values()].reduce(
    (least, { dueMs }) => Math.min(least, dueMs),
    nextDueMs,
  );
  return openMs >= plan.windowMs
    ? Math.ceil(plan.windowMs / plan.blockMs)
    : Math.max(0, Math.floor(openMs / plan.blockMs));
}

function startProbe(flights: Flights, endpoint: Endpoint, { dueMs, delayMs }: Slot): void {
  if (isSpared(flights, endpoint.name, dueMs)) return;
  const slot = { endpoint: endpoint.name, dueMs };
  const late = whyLate(flights, endpoint.name, delayMs);
  if (late) {
    flights.outcomes.push(lateOutcome(slot, late, endpoint.request.timeoutMs));
    return;
  }
  fly(flights, { name: endpoint.name, dueMs }, async () => {
    const verdict = await probeEndpoint(flights.probe, endpoint, flights.signal);
    if (verdict.kind === 'throttled') spare(flights, slot, verdict);
    return () => flights.outcomes.push(outcomeOf({ ...slot, delayMs }, verdict));
  });
}

/** However long an application asks: a watch that is silent for longer proves nothing. */
const longestQuietMs = 60_000;

/** The application turned the probe away (429): half as many from now on, and none as long as it asks. */
function spare(
  { plan, pace }: Flights,
  { endpoint, dueMs }: { readonly endpoint: string; readonly dueMs: number },
  { retryAfterMs = 0, totalMs }: Verdict,
): void {
  const { every = 1, quietUntilMs = Number.NEGATIVE_INFINITY } = pace.get(endpoint) ?? {};
  // Probes that were on their way already say nothing new.
  if (dueMs < quietUntilMs) return;
  pace.set(endpoint, {
    every: Math.min(2 * every, Math.max(1, Math.floor(plan.blockMs / plan.intervalMs))),
    quietUntilMs: dueMs + totalMs + Math.min(retryAfterMs, longestQuietMs),
  });
}

function isSpared({ plan, pace }: Flights, name: string, dueMs: number): boolean {
  const { every, quietUntilMs } = pace.get(name) ?? { every: 1, quietUntilMs: dueMs };
  return dueMs < quietUntilMs || Math.round((dueMs + plan.graceMs) / plan.intervalMs) % every !== 0;
}

function whyLate(
  flights: Flights,
  name: string,
  delayMs: number,
): 'runner-stalled' | 'app-hangs' | undefined {
  if (delayMs > flights.plan.blockMs) return 'runner-stalled';
  return inFlightOf(flights, name) >= mostInFlight ? 'app-hangs' : undefined;
}

const inFlightOf = ({ inFlight }: Flights, name: string): number =>
  [...inFlight.values()].filter((flight) => flight.name === name).length;

function fly(
  flights: Flights,
  of: { readonly name: string; readonly dueMs: number },
  act: () => Promise<() => unknown>,
): void {
  const flight = act().then((record) => {
    flights.inFlight.delete(flight);
    // What lands after the end was cut off by us and says nothing.
    if (!flights.signal.aborted) record();
  });
  flights.inFlight.set(flight, of);
}
