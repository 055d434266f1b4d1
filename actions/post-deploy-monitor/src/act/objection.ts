/** Why nothing is done about a failed release, however it is asked for. Pure. */
import { oneLine } from '@release-train/action-kit/text';
import { wilsonInterval } from '@release-train/evidence';
import type { Reason } from '../verdict.ts';

export interface EarlierProbe {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly isBad: boolean;
}

/** Outcomes of the release before. */
export interface EarlierShare {
  readonly what: 'probes' | 'requests';
  readonly name: string;
  readonly bad: number;
  readonly total: number;
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

/** In words, with what a person should do; nothing: go. */
export function objectionTo(facts: ObjectionFacts): string | undefined {
  const { reason, isRecovered } = facts;
  if (reason !== 'errors' && reason !== 'crashed') {
    return `"${reason}" is nothing that an earlier release would mend: look at the deployment on Railway`;
  }
  if (isRecovered) return 'it recovered in the meantime: look into the log of that time';
  const before = brokenBefore(facts);
  return (
    before &&
    `it is pre-existing: ${before}, so an earlier release would not mend it; look for what both have in common`
  );
}

function brokenBefore(facts: ObjectionFacts): string | undefined {
  const { reason, judgedBefore, before, failedRate } = facts;
  if (judgedBefore && (reason === 'errors' || judgedBefore.reason === reason)) {
    const { commit, reason: found } = judgedBefore;
    return `commit ${commit.slice(0, 12)}, which served before, is on record as failed (${found}) here`;
  }
  if (reason !== 'errors') return undefined;
  const worst = before.find((share) => isSurelyBad(share, failedRate));
  return (
    worst &&
    `${worst.bad} of ${worst.total} ${worst.what} of "${oneLine(worst.name, 60)}" failed before this release served`
  );
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
