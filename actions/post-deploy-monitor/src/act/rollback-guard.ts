/** Whether a failed release may be rolled back. Pure: facts in, the reason against it out. */
import { matchesGlob } from 'node:path';

export interface GuardFacts {
  /** Paths changed since what would be brought back; nothing: not known. */
  readonly changedPaths: readonly string[] | undefined;
  readonly guardPaths: readonly string[];
  /** The last rollback in this environment, in milliseconds before now. */
  readonly lastActedAgoMs: number | undefined;
  readonly cooldownMs: number;
}

/** Why not, in words with what a person should do; nothing: go. */
export function guardAgainst(facts: GuardFacts): string | undefined {
  const { guardPaths, changedPaths, lastActedAgoMs, cooldownMs } = facts;
  if (lastActedAgoMs !== undefined && lastActedAgoMs < cooldownMs) {
    return `another release was rolled back here ${Math.round(lastActedAgoMs / 60_000)} min ago (input "cooldown"): what is wrong may not be the release; decide by hand`;
  }
  if (guardPaths.length === 0) return undefined;
  if (!changedPaths) {
    return 'it cannot be told whether the release changed a path of input "guard-paths": compare the commits and decide by hand';
  }
  const guarded = changedPaths.find((path) => guardPaths.some((glob) => matchesGlob(path, glob)));
  return (
    guarded &&
    `the release changed "${guarded}" (input "guard-paths"), which an earlier release may not bear: mend forward, or roll back by hand if it is safe`
  );
}
