import type { PathConflict } from '@release-train/promotion';
import { describe, expect, it } from 'vitest';
import type { Content } from './content.ts';
import type { Decision, Sync } from './decide.ts';
import { renderBlock, renderFailure, renderReason, renderSummary } from './render.ts';

const place = {
  repositoryUrl: 'https://github.example/acme/shop',
  head: 'main',
  base: 'staging',
  branch: 'sync/main-to-staging',
};

const hotfix = { sha: '1'.repeat(40), subject: 'Fix @all', author: 'Ada' };

const conflictIn = (path: string, change: Partial<PathConflict> = {}): PathConflict => ({
  path,
  kind: 'content',
  main: [],
  staging: [],
  ...change,
});

const sync = (change: Partial<Content> = {}): Sync => ({
  kind: 'sync',
  content: { driftFiles: 2, hotfixes: [hotfix], conflicts: [], ...change } as unknown as Content,
  pushes: true,
  plan: { title: 'Sync', record: {}, draft: false, draftChange: 'none' },
});

describe('renderBlock', () => {
  it('says what it brings, with no mention', () => {
    expect(renderBlock(sync(), place, 100)).toBe(
      [
        'Brings what `main` has and `staging` lacks: 2 files.',
        '',
        '### Commits',
        '',
        `- [\`1111111\`](https://github.example/acme/shop/commit/${hotfix.sha}) Fix @\u200ball (Ada)`,
      ].join('\n'),
    );
  });

  it('says so where it brings only history', () => {
    expect(renderBlock(sync({ driftFiles: 0 }), place, 100)).toContain(
      'lacks: no file, only the history that later merges need.',
    );
  });

  it('lists conflicting files and the commands that resolve them', () => {
    expect(renderBlock(sync({ conflicts: [conflictIn('a.txt')] }), place, 100)).toContain(
      [
        '- `a.txt`',
        '',
        'Where git stops at other files too, it merges again what was squashed long ago: nobody disagrees about those.',
        '',
        '```text',
        'git fetch origin',
        'git switch sync/main-to-staging',
        'git merge origin/staging',
        '# resolve, then',
        'git commit && git push',
        '```',
      ].join('\n'),
    );
  });

  it('names the commits of both sides', () => {
    const main = ['1', '2', '3', '4', '5', '6'].map((digit) => digit.repeat(40));
    const conflicts = [conflictIn('a.txt', { main, staging: ['9'.repeat(40)] })];

    expect(renderBlock(sync({ conflicts }), place, 100)).toContain(
      '- `a.txt` (`main`: `2222222`, `3333333`, `4444444`, `5555555`, `6666666`, 1 more; `staging`: `9999999`)',
    );
  });

  it('quotes branch names that a shell would run', () => {
    const hostile = { ...place, base: "x';id;$(id)" };

    const text = renderBlock(sync({ conflicts: [conflictIn('a.txt')] }), hostile, 100);

    expect(text).toContain("git merge 'origin/x'\\'';id;$(id)'");
  });
});

describe('renderReason', () => {
  const open = { number: 7 } as Extract<Decision, { kind: 'close' }>['open'];

  it.each([
    [{ kind: 'in-sync', why: 'ancestor' }, '"staging" has every commit of "main"'],
    [
      { kind: 'in-sync', why: 'brought' },
      'an earlier pull request brought the tip of "main" to "staging"',
    ],
    [
      { kind: 'close', why: 'same-files', open, deletes: undefined },
      'merging "main" into "staging" would change no file',
    ],
    [
      { kind: 'hands-off', open },
      '"sync/main-to-staging" holds commits by people, which are not overwritten: finish pull request #7, or delete the branch',
    ],
    [
      { kind: 'hands-off', open: undefined },
      '"sync/main-to-staging" holds commits by people, which are not overwritten: finish the work on it, or delete the branch',
    ],
    [sync(), '"staging" lacks 2 files of "main"'],
    [
      sync({ conflicts: [conflictIn('a'), conflictIn('b')] }),
      '"main" and "staging" conflict in 2 files',
    ],
  ] satisfies [Decision, string][])('explains %#', (decision, expected) => {
    expect(renderReason(decision, place)).toBe(expected);
  });
});

describe('renderSummary', () => {
  it('tells verdict, reason and pull request', () => {
    const pull = { number: 7, url: 'https://github.example/acme/shop/pull/7' };

    expect(renderSummary(sync(), place, { verdict: 'created', pull, isDryRun: true })).toBe(
      [
        '### Sync of `staging`',
        '',
        '|  |  |',
        '| --- | --- |',
        '| verdict | **created** (dry run: nothing was written) |',
        '| why | "staging" lacks 2 files of "main" |',
        '| pull request | [#7](https://github.example/acme/shop/pull/7) |',
        '| branches | `main` → `staging` |',
        '',
      ].join('\n'),
    );
  });
});

describe('renderFailure', () => {
  it('names the files and where to resolve them', () => {
    expect(
      renderFailure(
        ['a', 'b', 'c', 'd', 'e', 'f'].map((path) => conflictIn(path)),
        place,
      ),
    ).toEqual({
      message: '"main" and "staging" conflict in 6 files: "a", "b", "c", "d", "e" and 1 more',
      hint: 'Resolve them on the branch "sync/main-to-staging": its pull request lists the commands.',
    });
  });
});
