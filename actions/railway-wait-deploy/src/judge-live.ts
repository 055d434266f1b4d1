/** Whether a deployment that is up counts. Pure. */
import type { Deployment } from '@release-train/railway';
import { green, type Judgement, type Now, type Policy, red, waiting } from './judgement.ts';
import type { Watched } from './watch.ts';

/** Railway's clock and the runner's may differ by as much; only then is its timestamp trusted. */
const clockSkewMs = 60_000;

/** What must be seen twice is looked at again after this. */
const secondLookMs = 5000;

interface Judging {
  readonly policy: Policy;
  readonly now: Now;
}

/** `SUCCESS` is the last thing that happened; to be live it must hold and serve. */
export function judgeLive(
  watched: Watched,
  pinned: Deployment,
  { policy, now }: Judging,
): Judgement {
  const { service, sinceMs, seenMs } = watched;
  const byDefault = service.hasHealthcheck || service.isCron ? 0 : 30_000;
  const settleMs = policy.settle === 'auto' ? byDefault : policy.settle;
  const byTimestamp = now.seenAtMs - clockSkewMs - (pinned.statusSinceMs ?? now.seenAtMs);
  const upMs = Math.max(seenMs - sinceMs, byTimestamp);
  if (hasEnded(watched, pinned)) {
    return watched.looks > 1 ? red('crashed', 'stopped') : waiting('stopped', secondLookMs);
  }
  // What has completed or sleeps does not come up any further.
  const isAtRest = pinned.stopped || pinned.status === 'SLEEPING';
  if (!isAtRest && upMs < settleMs) return waiting('settling', settleMs - upMs);
  return service.isCron || pinned.stopped
    ? green('success', 'live')
    : judgeServing(watched, pinned);
}

/** One-shots may end; what answers requests may not. */
const hasEnded = ({ service }: Watched, pinned: Deployment): boolean =>
  pinned.stopped &&
  pinned.status === 'SUCCESS' &&
  !service.isCron &&
  (service.hasHealthcheck || service.urls.length > 0);

/** Railway's list of what is active is the truth about what serves. */
function judgeServing({ serving }: Watched, { id }: Deployment): Judgement {
  const listed = serving.records.find((deployment) => deployment.id === id);
  if (!listed) return waiting('unlisted', secondLookMs);
  if (!listed.instances?.includes('CRASHED')) return green('success', 'live');
  return serving.crashedLooks > 1
    ? red('crashed', 'instances-crashed')
    : waiting('instances-crashed', secondLookMs);
}
