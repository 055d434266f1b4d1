import type { Commit } from '@release-train/git';
import type { PullRequest } from '@release-train/github';
import { describe, expect, it } from 'vitest';
import type { Entry, Release } from './decide.ts';
import type { Content, Facts } from './facts.ts';
import { renderBlock, renderFailure, renderReason, renderSummary } from './render.ts';

const place = { repositoryUrl: 'https://github.example/acme/shop', head: 'staging', base: 'main' };
const facts = {
  head: { name: 'staging', sha: 'a'.repeat(40) },
  base: { name: 'main', sha: 'b'.repeat(40) },
  open: undefined,
} as unknown as Facts;

const commit = (digit: string, subject: string): Commit => ({
  sha: digit.repeat(40),
  parents: [],
  tree: '',
  author: 'Ada',
  committedAt: 0,
  subject,
});

const entries: Entry[] = [
  { commit: commit('1', 'Fix @all of #1'), pull: undefined },
  {
    commit: commit('2', 'Add b (#7)'),
    pull: { number: 7, title: 'Add `b` <img>', author: 'bob' } as PullRequest,
  },
];

const release = (change: Partial<Release> = {}, commitCount = 2): Release => ({
  kind: 'release',
  content: { commitCount, files: 3 } as Content,
  conflicts: [],
  entries,
  plan: { title: 'Release', record: {}, draft: false, draftChange: 'none' },
  ...change,
});

describe('renderBlock', () => {
  it('lists pull requests and commits, with no mention and no foreign reference', () => {
    expect(renderBlock(release(), place, { notes: '', most: 100 })).toBe(
      [
        '`staging` → `main`: 2 commits, 3 files.',
        '',
        '### Pull requests',
        '',
        '- #7 Add \\`b\\` \\<img\\> (bob)',
        '',
        '### Commits without a pull request',
        '',
        '- [`1111111`](https://github.example/acme/shop/commit/1111111111111111111111111111111111111111) Fix @\u200ball of #\u200b1 (Ada)',
      ].join('\n'),
    );
  });

  it('leaves out a list that is empty, and counts what was never read', () => {
    const text = renderBlock(release({ entries: [] }, 1200), place, { notes: 'Notes', most: 100 });

    expect(text).toBe(
      'Notes\n\n`staging` → `main`: 1,200 commits, 3 files.\n\n### Commits\n\n- … and 1200 more',
    );
  });

  it('cuts its lists and says how much is missing', () => {
    const many = Array.from({ length: 5 }, (_, at) => ({
      commit: commit(String(at), `Change ${at}`),
      pull: undefined,
    }));

    const text = renderBlock(release({ entries: many }, 9), place, { notes: '', most: 2 });

    expect(text.match(/Change/g)).toHaveLength(2);
    expect(text).toContain('- … and 7 more');
  });

  it('lists the files of a conflict first, each as code', () => {
    const conflicts = ['src/a b.ts', '`rm -rf`', 'x|y'];

    const text = renderBlock(release({ conflicts }), place, { notes: '', most: 0 });

    expect(text).toMatch(/^### Conflict\n\n`staging` and `main` changed the same lines\./);
    expect(text).toContain('- `src/a b.ts`\n- `` `rm -rf` ``\n- `x\\|y`');
  });
});

describe('renderReason', () => {
  it.each([
    [release(), '"staging" merges into "main" without conflicts'],
    [release({ conflicts: ['a'] }), '"staging" and "main" conflict in 1 file'],
    [{ kind: 'nothing', why: 'no-commits' } as const, '"staging" has no commit that "main" lacks'],
    [
      { kind: 'nothing', why: 'same-files' } as const,
      'merging "staging" into "main" would change no file',
    ],
  ])('explains %#', (decision, expected) => {
    expect(renderReason(facts, decision)).toBe(expected);
  });
});

describe('renderFailure', () => {
  it('names the first files and what to do', () => {
    const { message, hint } = renderFailure(facts, ['a', 'b\n::error::x', 'c', 'd', 'e', 'f', 'g']);

    expect(message).toBe(
      '"staging" and "main" conflict in 7 files: "a", "b :\u200b:error::x", "c", "d", "e" and 2 more',
    );
    expect(hint).toContain('sync-staging');
  });
});

describe('renderSummary', () => {
  it('tells verdict, reason, pull request and extent', () => {
    const pull = { number: 7, url: 'https://github.example/acme/shop/pull/7' };

    const summary = renderSummary(facts, release({ conflicts: ['a.txt'] }), {
      verdict: 'conflicted',
      pull,
      mergeable: 'false',
      isDryRun: false,
    });

    expect(summary).toBe(
      [
        '### Release pull request',
        '',
        '|  |  |',
        '| --- | --- |',
        '| verdict | **conflicted** |',
        '| why | "staging" and "main" conflict in 1 file |',
        '| pull request | [#7](https://github.example/acme/shop/pull/7) |',
        '| mergeable | false |',
        '| release | `staging` at `aaaaaaa` |',
        '| to | `main` at `bbbbbbb` |',
        '| brings | 2 commits, 3 files |',
        '',
        'Conflicting files:',
        '',
        '- `a.txt`',
        '',
      ].join('\n'),
    );
  });
});
