/** What the state of one service means for the one who waits. Pure. */
import type { Deployment } from '@release-train/railway';
import { judgeLive } from './judge-live.ts';
import { judgeRemoved } from './judge-removed.ts';
import {
  green,
  type Judgement,
  type Now,
  type OrderCause,
  type Policy,
  red,
  waiting,
} from './judgement.ts';
import type { Watched } from './watch.ts';

export function judge(watched: Watched, policy: Policy, now: Now): Judgement {
  const judgement = judgeState(watched, policy, now);
  if (judgement.verdict || !now.isTimeUp) return judgement;
  const verdict = judgement.cause === 'no-record' ? 'not-found' : 'timed-out';
  return { ...judgement, verdict, isGreen: false };
}

function judgeState(watched: Watched, policy: Policy, now: Now): Judgement {
  const { pinned, order } = watched;
  if (order?.kind === 'none') return judgeOrder(order.cause, policy);
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
      return judgeLive(watched, pinned, { policy, now });
    case 'failed':
      return red('failed', 'failed');
    case 'crashed':
      return watched.looks > 1 ? red('crashed', 'crashed') : waiting('crashed', 5000);
    case 'skipped':
      return judgeSkipped(pinned, policy);
    case 'removed':
      return judgeRemoved(watched, pinned, policy);
    default:
      return pinned.phase satisfies never;
  }
}

/** Nobody asked to go back, so not to have deployed is red unless that was asked for. */
function judgeOrder(cause: OrderCause, policy: Policy): Judgement {
  if (cause !== 'would-go-back') return red('failed', cause);
  return policy['on-superseded'] === 'success'
    ? green('superseded', cause)
    : red('superseded', cause);
}

const judgeAbsence = (policy: Policy, { elapsedMs, isBlind }: Now): Judgement => {
  // Not to have looked is not to have found nothing.
  if (isBlind) return waiting('unseen');
  return elapsedMs < policy['appear-timeout']
    ? waiting('no-record', policy['appear-timeout'] - elapsedMs)
    : red('not-found', 'no-record');
};

/** Railway and this run wait for each other for good: the grace is for a status about to change. */
const deadlockGraceMs = 30_000;

function judgeQueued({ service, pinned, sinceMs, seenMs }: Watched, policy: Policy): Judgement {
  const isForUs =
    pinned?.status === 'WAITING' && policy.isOwnSuite && service.trigger?.waitsForCi === true;
  const leftMs = deadlockGraceMs - (seenMs - sinceMs);
  if (!isForUs) return waiting('in-flight');
  return leftMs > 0 ? waiting('own-suite', leftMs) : red('deadlocked', 'own-suite');
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
