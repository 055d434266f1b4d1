/** Inputs that contradict each other. */
import { duration, type InputProblem } from '@release-train/action-kit';
import type { Endpoint } from '@release-train/probe';
import type { Inputs } from './contract.ts';
import { lastChanceMs, type Policy } from './decide.ts';

export const problemsOf = (
  inputs: Inputs,
  endpoints: readonly Endpoint[],
  policy: Policy,
): InputProblem[] => [
  ...unknownNames(endpoints, inputs),
  ...bodyOfHead(inputs),
  ...noTime(inputs),
  ...noDegree(inputs),
  ...tooShort(inputs, policy),
];

function unknownNames(endpoints: readonly Endpoint[], inputs: Inputs): InputProblem[] {
  const known = endpoints.map(({ name }) => name);
  const unknown = inputs['non-critical']?.filter((name) => !known.includes(name)) ?? [];
  if (unknown.length === 0) return [];
  const problem = `names "${unknown.join('", "')}", but the endpoints are "${known.join('", "')}"`;
  return [{ input: 'non-critical', problem }];
}

function bodyOfHead(inputs: Inputs): InputProblem[] {
  if (inputs.method !== 'HEAD') return [];
  const source = inputs['revision-from'];
  const readsBody = [
    ...(inputs['expect-json'] ? ['expect-json'] : []),
    ...(inputs['expect-body'] === undefined ? [] : ['expect-body']),
    ...(source && source.from !== 'header' && !source.url ? ['revision-from'] : []),
  ];
  const problem = 'reads the body, and an answer to "method" HEAD has none: use GET';
  return readsBody.map((input) => ({ input, problem }));
}

const noTime = (inputs: Inputs): InputProblem[] =>
  (['request-timeout', 'timeout'] as const)
    .filter((input) => inputs[input] === 0)
    .map((input) => ({ input, problem: 'must be longer than 0s' }));

function noDegree(inputs: Inputs): InputProblem[] {
  const [slow, most] = [inputs['degraded-latency'], inputs['max-latency']];
  if (slow === undefined || most === undefined || slow < most) return [];
  const problem = `is ${duration(slow)}, which must be less than "max-latency" (${duration(most)})`;
  return [{ input: 'degraded-latency', problem }];
}

function tooShort(inputs: Inputs, policy: Policy): InputProblem[] {
  const { interval: intervalMs, timeout: timeoutMs } = inputs;
  if (timeoutMs === 0 || lastChanceMs(policy, { intervalMs, timeoutMs }) >= 0) return [];
  const row = `${policy.consecutiveSuccesses} good probes over ${duration(policy.stableForMs)}`;
  const problem = `is ${duration(timeoutMs)}, too short to see ${row}, one every ${duration(intervalMs)}: raise it, or lower "consecutive-successes", "stable-for" or "interval"`;
  return [{ input: 'timeout', problem }];
}
