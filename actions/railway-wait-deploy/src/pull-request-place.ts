/** The environment meant; that of a pull request may not exist yet. */
import type { Log } from '@release-train/action-kit';
import { type Clock, poll } from '@release-train/polling';
import { type Place, type Railway, RailwayError } from '@release-train/railway';
import { unlessCancelled } from './cancel.ts';
import type { Inputs } from './contract.ts';
import type { Target } from './target.ts';

interface Ports {
  readonly railway: Railway;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** With an account token a look costs several requests. */
const pauseMs = (attempt: number): number => Math.min(30_000, attempt * 10_000);

/**
 * Railway makes the environment of a pull request after it is opened, so its absence counts only
 * after the appear-timeout.
 *
 * @throws RailwayError where it does not exist; ActionError `cancelled`
 */
export async function awaitPlace(
  inputs: Pick<Inputs, 'project' | 'environment' | 'appear-timeout' | 'timeout'>,
  { pullRequest }: Target,
  { railway, clock, log, signal }: Ports,
): Promise<Place> {
  const names = { project: inputs.project, environment: inputs.environment, pullRequest };
  const state: { absence?: RailwayError } = {};
  const timeoutMs = Math.min(inputs['appear-timeout'], inputs.timeout);
  const policy = { timeoutMs, pauseMs };
  const awake: Clock = {
    now: () => clock.now(),
    monotonic: () => clock.monotonic(),
    sleep: (ms) => clock.sleep(ms, signal),
  };
  const found = await poll(awake, policy, async () => {
    try {
      const value = await unlessCancelled(signal, () => railway.readPlace(names));
      return { done: true as const, value };
    } catch (error) {
      if (!(error instanceof RailwayError) || error.code !== 'no-environment') throw error;
      if (!state.absence) log.info(`${error.message}; looking again`);
      state.absence = error;
      return { done: false as const };
    }
  });
  if (found.kind === 'done') return found.value;
  throw state.absence ?? new RailwayError('no-environment', 'no environment was found');
}
