/** Reading lists of runs. Times are milliseconds since 1970. */
import type { Trigger } from '@release-train/workflows';
import { GlobSyntaxError, matchesPatterns } from '@release-train/workflows';
import type { LiveRun } from './live.ts';

export const day = (at: number): string => new Date(at).toISOString().slice(0, 10);

export const DAY = 24 * 3_600_000;

/** `#12 on 2026-10-02 (skipped) https://…` */
export const runText = ({ number, createdAt, conclusion, status, url }: LiveRun): string =>
  `#${number} on ${day(createdAt)} (${conclusion ?? status}) ${url}`;

/** Runs that a `workflow_run` trigger for `completed` should have answered. */
export const completionsFor = (
  { filters }: Trigger,
  runs: readonly LiveRun[],
): readonly LiveRun[] =>
  runs.filter(
    ({ status, headBranch = '' }) =>
      status === 'completed' &&
      passes(filters.branches?.patterns, headBranch, true) &&
      !passes(filters['branches-ignore']?.patterns, headBranch, false),
  );

function passes(
  patterns: readonly string[] | undefined,
  branch: string,
  otherwise: boolean,
): boolean {
  if (patterns === undefined) return otherwise;
  try {
    return matchesPatterns(patterns, branch);
  } catch (error) {
    if (error instanceof GlobSyntaxError) return false;
    throw error;
  }
}
