/** What must be known before the wait: the environment and its services. */
import { type Log, oneLine } from '@release-train/action-kit';
import { HttpError } from '@release-train/http';
import { type Clock, poll } from '@release-train/polling';
import {
  isTransient,
  type Place,
  type Railway,
  RailwayError,
  type Service,
} from '@release-train/railway';
import { unlessCancelled } from './cancel.ts';
import type { Inputs } from './contract.ts';
import type { Target } from './target.ts';

interface Ports {
  readonly railway: Railway;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

export interface Known {
  readonly place: Place;
  /** Of the whole environment. */
  readonly services: readonly Service[];
}

/** With an account token a look costs several requests. */
const pauseMs = (attempt: number): number => Math.min(30_000, attempt * 10_000);

/**
 * Railway makes the environment of a pull request after it is opened, and may be out of order when
 * the job starts: either counts only after the appear-timeout.
 *
 * @throws RailwayError or HttpError; ActionError `cancelled`
 */
export async function begin(
  inputs: Pick<Inputs, 'project' | 'environment' | 'appear-timeout' | 'timeout'>,
  { pullRequest }: Target,
  { railway, clock, log, signal }: Ports,
): Promise<Known> {
  const names = { project: inputs.project, environment: inputs.environment, pullRequest };
  const state: { error?: Error } = {};
  const timeoutMs = Math.min(inputs['appear-timeout'], inputs.timeout);
  const awake: Clock = {
    now: () => clock.now(),
    monotonic: () => clock.monotonic(),
    sleep: (ms) => clock.sleep(ms, signal),
  };
  const read = async (): Promise<Known> => {
    const place = await railway.readPlace(names);
    return { place, services: await railway.readServices(place) };
  };
  const found = await poll(awake, { timeoutMs, pauseMs }, async (attempt) => {
    try {
      return { done: true as const, value: await unlessCancelled(signal, read) };
    } catch (error) {
      if (!(error instanceof Error) || !mayPass(error)) throw error;
      if (state.error?.message !== error.message) sayAgain(log, error);
      state.error = error;
      const { retryAfterMs = 0 } = error instanceof HttpError ? error : {};
      return { done: false as const, againInMs: Math.max(pauseMs(attempt), retryAfterMs) };
    }
  });
  if (found.kind === 'done') return found.value;
  throw state.error ?? new RailwayError('no-environment', 'no environment was found');
}

const isAbsent = (error: Error): boolean =>
  error instanceof RailwayError && error.code === 'no-environment';

const mayPass = (error: Error): boolean => isAbsent(error) || isTransient(error);

function sayAgain(log: Log, error: Error): void {
  const words = oneLine(error.message, 300);
  if (isAbsent(error)) log.info(`${words}; looking again`);
  else log.warning(`Railway did not answer, asking again: ${words}`);
}
