/** Whether a failed release may be rolled back. Pure: facts in, the reasons against it out. */
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

/** All that speaks against it, what will not pass first; nothing: go. */
export function guardsAgainst(facts: GuardFacts): readonly Guard[] {
  const guards = [guardedPath(facts), outsideHours(facts), cooldown(facts)];
  return guards.filter((guard) => guard !== undefined);
}

function guardedPath({ guardPaths, changedPaths }: GuardFacts): Guard | undefined {
  if (guardPaths.length === 0) return undefined;
  if (!changedPaths) return { code: 'paths-unknown' };
  const guarded = changedPaths.find((path) => guardPaths.some((glob) => matchesGlob(path, glob)));
  return guarded === undefined ? undefined : { code: 'guarded-path', path: guarded };
}

function outsideHours({ hours, nowMs }: GuardFacts): Guard | undefined {
  if (!hours || isWithin(hours, nowMs)) return undefined;
  const [{ zone }] = hours.spans;
  return { code: 'outside-hours', hours: hours.text, atMs: nowMs, zone };
}

function cooldown({ lastActedAgoMs, cooldownMs }: GuardFacts): Guard | undefined {
  if (lastActedAgoMs === undefined || lastActedAgoMs >= cooldownMs) return undefined;
  return { code: 'cooldown', minutes: Math.round(lastActedAgoMs / 60_000) };
}
