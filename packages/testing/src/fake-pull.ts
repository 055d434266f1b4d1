import type { Closer, DressCalls, NewPull, PullQuery, PullRequest } from '@release-train/github';

export const matches =
  ({ head, base, state }: PullQuery) =>
  (pull: PullRequest): boolean =>
    pull.headBranch === head &&
    pull.baseBranch === base &&
    (state === 'all' || pull.state === 'open');

/** A pull request as the fake keeps it. */
export type Stored = { -readonly [K in keyof PullRequest]: PullRequest[K] } & {
  closer?: Closer | undefined;
};

/** Its head stays where it was, whatever becomes of the branch. */
export const closing = ({ headSha }: PullRequest, login = 'ghost'): Partial<Stored> => ({
  headSha,
  closer: { login, isBot: login.endsWith('[bot]') },
});

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

interface Manners {
  readonly reviewed: ReadonlyMap<number, string[]>;
  readonly refused: ReadonlySet<string>;
  readonly writes: string[];
}

/** What GitHub does to labels and people of a pull request. */
export function dressCalls(pull: Stored, { reviewed, refused, writes }: Manners): DressCalls {
  const add =
    (what: 'labels' | 'reviewers' | 'teams' | 'assignees') =>
    async (names: readonly string[]): Promise<void> => {
      const bad = names.find((name) => refused.has(name));
      if (bad) throw new Error(`"${bad}" cannot be added`);
      writes.push(`${what} #${pull.number}: ${names.join(', ')}`);
      pull[what] = [...pull[what], ...names];
    };
  return {
    addLabels: add('labels'),
    requestReviewers: add('reviewers'),
    requestTeams: add('teams'),
    addAssignees: add('assignees'),
    reviewedBy: async () => reviewed.get(pull.number) ?? [],
  };
}
