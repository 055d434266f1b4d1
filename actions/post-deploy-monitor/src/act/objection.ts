/** Why nothing is done about a failed release, however it is asked for. Pure. */
import { wilsonInterval } from '@release-train/evidence';
import type { Reason } from '../verdict.ts';
import type { EarlierShare, Objection } from './deed.ts';

export interface EarlierProbe {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly isBad: boolean;
}

export interface ObjectionFacts {
  readonly reason: Reason;
  /** Every service that was found broken runs again. */
  readonly isRecovered: boolean;
  /** What stands on record of the commit that served before. */
  readonly judgedBefore?: { readonly commit: string; readonly reason: Reason } | undefined;
  readonly before: readonly EarlierShare[];
  /** Share of bad outcomes from which on a release is `failed`. */
  readonly failedRate: number;
}

/** What speaks against acting; nothing: go. */
export function objectionTo(facts: ObjectionFacts): Objection | undefined {
  const { reason, isRecovered } = facts;
  if (reason !== 'errors' && reason !== 'crashed') return { code: 'not-mendable', reason };
  return isRecovered ? { code: 'recovered' } : brokenBefore(facts);
}

function brokenBefore(facts: ObjectionFacts): Objection | undefined {
  const { reason, judgedBefore, before, failedRate } = facts;
  if (judgedBefore && (reason === 'errors' || judgedBefore.reason === reason)) {
    return { code: 'failed-before', ...judgedBefore };
  }
  if (reason !== 'errors') return undefined;
  const worst = before.find((share) => isSurelyBad(share, failedRate));
  return worst && { code: 'bad-before', ...worst };
}

/** As on the watch itself, a blip is no evidence. */
const isSurelyBad = ({ bad, total }: EarlierShare, failedRate: number): boolean =>
  bad >= 3 && wilsonInterval(bad, total).lower > failedRate;

/** Two clocks may differ by as much. */
const skewMs = 15_000;

/** Probes of the endpoints named that were answered before the release served. */
export function sharesBefore(
  probes: readonly EarlierProbe[],
  names: readonly string[],
  servesSinceMs: number,
): EarlierShare[] {
  return names.map((name) => {
    const own = probes.filter((one) => one.name === name && one.atMs < servesSinceMs - skewMs);
    const bad = own.filter(({ isBad }) => isBad).length;
    return { what: 'probes', name, bad, total: own.length };
  });
}
