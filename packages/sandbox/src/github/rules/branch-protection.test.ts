import { describe, expect, it } from 'vitest';
import type { BranchProtection, RefUpdateFacts } from './branch-protection.ts';
import { checkRefusals, decideRefUpdate } from './branch-protection.ts';

const open: BranchProtection = {
  pullRequest: null,
  checks: null,
  linearHistory: false,
  enforceAdmins: true,
  allowForcePushes: false,
  allowDeletions: false,
  allowCreations: true,
  allowUpdates: true,
  methods: null,
};
const push: RefUpdateFacts = {
  kind: 'update',
  fastForward: true,
  addsMergeCommit: false,
  actorIsAdmin: false,
  checks: [],
};
const reviewed: BranchProtection = {
  ...open,
  pullRequest: { approvals: 1, dismissStale: true, codeOwners: false },
};

const reasons = (protection: BranchProtection | null, facts: Partial<RefUpdateFacts>) => {
  const verdict = decideRefUpdate(protection, { ...push, ...facts });
  return verdict.allowed ? [] : verdict.reasons;
};

describe('decideRefUpdate', () => {
  it.each<[string, BranchProtection | null, Partial<RefUpdateFacts>, string[]]>([
    ['anything goes on an unprotected branch', null, { fastForward: false }, []],
    ['a fast-forward passes where no pull request is required', open, {}, []],
    [
      'a forced push is refused',
      open,
      { fastForward: false },
      ['Cannot force-push to this branch'],
    ],
    ['unless allowed', { ...open, allowForcePushes: true }, { fastForward: false }, []],
    ['a direct push is refused', reviewed, {}, ['Changes must be made through a pull request.']],
    [
      'for an admin too',
      reviewed,
      { actorIsAdmin: true },
      ['Changes must be made through a pull request.'],
    ],
    [
      'but not for an admin who may bypass',
      { ...reviewed, enforceAdmins: false },
      {
        actorIsAdmin: true,
      },
      [],
    ],
    [
      'a merge commit is refused on a linear branch',
      { ...open, linearHistory: true },
      {
        addsMergeCommit: true,
      },
      ['This branch must not contain merge commits.'],
    ],
    ['a merge commit passes elsewhere', open, { addsMergeCommit: true }, []],
    ['deletion is refused', open, { kind: 'delete' }, ['Cannot delete this protected branch']],
    ['unless allowed', { ...open, allowDeletions: true }, { kind: 'delete' }, []],
    ['creation is free', reviewed, { kind: 'create' }, []],
    [
      'an unreported check is named',
      open,
      {
        checks: [{ context: 'test', verdict: 'expected' }],
      },
      ['Required status check "test" is expected.'],
    ],
    [
      'every reason is given at once',
      { ...reviewed, linearHistory: true },
      {
        fastForward: false,
        addsMergeCommit: true,
      },
      [
        'Cannot force-push to this branch',
        'Changes must be made through a pull request.',
        'This branch must not contain merge commits.',
      ],
    ],
  ])('%s', (...[_name, protection, facts, expected]) => {
    expect(reasons(protection, facts)).toEqual(expected);
  });
});

describe('checkRefusals', () => {
  it('counts several missing checks and leads with the worst', () => {
    const checks = [
      { context: 'a', verdict: 'success' },
      { context: 'b', verdict: 'pending' },
      { context: 'c', verdict: 'failing' },
    ] as const;
    expect(checkRefusals(checks)).toEqual(['2 of 3 required status checks are failing.']);
  });
});
