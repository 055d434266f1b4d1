/** Probes every endpoint on a schedule of its own until all are proven healthy or time is up. */
import { badInput, duration, type InputProblem, type Log } from '@release-train/action-kit';
import type { Clock } from '@release-train/polling';
import { type Endpoint, endpointsOf, type Probe, probeEndpoint } from '@release-train/probe';
import type { CheckOutcome, Inputs } from './contract.ts';
import {
  decideEndpoint,
  decideVerdict,
  isReachable,
  type Policy,
  type Sample,
  type Story,
} from './decide.ts';
import { reportProgress } from './progress.ts';
import { renderOutcome } from './render.ts';
import { type Schedule, watch } from './watch.ts';

export interface Ports {
  readonly probe: Probe;
  readonly clock: Clock;
  readonly log: Log;
}

export async function run(inputs: Inputs, ports: Ports): Promise<CheckOutcome> {
  const endpoints = endpointsOf(inputs, { maxLatencyMs: inputs['max-latency'] });
  const policy: Policy = {
    consecutiveSuccesses: inputs['consecutive-successes'],
    stableForMs: inputs['stable-for'],
  };
  const problems = [...unknownNames(endpoints, inputs), ...tooShort(inputs, policy)];
  if (problems.length > 0) throw badInput(problems);
  const stop = new AbortController();
  const schedule: Schedule = {
    clock: ports.clock,
    originMs: ports.clock.monotonic(),
    intervalMs: inputs.interval,
    timeoutMs: inputs.timeout,
    stop: stop.signal,
  };
  const watchOne = async (endpoint: Endpoint): Promise<Story> => {
    const isCritical = !inputs['non-critical']?.includes(endpoint.name);
    const story = { name: endpoint.name, isCritical };
    const report = reportProgress(ports.log, endpoint.name, policy);
    const isSettled = (samples: readonly Sample[]): boolean => {
      const { state } = decideEndpoint(samples, policy);
      report(samples, state);
      if (state === 'hopeless' && isCritical) stop.abort();
      return state !== 'waiting';
    };
    const probe = (signal: AbortSignal) => probeEndpoint(ports.probe, endpoint, signal);
    return { ...story, samples: await watch(schedule, probe, isSettled) };
  };
  const stories = await Promise.all(endpoints.map(watchOne));
  const durationMs = ports.clock.monotonic() - schedule.originMs;
  return renderOutcome(
    { verdict: decideVerdict(stories, policy), stories, policy, durationMs },
    inputs,
  );
}

function unknownNames(endpoints: readonly Endpoint[], inputs: Inputs): InputProblem[] {
  const known = endpoints.map(({ name }) => name);
  const unknown = inputs['non-critical']?.filter((name) => !known.includes(name)) ?? [];
  if (unknown.length === 0) return [];
  const problem = `names "${unknown.join('", "')}", but the endpoints are "${known.join('", "')}"`;
  return [{ input: 'non-critical', problem }];
}

function tooShort(inputs: Inputs, policy: Policy): InputProblem[] {
  const { interval: intervalMs, timeout: timeoutMs } = inputs;
  if (isReachable(policy, { intervalMs, timeoutMs })) return [];
  const row = `${policy.consecutiveSuccesses} good probes over ${duration(policy.stableForMs)}`;
  const problem = `is ${duration(timeoutMs)}, too short to see ${row}, one every ${duration(intervalMs)}: raise it, or lower "consecutive-successes", "stable-for" or "interval"`;
  return [{ input: 'timeout', problem }];
}
