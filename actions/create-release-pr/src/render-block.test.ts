import type { Commit } from '@release-train/git';
import type { PullRequest } from '@release-train/github';
import { describe, expect, it } from 'vitest';
import { blockWords } from './block-words.ts';
import type { Entry } from './decide.ts';
import { conflictIn, contentOf, merge, place, releaseOf, sha } from './release.fixture.ts';
import { renderBlock } from './render-block.ts';

const commit = (digit: string, subject: string): Commit => ({
  sha: sha(digit),
  parents: [],
  tree: '',
  author: 'Ada',
  committedAt: 0,
  subject,
});

const pull = { number: 7, title: 'Add `b` <img>', author: 'bob' } as PullRequest;

const entries: Entry[] = [
  { commit: commit('1', 'Fix @all of #1'), pull: undefined },
  { commit: commit('2', 'Add b (#7)'), pull },
  { commit: commit('3', 'Add more of b (#7)'), pull },
];

const options = {
  words: blockWords.en,
  notes: '',
  checklist: '',
  changes: 100,
  files: 100,
};

const block = (change: Parameters<typeof releaseOf>[0], changes = 100): string =>
  renderBlock(releaseOf(change), place, { ...options, changes });

describe('the block of a release', () => {
  it('lists pull requests once and commits, with no mention and no foreign reference', () => {
    expect(block({ entries, content: contentOf({ commitCount: 3 }) })).toBe(
      [
        '`staging` → `main`: 3 commits, 3 files.',
        '',
        '### Pull requests',
        '',
        '- #7 Add \\`b\\` \\<img\\> (bob), 2 commits',
        '',
        '### Commits without a pull request',
        '',
        '- [`1111111`](https://github.example/acme/shop/commit/1111111111111111111111111111111111111111) Fix @\u200ball of #\u200b1 (Ada)',
      ].join('\n'),
    );
  });

  it('leaves out a list that is empty, and counts what was never read', () => {
    const release = releaseOf({ content: contentOf({ commitCount: 1200 }) });

    expect(renderBlock(release, place, { ...options, notes: 'Notes' })).toBe(
      'Notes\n\n`staging` → `main`: 1,200 commits, 3 files.\n\n### Commits\n\n- … and 1200 more',
    );
  });

  it('cuts its lists and says how much is missing', () => {
    const many = Array.from({ length: 5 }, (_, at) => ({
      commit: commit(String(at), `Change ${at}`),
      pull: undefined,
    }));

    const text = block({ entries: many, content: contentOf({ commitCount: 9 }) }, 2);

    expect(text.match(/Change/g)).toHaveLength(2);
    expect(text).toContain('- … and 7 more');
  });

  it('says of a release branch what it holds, and why', () => {
    const text = block({ choice: merge, content: contentOf({ source: sha('c') }) });

    expect(text).toContain(
      'This branch holds one commit: `staging` at [`ccccccc`](https://github.example/acme/shop/commit/cccccccccccccccccccccccccccccccccccccccc), merged over what the two branches last agreed on, on top of `main` at [`bbbbbbb`]',
    );
    expect(text).toContain('Releases or syncs were squashed');
  });

  it('lists what ships and was not tested, with the reason', () => {
    const drift = [
      { path: 'fix.ts', reason: 'hotfix' },
      { path: 'gone.ts', reason: 'kept-revert' },
      { path: 'both.ts', reason: 'merged' },
    ] as const;

    expect(block({ choice: merge, content: contentOf({ drift }) })).toContain(
      [
        '### Differs from what was tested',
        '',
        'In 3 files the release is not what `staging` holds:',
        '',
        '- `fix.ts`: `main` has a change that `staging` lacks',
        '- `gone.ts`: `main` went back to an older state, which is kept',
        '- `both.ts`: both changed it, and git merged them',
      ].join('\n'),
    );
  });

  it('lists the files of a conflict first, each as code', () => {
    const conflicts = ['src/a b.ts', '`rm -rf`', 'x|y'].map((path) => conflictIn(path));

    const text = block({ conflicts }, 0);

    expect(text).toMatch(/^### Conflict\n\nBring `main` into `staging`/);
    expect(text).toContain('- `src/a b.ts`: both sides changed it\n- `` `rm -rf` ``: ');
    expect(text).toContain('- `x\\|y`: ');
  });

  it('names the pull requests of both sides, or their commits', () => {
    const staging = ['1', '2', '3', '4', '5', '6', '7'].map(sha);
    const conflicts = [conflictIn('a.txt', { kind: 'went-back', main: [sha('8')], staging })];
    const pulls = [{ number: 70, mergeCommit: sha('7') } as PullRequest];
    const landed = [{ number: 80, mergeCommit: sha('8') } as PullRequest];

    expect(block({ conflicts, content: contentOf({ pulls, landed }) })).toContain(
      '- `a.txt`: one side went back to an older state, and the history does not tell which one counts (`staging`: `3333333`, `4444444`, `5555555`, `6666666`, #70, 2 more; `main`: #80)',
    );
  });
});
