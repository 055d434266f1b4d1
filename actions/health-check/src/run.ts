/** Probes every endpoint on a schedule of its own until all are proven healthy or time is up. */
import { badInput, type Log } from '@release-train/action-kit';
import type { Clock } from '@release-train/polling';
import { type Endpoint, endpointsOf, type Probe, probeEndpoint } from '@release-train/probe';
import type { CheckOutcome, Inputs } from './contract.ts';
import {
  decideEndpoint,
  decideVerdict,
  lastChanceMs,
  type Policy,
  restUntilMs,
  type Sample,
  type Story,
} from './decide.ts';
import { openGate } from './gate.ts';
import { problemsOf } from './problems.ts';
import { reportProgress } from './progress.ts';
import { renderOutcome } from './render.ts';
import { type Schedule, watch } from './watch.ts';

export interface Ports {
  readonly probe: Probe;
  readonly clock: Clock;
  readonly log: Log;
}

export async function run(inputs: Inputs, ports: Ports): Promise<CheckOutcome> {
  const endpoints = endpointsOf(inputs, {
    maxLatencyMs: inputs['max-latency'],
    failFast: inputs['fail-fast'],
  });
  const policy = policyOf(inputs);
  const problems = problemsOf(inputs, endpoints, policy);
  if (problems.length > 0) throw badInput(problems);
  const stop = new AbortController();
  const schedule: Schedule = {
    clock: ports.clock,
    originMs: ports.clock.monotonic(),
    intervalMs: inputs.interval,
    timeoutMs: inputs.timeout,
    stop: stop.signal,
    gate: openGate(inputs.concurrency),
  };
  const lastChance = lastChanceMs(policy, schedule);
  const watchOne = async (endpoint: Endpoint): Promise<Story> => {
    const isCritical = !inputs['non-critical']?.includes(endpoint.name);
    const report = reportProgress(ports.log, endpoint.name, policy);
    const isSettled = (samples: readonly Sample[]): boolean => {
      const { state } = decideEndpoint(samples, policy);
      report(samples, state);
      if (state === 'hopeless' && isCritical) stop.abort();
      return state !== 'waiting';
    };
    const samples = await watch(schedule, {
      probe: (signal) => probeEndpoint(ports.probe, endpoint, signal),
      isSettled,
      restUntil: (sample) => restUntilMs(sample, lastChance),
    });
    return { name: endpoint.name, isCritical, samples };
  };
  const stories = await Promise.all(endpoints.map(watchOne));
  const durationMs = ports.clock.monotonic() - schedule.originMs;
  const verdict = decideVerdict(stories, policy);
  const { warning, ...outcome } = renderOutcome({ verdict, stories, policy, durationMs }, inputs);
  if (warning !== undefined) ports.log.warning(warning);
  return outcome;
}

const policyOf = (inputs: Inputs): Policy => ({
  consecutiveSuccesses: inputs['consecutive-successes'],
  stableForMs: inputs['stable-for'],
  ...(inputs['degraded-latency'] === undefined
    ? {}
    : { degradedLatencyMs: inputs['degraded-latency'] }),
});
