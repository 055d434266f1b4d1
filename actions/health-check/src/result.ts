import type { Phase } from '@release-train/probe';
import type { Inputs } from './contract.ts';
import { countRevisions, decideEndpoint, type Policy, percentile, type Story } from './decide.ts';

const phases: readonly Phase[] = ['dns', 'connect', 'tls', 'first-byte', 'body'];
const mostAddresses = 5;

/** One endpoint's entry of output `results`. */
export function resultOf(
  { name, isCritical, samples }: Story,
  policy: Policy,
  inputs: Pick<Inputs, 'expect-revision'>,
): Record<string, unknown> {
  const { state, streak, lastFailure, slowMs } = decideEndpoint(samples, policy);
  const good = samples.filter(({ judged }) => judged.ok).map(({ judged }) => judged);
  const times = good.map(({ totalMs }) => totalMs);
  const addresses = samples.flatMap(({ judged }) => judged.remoteAddress ?? []);
  return {
    name,
    critical: isCritical,
    healthy: state === 'healthy',
    ...(slowMs === undefined ? {} : { slow: true }),
    attempts: samples.length,
    failed: samples.length - good.length,
    'in-a-row': streak,
    'p50-ms': rounded(percentile(times, 0.5)),
    'p95-ms': rounded(percentile(times, 0.95)),
    'phases-p50-ms': Object.fromEntries(
      phases.flatMap((phase) => {
        const spent = good.flatMap(({ phasesMs }) => phasesMs?.[phase] ?? []);
        return spent.length === 0 ? [] : [[phase, rounded(percentile(spent, 0.5))]];
      }),
    ),
    addresses: [...new Set(addresses)].slice(0, mostAddresses),
    ...(inputs['expect-revision'] === undefined ? {} : { revisions: countRevisions(samples) }),
    'last-failure': lastFailure && {
      kind: lastFailure.judged.kind,
      side: lastFailure.judged.side,
      'at-ms': Math.round(lastFailure.endedMs),
      ...(lastFailure.judged.phase ? { phase: lastFailure.judged.phase } : {}),
      reason: lastFailure.judged.reason,
    },
  };
}

const rounded = (value: number | undefined): number | undefined =>
  value === undefined ? undefined : Math.round(value);
