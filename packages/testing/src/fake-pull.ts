import type { NewPull, PullQuery, PullRequest } from '@release-train/github';

export const matches =
  ({ head, base, state }: PullQuery) =>
  (pull: PullRequest): boolean =>
    pull.headBranch === head &&
    pull.baseBranch === base &&
    (state === 'all' || pull.state === 'open');

/** A pull request as the fake keeps it. */
export type Stored = { -readonly [K in keyof PullRequest]: PullRequest[K] };

interface Opened extends NewPull {
  readonly author: string | undefined;
}

export const stored = (
  number: number,
  { title, body, draft, head, base, author = 'ghost' }: Opened,
): Stored => ({
  number,
  nodeId: `PR_${number}`,
  url: `https://github.example/acme/shop/pull/${number}`,
  title,
  body,
  state: 'open',
  isMerged: false,
  isDraft: draft,
  author,
  authorRole: author.endsWith('[bot]') ? 'bot' : 'member',
  isFromFork: false,
  headBranch: head,
  headSha: '',
  baseBranch: base,
  labels: [],
  reviewers: [],
  teams: [],
  assignees: [],
  mergeCommit: undefined,
});
