/** Probes every endpoint on a schedule of its own until all are proven healthy or time is up. */
import { badInput, type Log } from '@release-train/action-kit';
import type { Clock } from '@release-train/polling';
import { type Endpoint, endpointsOf, type Probe, probeEndpoint } from '@release-train/probe';
import type { CheckOutcome, Inputs } from './contract.ts';
import { decideEndpoint, decideVerdict, type Policy, type Sample, type Story } from './decide.ts';
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
  const isCritical = criticalNames(endpoints, inputs['non-critical'] ?? []);
  const policy: Policy = {
    consecutiveSuccesses: inputs['consecutive-successes'],
    stableForMs: inputs['stable-for'],
  };
  const stop = new AbortController();
  const schedule: Schedule = {
    clock: ports.clock,
    originMs: ports.clock.monotonic(),
    intervalMs: inputs.interval,
    timeoutMs: inputs.timeout,
    stop: stop.signal,
  };
  const watchOne = async (endpoint: Endpoint): Promise<Story> => {
    const story = { name: endpoint.name, isCritical: isCritical(endpoint.name) };
    const report = reportProgress(ports.log, endpoint.name, policy);
    const isSettled = (samples: readonly Sample[]): boolean => {
      const { state } = decideEndpoint(samples, policy);
      report(samples, state);
      if (state === 'hopeless' && story.isCritical) stop.abort();
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

function criticalNames(
  endpoints: readonly Endpoint[],
  nonCritical: readonly string[],
): (name: string) => boolean {
  const known = endpoints.map(({ name }) => name);
  const unknown = nonCritical.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    const problem = `names "${unknown.join('", "')}", but the endpoints are ${known.join(', ')}`;
    throw badInput([{ input: 'non-critical', problem }]);
  }
  return (name) => !nonCritical.includes(name);
}
