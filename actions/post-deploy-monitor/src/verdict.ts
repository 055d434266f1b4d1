/** The closed sets of words a run may end with. */
export const verdicts = [
  'healthy',
  'degraded',
  'failed',
  'inconclusive',
  'superseded',
  'not-applicable',
  'already-judged',
] as const;

export type Verdict = (typeof verdicts)[number];

export const actionsTaken = [
  'none',
  'rolled-back',
  'rollback-partial',
  'rollback-refused',
  'rollback-failed',
  'already-acted',
  'revert-pr',
  'revert-refused',
  'revert-failed',
] as const;

/** What probes can be a reason for. */
export const probeReasons = [
  'clean',
  'errors',
  'errors-recovered',
  'old-revision',
  'old-revision-gone',
  'latency',
  'not-attributable',
  'too-few-outcomes',
  'revision-unproven',
  'error-rate-unclear',
  'cancelled',
] as const;

export type ProbeReason = (typeof probeReasons)[number];

/** What Railway's records or the event can be a reason for. */
export const releaseReasons = [
  'crashed',
  'crash-recovered',
  'traffic-errors',
  'traffic-stopped',
  'log-errors',
  'removed',
  'deploy-failed',
  'superseded',
  'not-deployed',
  'railway-unseen',
  'unchanged',
  'nothing-deployed',
  'being-watched',
  'rollback-resumed',
] as const;

export type ReleaseReason = (typeof releaseReasons)[number];

export const reasons = [...probeReasons, ...releaseReasons] as const;

export type Reason = (typeof reasons)[number];
