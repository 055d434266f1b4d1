/** A verdict on record: a commit status on the deployed commit. Pure, with the port it goes through. */

import type { Identity } from './identity.ts';
import { type Reason, reasons, type Verdict, verdicts } from './verdict.ts';

/** The context of the commit status. */
export const statusContext = 'release-train/monitor';

export interface CommitStatus {
  readonly state: 'pending' | 'success' | 'failure' | 'error';
  /** At most 140 characters. https://docs.github.com/rest/commits/statuses */
  readonly description: string;
}

/** A commit status as found. */
export interface FoundStatus {
  readonly description: string;
  /** Milliseconds since 1970. */
  readonly createdAtMs: number;
}

export interface Judgements {
  /** Statuses of our context on a commit, newest first. */
  read(commit: string): Promise<readonly FoundStatus[]>;
  write(commit: string, status: CommitStatus): Promise<void>;
}

export interface Judgement {
  readonly verdict: Verdict | 'watching';
  readonly reason?: Reason;
  readonly identity: Identity;
}

export function statusOf({ verdict, reason, identity }: Judgement): CommitStatus {
  const why = reason ? ` (${reason})` : '';
  return {
    state: states[verdict],
    description: `${verdict}${why} [${identity.place}.${identity.key}]`,
  };
}

const states: Readonly<Record<Judgement['verdict'], CommitStatus['state']>> = {
  watching: 'pending',
  healthy: 'success',
  degraded: 'success',
  superseded: 'success',
  failed: 'failure',
  inconclusive: 'error',
  'not-applicable': 'success',
  'already-judged': 'success',
};

/** Nothing: not a text of ours. */
export function judgementOf({ description }: FoundStatus): Judgement | undefined {
  const groups =
    /^(?<verdict>[a-z-]+)(?: \((?<reason>[a-z-]+)\))? \[(?<place>[0-9a-f]{8})\.(?<key>[0-9a-f]{12})\]$/.exec(
      description,
    )?.groups;
  const { place = '', key = '' } = groups ?? {};
  const verdict = [...verdicts, 'watching' as const].find((each) => each === groups?.['verdict']);
  const reason = reasons.find((each) => each === groups?.['reason']);
  return verdict && { verdict, ...(reason ? { reason } : {}), identity: { place, key } };
}

const finals: readonly Judgement['verdict'][] = ['healthy', 'degraded', 'failed', 'superseded'];

/** Whether a verdict stands, so that the deployment is not judged again. */
export const isFinal = (verdict: Judgement['verdict']): boolean => finals.includes(verdict);

/** The word that stands on a deployment; what was inconclusive may be judged again. */
export const finalOn = (
  found: readonly FoundStatus[],
  { place, key }: Identity,
): Judgement | undefined =>
  found
    .map(judgementOf)
    .find(
      (each) =>
        each?.identity.place === place && each.identity.key === key && isFinal(each.verdict),
    );

/** Another run watches the deployment: it said so not long ago, and nothing since. */
export function isWatched(
  found: readonly FoundStatus[],
  { place, key }: Identity,
  sinceMs: number,
): boolean {
  const last = found.find((status) => {
    const identity = judgementOf(status)?.identity;
    return identity?.place === place && identity.key === key;
  });
  return (
    last !== undefined && judgementOf(last)?.verdict === 'watching' && last.createdAtMs >= sinceMs
  );
}

/** The newest word on a commit in a place, whichever deployment of it was judged. */
export const lastWord = (
  found: readonly FoundStatus[],
  { place }: Pick<Identity, 'place'>,
): Judgement | undefined =>
  found.map(judgementOf).find((each) => each?.identity.place === place && isFinal(each.verdict));

/** The newest word on a commit in a place says that it was good. */
export const wasGood = (found: readonly FoundStatus[], identity: Identity): boolean =>
  lastWord(found, identity)?.verdict === 'healthy';
