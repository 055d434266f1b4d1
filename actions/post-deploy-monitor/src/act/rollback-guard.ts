/** Whether a failed release may be rolled back. Pure: facts in, the reason against it out. */
import { matchesGlob } from 'node:path';
import type { Guard } from './deed.ts';
import { isWithin, type RollbackHours } from './rollback-hours.ts';

export interface GuardFacts {
  /** When acting is allowed; nothing: always. */
  readonly hours: RollbackHours | undefined;
  readonly nowMs: number;
  /** Paths changed since what would be brought back; nothing: not known. */
  readonly changedPaths: readonly string[] | undefined;
  readonly guardPaths: readonly string[];
  /** The last rollback in this environment, in milliseconds before now. */
  readonly lastActedAgoMs: number | undefined;
  readonly cooldownMs: number;
}

/** What speaks against it; nothing: go. */
export function guardAgainst(facts: GuardFacts): Guard | undefined {
  const { hours, nowMs, guardPaths, changedPaths, lastActedAgoMs, cooldownMs } = facts;
  if (hours && !isWithin(hours, nowMs)) {
    const [{ zone }] = hours.spans;
    return { code: 'outside-hours', hours: hours.text, atMs: nowMs, zone };
  }
  if (lastActedAgoMs !== undefined && lastActedAgoMs < cooldownMs) {
    return { code: 'cooldown', minutes: Math.round(lastActedAgoMs / 60_000) };
  }
  if (guardPaths.length === 0) return undefined;
  if (!changedPaths) return { code: 'paths-unknown' };
  const guarded = changedPaths.find((path) => guardPaths.some((glob) => matchesGlob(path, glob)));
  return guarded === undefined ? undefined : { code: 'guarded-path', path: guarded };
}
