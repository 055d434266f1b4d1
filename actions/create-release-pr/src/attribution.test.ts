import type { Commit } from '@release-train/git';
import type { PullCommit, PullRequest } from '@release-train/github';
import { describe, expect, it } from 'vitest';
import { attribute, type Line } from './attribution.ts';

const name = (digit: number): string => digit.toString(16).padStart(40, '0');

/** Newest first; parents follow from the order. */
const commitsOf = (...subjects: string[]): Commit[] =>
  subjects.map((subject, index) => ({
    sha: name(index + 1),
    parents: [name(index + 2)],
    tree: name(99),
    author: 'Ada',
    committedAt: 1000 - index,
    subject,
  }));

const pullOf = (number: number, commit?: number, change: Partial<PullRequest> = {}): PullRequest =>
  ({
    number,
    mergeCommit: commit === undefined ? undefined : name(commit),
    baseBranch: 'staging',
    isMerged: true,
    ...change,
  }) as PullRequest;

interface World {
  readonly line: Partial<Line> & Pick<Line, 'commits'>;
  readonly unlisted?: readonly PullRequest[];
  readonly own?: Readonly<Record<number, readonly PullCommit[]>>;
  readonly origins?: Readonly<Record<string, string>>;
}

async function attributed({ line, unlisted = [], own = {}, origins = {} }: World) {
  const asked: string[] = [];
  const github = {
    findPull: async (number: number) => {
      asked.push(`#${number}`);
      return unlisted.find((pull) => pull.number === number);
    },
    pullCommits: async (number: number) => {
      asked.push(`commits of #${number}`);
      return own[number] ?? [];
    },
  };
  const clone = {
    details: async (shas: readonly string[]) =>
      new Map(
        shas.map((sha) => [sha, { authors: [], pickedFrom: origins[sha] ? [origins[sha]] : [] }]),
      ),
  };
  const whole = { branch: 'staging', pulls: [], landed: [], ...line };
  const wanted = new Set(line.commits.map(({ sha }) => sha));
  const found = await attribute({ github, clone }, whole, wanted);
  return { numbers: line.commits.map(({ sha }) => found.get(sha)?.number), asked };
}

const ownCommit = (subject: string, author = 'Ada'): PullCommit => ({ sha: '', subject, author });

describe('the pull request of a commit', () => {
  it('is the one that made it, and no other', async () => {
    const commits = commitsOf('One', 'Two (#8)', 'Three (#99)', 'Undo (#9) again');
    const pulls = [pullOf(7, 1), pullOf(8, 77), pullOf(9), pullOf(10, 4, { baseBranch: 'other' })];

    const { numbers } = await attributed({ line: { commits, pulls } });

    expect(numbers).toEqual([7, 8, undefined, undefined]);
  });

  it('is asked for by number where the list does not have it yet, and believed if it fits', async () => {
    const commits = commitsOf(
      'New (#20)',
      'Merge pull request #21 from acme/x',
      'Sly (#22)',
      'Open (#23)',
    );
    const unlisted = [
      pullOf(20, 1),
      pullOf(21, 2),
      pullOf(22, 3, { baseBranch: 'main' }),
      pullOf(23, undefined, { isMerged: false }),
    ];

    const { numbers, asked } = await attributed({ line: { commits }, unlisted });

    expect(numbers).toEqual([20, 21, undefined, undefined]);
    expect(asked).toEqual(['#20', '#21', '#22', '#23']);
  });

  it('is one for all commits of a rebase, whatever became of some on the way', async () => {
    const commits = commitsOf('c', 'b', 'a', 'direct push', 'z');
    const own = { 7: ['a', 'b', 'Merge staging', 'dropped', 'c'].map((one) => ownCommit(one)) };

    const { numbers, asked } = await attributed({
      line: { commits, pulls: [pullOf(7, 1), pullOf(6, 5)] },
      own,
    });

    expect(numbers).toEqual([7, 7, 7, undefined, 6]);
    expect(asked).toEqual(['commits of #7']);
  });

  it('does not claim a direct push before a squash', async () => {
    const commits = commitsOf('Squashed without a mark', 'fix', 'Squashed (#8)', 'fix');
    const own = { 7: [ownCommit('fix', 'Eve'), ownCommit('more')] };

    const { numbers, asked } = await attributed({
      line: { commits, pulls: [pullOf(7, 1), pullOf(8, 3)] },
      own,
    });

    expect(numbers).toEqual([7, undefined, 8, undefined]);
    expect(asked).toEqual(['commits of #7']);
  });

  it('is that of the commit which a cherry-pick names', async () => {
    const commits = commitsOf('Fix', 'Fix too', 'Fix three');
    const landed = [pullOf(40, 70, { baseBranch: 'main' })];

    const { numbers } = await attributed({
      line: { commits, landed },
      origins: { [name(1)]: name(70), [name(2)]: name(71) },
    });

    expect(numbers).toEqual([40, undefined, undefined]);
  });
});
