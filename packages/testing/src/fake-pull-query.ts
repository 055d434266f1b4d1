import type { PullQuery, PullRequest } from '@release-train/github';

export const matches =
  ({ head, base, state }: PullQuery) =>
  (pull: PullRequest): boolean =>
    pull.headBranch === head &&
    pull.baseBranch === base &&
    (state === 'all' || pull.state === 'open');
