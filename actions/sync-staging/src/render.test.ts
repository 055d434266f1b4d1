import { describe, expect, it } from 'vitest';
import type { Decision } from './decide.ts';
import { renderFailure, renderReason, renderSummary } from './render.ts';
import { conflictIn, place, sync } from './sync.fixture.ts';

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

    const decision = sync();
    const result = { verdict: 'created', pull, isDryRun: true };
    expect(
      renderSummary({ decision, content: decision.content, place, language: 'en', result }),
    ).toBe(
      [
        '### Sync of `staging`',
        '',
        '|  |  |',
        '| --- | --- |',
        '| verdict | **created** (dry run: nothing was written) |',
        '| why | "staging" lacks 2 files of "main" |',
        '| pull request | [#7](https://github.example/acme/shop/pull/7) |',
        '| branches | `main` → `staging` |',
        '| drift | 2 files |',
        '| hotfixes | 1 |',
        '',
      ].join('\n'),
    );
  });

  it('says in Russian what conflicts and that it is more than wished', () => {
    const decision = sync({ driftFiles: 12, conflicts: [conflictIn('a|b')] });
    const result = { verdict: 'conflicted', pull: undefined, isDryRun: false };

    const text = renderSummary({
      decision,
      content: decision.content,
      place,
      language: 'ru',
      result,
      maxDriftFiles: 5,
    });

    expect(text).toContain('| почему | "main" и "staging" конфликтуют в 1 файле |');
    expect(text).toContain('| расхождение | 12 файлов, ⚠️ больше, чем "max-drift-files" (5) |');
    expect(text).toContain('Конфликтующие файлы:\n\n- `a\\|b`');
  });

  it('says that its commit is not signed where the branch wants signed ones', () => {
    const rules = {
      requiresLinearHistory: false,
      allowedMethods: undefined,
      requiresUpToDate: false,
      isClassicHidden: false,
    };
    const told = (requiresSignatures: boolean) =>
      renderSummary({
        ...{ decision: sync(), place, language: 'en' },
        result: { verdict: 'created', pull: undefined, isDryRun: false },
        preflight: {
          ...{ base: 'staging', methods: ['squash'], pushed: undefined },
          rules: { ...rules, requiresSignatures },
        },
      });

    expect(told(true)).toContain('`staging` wants signed commits, and the one on `sync/main-to');
    expect(told(false)).not.toContain('signed');
  });

  it('tells of drift also while people hold the branch, and of none where nothing is to bring', () => {
    const told = { place, language: 'en', content: sync().content } as const;
    const result = { verdict: 'unchanged', pull: undefined, isDryRun: false };

    const held = renderSummary({
      ...told,
      decision: { kind: 'hands-off', open: undefined },
      result,
    });
    const done = renderSummary({ ...told, decision: { kind: 'in-sync', why: 'ancestor' }, result });

    expect([held.includes('| drift | 2 files |'), done.includes('drift')]).toEqual([true, false]);
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
