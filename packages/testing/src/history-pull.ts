import type { HistoryPull } from '@release-train/github';

/** A pull request of the tool from staging to main, open, with what a test cares about. */
export const historyPull = (fields: Partial<HistoryPull> & { number: number }): HistoryPull => ({
  nodeId: `PR_${fields.number}`,
  url: `https://github.example/acme/shop/pull/${fields.number}`,
  title: 'Release staging to main',
  body: '',
  state: 'open',
  isMerged: false,
  isDraft: false,
  author: 'acme-release-train[bot]',
  authorRole: 'bot',
  isFromFork: false,
  headBranch: 'staging',
  headSha: '',
  baseBranch: 'main',
  baseSha: '',
  labels: [],
  reviewers: [],
  teams: [],
  assignees: [],
  mergeCommit: undefined,
  createdAtMs: 0,
  updatedAtMs: 0,
  ...fields,
});
