/** What the state of one service means for the one who waits. Pure. */
import type { Deployment } from '@release-train/railway';
import type { Inputs, Verdict } from './contract.ts';
import type { Watched } from './watch.ts';

/** Why a service has its verdict; the words are `render`'s. */
export type Cause =
  | 'live'
  | 'settling'
  | 'in-flight'
  | 'unknown-status'
  | 'waiting-for-approval'
  | 'no-record'
  | 'unseen'
  | 'failed'
  | 'crashed'
  | 'unchanged'
  | 'skipped'
  | 'own-suite'
  | 'needs-approval'
  | 'replaced'
  | 'replacing'
  | 'went-back'
  | 'replaced-by-unknown'
  | 'successor-failed'
  | 'removed';

export interface Judgement {
  /** Absent: not ended yet. */
  readonly verdict?: Verdict;
  readonly isGreen: boolean;
  readonly cause: Cause;
  /** Of a replaced deployment: what replaced it. */
  readonly successor?: Deployment;
  /** A look is due by then at the latest. */
  readonly againInMs?: number;
}

export type Policy = Pick<
  Inputs,
  'appear-timeout' | 'on-skipped' | 'on-superseded' | 'on-needs-approval' | 'settle'
> & { readonly isOwnSuite: boolean };

export interface Now {
  /** Since the wait began. */
  readonly elapsedMs: number;
  /** Since 1970. */
  readonly wallMs: number;
  readonly isTimeUp: boolean;
  /** The last look failed: what was seen before may not hold any more. */
  readonly isBlind: boolean;
}

export function judge(watched: Watched, policy: Policy, now: Now): Judgement {
  const judgement = judgeState(watched, policy, now);
  if (judgement.verdict || !now.isTimeUp) return judgement;
  const verdict = judgement.cause === 'no-record' ? 'not-found' : 'timed-out';
  return { ...judgement, verdict, isGreen: false };
}

function judgeState(watched: Watched, policy: Policy, now: Now): Judgement {
  const { pinned } = watched;
  if (!pinned) return judgeAbsence(policy, now);
  switch (pinned.phase) {
    case 'moving':
      return waiting('in-flight');
    case 'queued':
      return judgeQueued(watched, policy);
    case 'unknown':
      return waiting('unknown-status');
    case 'needs-approval':
      return policy['on-needs-approval'] === 'wait'
        ? waiting('waiting-for-approval')
        : red('needs-approval', 'needs-approval');
    case 'live':
      return judgeLive(watched, policy, now);
    case 'failed':
      return red('failed', 'failed');
    case 'crashed':
      return watched.looks > 1
        ? red('crashed', 'crashed')
        : { ...waiting('crashed'), againInMs: 5000 };
    case 'skipped':
      return judgeSkipped(pinned, policy);
    case 'removed':
      return judgeRemoved(watched, pinned, policy);
    default:
      return pinned.phase satisfies never;
  }
}

const waiting = (cause: Cause): Judgement => ({ cause, isGreen: false });
const red = (verdict: Verdict, cause: Cause): Judgement => ({ verdict, cause, isGreen: false });
const green = (verdict: Verdict, cause: Cause): Judgement => ({ verdict, cause, isGreen: true });

const judgeAbsence = (policy: Policy, { elapsedMs, isBlind }: Now): Judgement => {
  // Not to have looked is not to have found nothing.
  if (isBlind) return waiting('unseen');
  return elapsedMs < policy['appear-timeout']
    ? { ...waiting('no-record'), againInMs: policy['appear-timeout'] - elapsedMs }
    : red('not-found', 'no-record');
};

/** Railway and this run wait for each other for good: the grace is for a status about to change. */
const deadlockGraceMs = 30_000;

function judgeQueued({ service, pinned, sinceMs, seenMs }: Watched, policy: Policy): Judgement {
  const isForUs =
    pinned?.status === 'WAITING' && policy.isOwnSuite && service.trigger?.waitsForCi === true;
  const leftMs = deadlockGraceMs - (seenMs - sinceMs);
  if (!isForUs) return waiting('in-flight');
  return leftMs > 0
    ? { ...waiting('own-suite'), againInMs: leftMs }
    : red('deadlocked', 'own-suite');
}

/** Railway's clock and the runner's may differ by as much; only then is its timestamp trusted. */
const clockSkewMs = 60_000;

function judgeLive(
  { service, pinned, sinceMs, seenMs }: Watched,
  policy: Policy,
  now: Now,
): Judgement {
  const byDefault = service.hasHealthcheck || service.isCron ? 0 : 30_000;
  const settleMs = policy.settle === 'auto' ? byDefault : policy.settle;
  const byTimestamp = now.wallMs - clockSkewMs - (pinned?.statusSinceMs ?? now.wallMs);
  const upMs = Math.max(seenMs - sinceMs, byTimestamp);
  // What has completed or sleeps does not come up any further.
  const isAtRest = pinned?.stopped === true || pinned?.status === 'SLEEPING';
  return isAtRest || upMs >= settleMs
    ? green('success', 'live')
    : { ...waiting('settling'), againInMs: settleMs - upMs };
}

function judgeSkipped(pinned: Deployment, policy: Policy): Judgement {
  const isUnchanged = /watch(ed)? (files|paths|patterns)/i.test(pinned.skippedReason ?? '');
  const cause = isUnchanged ? 'unchanged' : 'skipped';
  switch (policy['on-skipped']) {
    case 'success':
      return green('skipped', cause);
    case 'fail':
      return red(isUnchanged ? 'skipped' : 'failed', cause);
    case 'by-reason':
      return isUnchanged ? green('skipped', cause) : red('failed', cause);
    default:
      return policy['on-skipped'] satisfies never;
  }
}

function judgeRemoved(watched: Watched, pinned: Deployment, policy: Policy): Judgement {
  const { successor } = watched;
  if (!successor) {
    const isFinishedRun = watched.service.isCron && pinned.imageDigest !== undefined;
    return isFinishedRun ? green('success', 'live') : red('failed', 'removed');
  }
  switch (policy['on-superseded']) {
    case 'success':
      return { ...green('superseded', 'replaced'), successor };
    case 'fail':
      return { ...red('superseded', 'replaced'), successor };
    case 'follow':
      return { ...judgeSuccessor(watched, pinned, successor), successor };
    default:
      return policy['on-superseded'] satisfies never;
  }
}

function judgeSuccessor(watched: Watched, pinned: Deployment, successor: Deployment): Judgement {
  if (successor.commit === undefined) return red('superseded', 'replaced-by-unknown');
  const isOlderCode = watched.records.some(
    ({ commit, createdAtMs }) => commit === successor.commit && createdAtMs < pinned.createdAtMs,
  );
  if (isOlderCode) return red('superseded', 'went-back');
  switch (successor.phase) {
    case 'live':
      return green('superseded', 'replaced');
    case 'failed':
    case 'crashed':
      return red('failed', 'successor-failed');
    case 'removed':
      return red('failed', 'removed');
    default:
      return waiting('replacing');
  }
}
