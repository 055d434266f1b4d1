import { describe, expect, it } from 'vitest';
import { content, planOf, release } from './history.fixture.ts';
import { explainDrift } from './index.ts';

const explain = (
  told: Parameters<typeof planOf>[0],
  change: { path?: string; before: string | null; after: string | null },
  textMerged: readonly string[] = [],
) => {
  const { path = 'a', before, after } = change;
  const changes = [{ path, before: content(before), after: content(after) }];
  const { drift, conflicts } = explainDrift(planOf(told), {
    changes,
    textMerged: new Set(textMerged),
  });
  return [...drift.map(({ reason }) => reason), ...conflicts.map(({ kind }) => kind)].join();
};

describe('a difference between the result and staging', () => {
  it('is a hotfix where main has content staging never held', () => {
    const told = { base: { a: 'o' }, main: [{ a: 'h' }], staging: [] };
    expect(explain(told, { before: 'o', after: 'h' })).toBe('hotfix');
  });

  it('is a hotfix still after a release that carried it along', () => {
    const told = {
      base: { a: 'o', b: 'o' },
      main: [{ a: 'h' }, { b: 'x' }],
      staging: [{ b: 'x' }],
      records: [release('s1', 'm2')],
      seconds: { m1: 5, m2: 15 },
    };
    expect(explain(told, { before: 'o', after: 'h' })).toBe('hotfix');
  });

  it('is a kept revert where main went back', () => {
    const told = {
      base: { a: 'o' },
      main: [{ a: 'x' }, { a: 'o' }],
      staging: [{ a: 'x' }],
      records: [release('s1', 'm1')],
    };
    expect(explain(told, { before: 'x', after: 'o' })).toBe('kept-revert');
  });

  it('is merged where both changed it', () => {
    const told = { base: { a: 'o' }, main: [{ a: 'h' }], staging: [{ a: 's' }] };
    expect(explain(told, { before: 's', after: 'hs' })).toBe('merged');
  });

  it('is merged where git followed a rename', () => {
    const told = {
      base: { a: 'o' },
      main: [{ a: 'h' }],
      staging: [{ a: null, b: 'o' }],
    };
    expect(explain(told, { path: 'b', before: 'o', after: 'h' })).toBe('merged');
    expect(explain(told, { path: 'b', before: 'o', after: 'text' }, ['b'])).toBe('merged');
  });

  it('is a conflict where no reason is found', () => {
    const told = { base: { a: 'o' }, main: [{ a: 'h' }], staging: [{ b: 's' }] };
    expect(explain(told, { before: 'o', after: 'other' })).toBe('unexplained');
    expect(explain(told, { path: 'b', before: 's', after: null })).toBe('unexplained');
    expect(explain(told, { path: 'unchanged', before: 'o', after: null })).toBe('unexplained');
  });
});
