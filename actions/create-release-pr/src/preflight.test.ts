import { describe, expect, it } from 'vitest';
import type { MergeFacts } from './facts.ts';
import { renderPreflight } from './preflight.ts';
import { place } from './release.fixture.ts';

const rules = {
  requiresLinearHistory: false,
  allowedMethods: undefined,
  requiresUpToDate: false,
  requiresSignatures: false,
  isClassicHidden: false,
};
const facts = (
  change: Partial<MergeFacts> = {},
  ruled: Partial<MergeFacts['rules']> = {},
): MergeFacts => ({
  allowsMergeCommit: true,
  methods: ['merge', 'squash', 'rebase'],
  deletesHeadBranches: false,
  isHeadProtected: false,
  rules: { ...rules, ...ruled },
  ...change,
});
const said = (found: MergeFacts, strategy: 'direct' | 'merge' = 'direct'): string =>
  renderPreflight(found, { strategy, place, language: 'en' }).join('\n');

describe('the preflight of the rules', () => {
  it('has nothing to say where nothing is in the way', () => {
    expect(said(facts())).toBe('');
  });

  it.each<[string, MergeFacts]>([
    ['the repository allows one way', facts({ methods: ['squash'] })],
    ['a ruleset leaves one', facts({}, { allowedMethods: ['squash'] })],
    [
      'linear history leaves one',
      facts({ methods: ['merge', 'squash'] }, { requiresLinearHistory: true }),
    ],
  ])('names the way to merge where %s', (_what, found) => {
    expect(said(found)).toBe('Merge it by squash: nothing else is allowed.');
  });

  it('says that nobody can merge where rules and settings leave nothing', () => {
    expect(said(facts({ methods: ['merge'] }, { requiresLinearHistory: true }))).toContain(
      'leave no way to merge',
    );
  });

  it('does not guess where the token may not know the settings', () => {
    expect(said(facts({ methods: undefined, deletesHeadBranches: undefined }))).toBe('');
  });

  it('warns of a branch that must be up to date and cannot be, and of none that is', () => {
    expect(said(facts({}, { requiresUpToDate: true }))).toContain('set `strategy: merge`');
    expect(said(facts({}, { requiresUpToDate: true }), 'merge')).toBe('');
  });

  it('tells how the commits come to be signed that the branch wants signed', () => {
    const signed = facts({}, { requiresSignatures: true });
    expect(said(signed)).toContain('every commit that it gets of `staging` has to be one');
    expect(said(signed, 'merge')).toContain(
      'the one on `release/staging-to-main` is not, so GitHub may refuse to merge it: sign it there',
    );
  });

  it('warns where merging would delete the branch that is released', () => {
    expect(said(facts({ deletesHeadBranches: true }))).toContain('nothing protects `staging`');
    expect(said(facts({ deletesHeadBranches: true, isHeadProtected: true }))).toBe('');
    expect(said(facts({ deletesHeadBranches: true }), 'merge')).toBe('');
  });
});
