/** Whether a failed release may be rolled back. Pure: facts in, the reason against it out. */
import { matchesGlob } from 'node:path';
import type { Guard } from './deed.ts';

export interface GuardFacts {
  /** Paths changed since what would be brought back; nothing: not known. */
  readonly changedPaths: readonly string[] | undefined;
  readonly guardPaths: readonly string[];
  /** The last rollback in this environment, in milliseconds before now. */
  readonly lastActedAgoMs: number | undefined;
  readonly cooldownMs: number;
}

/** What speaks against it; nothing: go. */
export function guardAgainst(facts: GuardFacts): Guard | undefined {
  const { guardPaths, changedPaths, lastActedAgoMs, cooldownMs } = facts;
  if (lastActedAgoMs !== undefined && lastActedAgoMs < cooldownMs) {
    return { code: 'cooldown', minutes: Math.round(lastActedAgoMs / 60_000) };
  }
  if (guardPaths.length === 0) return undefined;
  if (!changedPaths) return { code: 'paths-unknown' };
  const guarded = changedPaths.find((path) => guardPaths.some((glob) => matchesGlob(path, glob)));
  return guarded === undefined ? undefined : { code: 'guarded-path', path: guarded };
}
