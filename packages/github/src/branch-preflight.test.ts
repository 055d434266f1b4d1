import { describe, expect, it } from 'vitest';
import {
  type BranchPreflight,
  methodsLeftOf,
  type PushedBranch,
  renderBranchPreflight,
} from './branch-preflight.ts';

const facts = (
  change: Partial<BranchPreflight> = {},
  ruled: Partial<BranchPreflight['rules']> = {},
): BranchPreflight => ({
  base: 'staging',
  methods: ['merge', 'squash'],
  rules: {
    requiresLinearHistory: false,
    allowedMethods: undefined,
    requiresUpToDate: false,
    requiresSignatures: false,
    isClassicHidden: false,
    ...ruled,
  },
  ...change,
});
const pushed = (change: Partial<PushedBranch> = {}): PushedBranch => ({
  branch: 'sync/main-to-staging',
  rules: [],
  isMergeCommit: false,
  habits: { pulls: [], approvals: [] },
  ...change,
});
const said = (found: BranchPreflight): readonly string[] => renderBranchPreflight(found, 'en');

describe('the preflight of a branch', () => {
  it('has nothing to say where nothing is in the way, or nobody says', () => {
    expect(said(facts({ pushed: pushed() }))).toEqual([]);
    expect(said(facts({ methods: undefined }))).toEqual([]);
  });

  it('says that nobody can merge where rules and settings leave nothing', () => {
    expect(said(facts({}, { allowedMethods: ['rebase'] }))).toEqual([
      expect.stringContaining('leave no way to merge: allow one in both (Settings → General'),
    ]);
    expect(methodsLeftOf(facts({}, { requiresLinearHistory: true }))).toEqual(['squash']);
  });

  it('says so where classic protection is not to be read', () => {
    expect(said(facts({}, { isClassicHidden: true }))).toEqual([
      expect.stringMatching(/of `staging` is readable for administrators.*Settings → Branches/),
    ]);
  });

  it.each([
    ['creation', 'restricts who may create it'],
    ['update', 'restricts who may push to it'],
    ['non_fast_forward', 'forbids force pushes'],
    ['pull_request', 'wants every change through a pull request'],
    ['required_status_checks', 'wants checks to pass'],
    ['required_signatures', 'wants signed commits'],
  ])('turns the rule %s on its own branch into an instruction', (rule, what) => {
    const [finding, ...others] = said(facts({ pushed: pushed({ rules: [rule, 'deletion'] }) }));
    expect(finding).toContain(`A ruleset covers \`sync/main-to-staging\` and ${what}`);
    expect(finding).toContain('Settings → Rules → Rulesets');
    expect(others).toEqual([]);
  });

  it('minds linear history only for a merge commit', () => {
    const rules = ['required_linear_history'];
    expect(said(facts({ pushed: pushed({ rules }) }))).toEqual([]);
    expect(said(facts({ pushed: pushed({ rules, isMergeCommit: true }) }))).toHaveLength(1);
  });

  it('names the workflows that would eat the branch or approve for people, three at most', () => {
    const habit = { path: '.github/workflows/auto.yml', line: 12 };
    const habits = { pulls: [habit, habit, habit, habit], approvals: [habit] };
    const found = said(facts({ pushed: pushed({ habits }) }));
    expect(found).toHaveLength(4);
    expect(found[0]).toBe(
      "`.github/workflows/auto.yml`, line 12, opens or merges a pull request for every branch like `sync/main-to-staging`, which would squash it into another: leave it out there (`branches-ignore: ['sync/**']`).",
    );
    expect(found[3]).toContain('approves pull requests into `staging` by itself');
  });

  it('speaks Russian, and lets no file name out of its place', () => {
    const habits = { pulls: [{ path: 'a`@x.yml', line: 1 }], approvals: [] };
    const [finding] = renderBranchPreflight(facts({ pushed: pushed({ habits }) }), 'ru');
    expect(finding).toMatch(/^``a`@x\.yml``, строка 1, открывает или сливает/);
  });
});
