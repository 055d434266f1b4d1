/** The numbers of a finding in words: what was seen, what it rules out, what would be needed. */
import type { Finding } from './decide.ts';
import { neededOutcomes } from './decide.ts';
import type { Evidence, Limits } from './measure.ts';

/**
 * `0 of 300 probes failed (rules out > 1.3 % at 95 %); evidence against <= 1 %: 0.6 (needs 100);
 * p95 148 ms`
 */
export function reportLine({ measures }: Finding, limits: Limits, p95Ms?: number): string {
  const [rate, evidence] = measures.failed.isReached
    ? [limits.failedRate, measures.failed]
    : [limits.degradedRate, measures.degraded];
  const budget = limits.latencyBudgetMs;
  return [
    `${measures.bad} of ${measures.attributable} probes failed${ruledOut(measures.upperBound)}`,
    `evidence against <= ${percent(rate)}: ${evidenceText(evidence)}`,
    ...(p95Ms === undefined ? [] : [`p95 ${p95Ms} ms${budget ? ` vs limit ${budget} ms` : ''}`]),
    ...(measures.latency && budget
      ? [`evidence against it: ${evidenceText(measures.latency)}`]
      : []),
  ].join('; ');
}

/** Why this verdict, in a sentence with the numbers that carry it. */
export function reasonText({ reason, measures }: Finding, limits: Limits): string {
  switch (reason) {
    case 'clean':
      return `no evidence against the release, and more than ${percent(limits.failedRate)} bad probes are ruled out`;
    case 'errors':
      return `the share of bad probes is above ${percent(measures.failed.isReached ? limits.failedRate : limits.degradedRate)}`;
    case 'errors-recovered':
      return `the share of bad probes was above ${percent(limits.degradedRate)}, but is no longer`;
    case 'old-revision':
      return `another revision than the expected one still answered ${measures.oldLately} probes in the last 30s of the window`;
    case 'old-revision-gone':
      return `another revision than the expected one answered ${measures.old} probes after the grace, but none at the end`;
    case 'latency':
      return `more than 5 % of the probes are slower than ${limits.latencyBudgetMs ?? 0} ms`;
    case 'not-attributable':
      return `${measures.lostBlocks} of ${measures.failed.path.length} blocks say nothing about the application: only the probing side or the control address failed`;
    case 'too-few-outcomes':
      return `${measures.attributable} attributable outcomes, but a verdict needs ${neededOutcomes(limits)}`;
    case 'revision-unproven':
      return `the expected revision was not seen in ${measures.unprovenBlocks} of ${measures.failed.path.length} blocks`;
    case 'error-rate-unclear':
      return `the share of bad probes may be as high as ${percentUp(measures.upperBound)}, which does not rule out ${percent(limits.failedRate)}`;
    case 'cancelled':
      return `the watch was cancelled after ${measures.failed.path.length} of ${limits.blocks} blocks`;
    default:
      return reason satisfies never;
  }
}

/** The first value that sufficed, otherwise the last. */
export const evidenceLog = ({ path, isReached }: Evidence): number =>
  (isReached ? Math.max(...path) : path.at(-1)) ?? 0;

function evidenceText(evidence: Evidence): string {
  const needed = Math.round(Math.exp(evidence.needed));
  return `${magnitude(evidenceLog(evidence))} (needs ${needed})`;
}

function magnitude(log: number): string {
  if (log < Math.log(10)) return Math.exp(log).toFixed(1);
  if (log < Math.log(1e6)) return String(Math.round(Math.exp(log)));
  return `10^${Math.floor(log / Math.LN10)}`;
}

const ruledOut = (upperBound: number): string =>
  upperBound < 1 ? ` (rules out > ${percentUp(upperBound)} at 95 %)` : '';

const percent = (share: number): string => `${Number((share * 100).toPrecision(3))} %`;

/** Rounded up, because it is a bound. */
const percentUp = (share: number): string => `${Math.ceil(share * 1000 - 1e-9) / 10} %`;
