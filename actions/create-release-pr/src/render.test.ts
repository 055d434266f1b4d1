import { describe, expect, it } from 'vitest';
import type { Decision } from './decide.ts';
import { conflictIn, contentOf, direct, merge, place, releaseOf, sha } from './release.fixture.ts';
import { renderFailure, renderReason, renderSummary } from './render.ts';

const branch = (name: string, digit: string) => ({
  name,
  sha: sha(digit),
  tree: '',
  isProtected: false,
});
const seen = { head: branch('staging', 'a'), base: branch('main', 'b'), own: undefined };
const told = { seen, place, language: 'en' } as const;

const handsOff = {
  kind: 'hands-off',
  content: contentOf(),
  entries: [],
  strategy: 'merge',
  branch: 'release/staging-to-main',
  tip: sha('7'),
} as const;

describe('renderReason', () => {
  it.each<[Decision, string]>([
    [releaseOf(), '"staging" merges into "main" without conflicts'],
    [releaseOf({ conflicts: [conflictIn('a')] }), '"staging" and "main" conflict in 1 file'],
    [
      releaseOf({ choice: merge }),
      '"staging" and "main" were parted by squash merges: git\'s own merge base is out of date',
    ],
    [
      releaseOf({ choice: { ...merge, why: 'source' } }),
      '"source-sha" is not the tip of "staging"',
    ],
    [
      releaseOf({ choice: { ...merge, why: 'standing' } }),
      'the pull request of "release/staging-to-main" is open and stays',
    ],
    [
      releaseOf({ choice: { ...merge, why: 'differs' } }),
      'git\'s own merge of "staging" into "main" conflicts, or would give something else',
    ],
    [releaseOf({ choice: { ...direct, why: 'asked' } }), '"strategy" asks for direct'],
    [{ kind: 'nothing', why: 'no-commits' }, '"staging" has no commit that "main" lacks'],
    [{ kind: 'nothing', why: 'same-files' }, 'merging "staging" into "main" would change no file'],
    [
      {
        kind: 'nothing',
        why: 'same-files',
        content: contentOf({ drift: [{ path: 'a', reason: 'kept-revert' }] }),
      },
      'merging "staging" into "main" would change no file; "main" went back in 1 file: bring that to "staging", then change it again',
    ],
    [
      handsOff,
      '"release/staging-to-main" holds commits by people, which are not overwritten: finish the work on it, or delete the branch',
    ],
    [
      { ...handsOff, closed: { number: 3, login: 'ada' } },
      'pull request #3, which brings the same, was closed by ada: reopen it, or wait for the next change of "staging"',
    ],
  ])('explains %#', (decision, expected) => {
    expect(renderReason(told, decision)).toBe(expected);
  });
});

describe('renderFailure', () => {
  it('names the first files and what to do', () => {
    const conflicts = ['a', 'b\n::error::x', 'c', 'd', 'e', 'f', 'g'].map((path) =>
      conflictIn(path),
    );

    const { message, hint } = renderFailure(releaseOf({ conflicts }), place);

    expect(message).toBe(
      '"staging" and "main" conflict in 7 files: "a", "b :\u200b:error::x", "c", "d", "e" and 2 more',
    );
    expect(hint).toContain('sync-staging');
  });
});

describe('renderSummary', () => {
  it('tells verdict, reason, pull request and extent', () => {
    const pull = { number: 7, url: 'https://github.example/acme/shop/pull/7' };
    const drift = [{ path: 'h.txt', reason: 'hotfix' }] as const;
    const content = contentOf({ drift, source: sha('c') });

    const summary = renderSummary(told, releaseOf({ content, conflicts: [conflictIn('a.txt')] }), {
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
        '| mergeable | **false**: it conflicts, and GitHub runs no workflow on it until that is solved |',
        '| release | `staging` at `ccccccc` |',
        '| to | `main` at `bbbbbbb` |',
        '| brings | 2 commits, 3 files |',
        '| differs from what was tested | 1 file |',
        '',
        'Conflicting files:',
        '',
        '- `a.txt`',
        '',
      ].join('\n'),
    );
  });
});
