/** The numbers of a finding in words: what was seen, what it rules out, what would be needed. */
import type { Language } from '@release-train/action-kit/language';
import type { Finding } from './decide.ts';
import { neededOutcomes } from './decide.ts';
import type { Evidence, Limits } from './measure.ts';
import { words } from './report-line-words.ts';

interface Said {
  readonly language?: Language;
  readonly p95Ms?: number | undefined;
  /** Upper confidence bound of it. */
  readonly p95UpperMs?: number | undefined;
}

/**
 * `0 of 300 probes failed (rules out > 1.3 % at 95 %); evidence against <= 1 %: 0.6 (needs 100);
 * p95 148 ms`
 */
export function reportLine(
  { measures }: Finding,
  limits: Limits,
  { language = 'en', p95Ms, p95UpperMs }: Said = {},
): string {
  const say = words[language];
  const evidenceText = (evidence: Evidence): string =>
    say.needs(magnitude(evidenceLog(evidence)), Math.round(Math.exp(evidence.needed)));
  const { upperBound, latency } = measures;
  const [rate, evidence] = measures.failed.isReached
    ? [limits.failedRate, measures.failed]
    : [limits.degradedRate, measures.degraded];
  const budget = limits.latencyBudgetMs;
  const ruledOut = upperBound < 1 ? say.ruledOut(percentUp(upperBound)) : '';
  return [
    `${say.probes(measures.bad, measures.attributable)}${ruledOut}`,
    say.evidence(percent(rate), evidenceText(evidence)),
    ...(p95Ms === undefined
      ? []
      : [
          `${say.p95(p95Ms)}${p95UpperMs ? say.atMost(p95UpperMs) : ''}${budget ? say.versus(budget) : ''}`,
        ]),
    ...(latency && budget ? [say.evidenceAgainstIt(evidenceText(latency))] : []),
  ].join('; ');
}

/** Why this verdict, in a sentence with the numbers that carry it. */
export function reasonText(
  { reason, measures }: Finding,
  limits: Limits,
  language: Language = 'en',
): string {
  const say = words[language];
  const blocks = measures.failed.path.length;
  switch (reason) {
    case 'clean':
      return say.clean(percent(limits.failedRate));
    case 'errors':
      return say.errors(
        percent(measures.failed.isReached ? limits.failedRate : limits.degradedRate),
      );
    case 'errors-recovered':
      return say.errorsRecovered(percent(limits.degradedRate));
    case 'old-revision':
      return say.oldRevision(measures.oldLately);
    case 'old-revision-gone':
      return say.oldRevisionGone(measures.old);
    case 'latency':
      return say.latency(limits.latencyBudgetMs ?? 0);
    case 'not-attributable':
      return say.notAttributable(measures.lostBlocks, blocks);
    case 'too-few-outcomes':
      return say.tooFewOutcomes(measures.attributable, neededOutcomes(limits));
    case 'revision-unproven':
      return say.revisionUnproven(measures.unprovenBlocks, blocks);
    case 'error-rate-unclear':
      return say.errorRateUnclear(percentUp(measures.upperBound), percent(limits.failedRate));
    case 'cancelled':
      return say.cancelled(blocks, limits.blocks);
    default:
      return reason satisfies never;
  }
}

/** The first value that sufficed, otherwise the last. */
export const evidenceLog = ({ path, isReached }: Evidence): number =>
  (isReached ? Math.max(...path) : path.at(-1)) ?? 0;

function magnitude(log: number): string {
  if (log < Math.log(10)) return Math.exp(log).toFixed(1);
  if (log < Math.log(1e6)) return String(Math.round(Math.exp(log)));
  return `10^${Math.floor(log / Math.LN10)}`;
}

const percent = (share: number): string => `${Number((share * 100).toPrecision(3))} %`;

/** Rounded up, because it is a bound. */
const percentUp = (share: number): string => `${Math.ceil(share * 1000 - 1e-9) / 10} %`;
