import { describe, expect, it } from 'vitest';
import type { Actor } from '../../ports.ts';
import type { Review, ReviewState } from '../model.ts';
import { DEFAULT_SETTINGS } from '../model.ts';
import type { BranchProtection } from './branch-protection.ts';
import type { MergeFacts, MergeRequest } from './mergeability.ts';
import { decideMerge, decisiveReviews, mergeableState } from './mergeability.ts';

const protection: BranchProtection = {
  pullRequest: { approvals: 1, dismissStale: false, codeOwners: false },
  checks: { contexts: ['test'], strict: false },
  linearHistory: true,
  enforceAdmins: true,
  allowForcePushes: false,
  allowDeletions: false,
  allowCreations: true,
  allowUpdates: true,
  methods: null,
};
const strict = { ...protection, checks: { contexts: ['test'], strict: true } };
const ready: MergeFacts = {
  mergeable: true,
  open: true,
  draft: false,
  protection,
  settings: DEFAULT_SETTINGS,
  checks: [{ context: 'test', verdict: 'success' }],
  otherChecksUnhappy: false,
  approvals: 1,
  changesRequested: false,
  missingOwners: [],
  behind: false,
  actorIsAdmin: false,
};
const squash: MergeRequest = { method: 'squash', sha: null, headSha: 'a' };
const unreviewed = { ...ready, approvals: 0 };

describe('mergeableState', () => {
  it.each<[string, Partial<MergeFacts>, string]>([
    ['is clean when all is satisfied', {}, 'clean'],
    ['is unknown before git was asked', { mergeable: null, draft: true }, 'unknown'],
    ['is dirty on conflict', { mergeable: false }, 'dirty'],
    ['is draft for a draft', { draft: true, approvals: 0 }, 'draft'],
    ['is blocked without a review', { approvals: 0 }, 'blocked'],
    [
      'is blocked without a check',
      { checks: [{ context: 'test', verdict: 'pending' }] },
      'blocked',
    ],
    ['is behind where strict', { protection: strict, behind: true }, 'behind'],
    ['is clean behind where not strict', { behind: true }, 'clean'],
    ['is unstable when an optional check fails', { otherChecksUnhappy: true }, 'unstable'],
  ])('%s', (_name, facts, state) => {
    expect(mergeableState({ ...ready, ...facts })).toBe(state);
  });
});

describe('decideMerge', () => {
  it('allows a squash when everything required is there', () => {
    expect(decideMerge(squash, ready)).toEqual({ allowed: true });
  });

  it.each<[string, Partial<MergeRequest>, Partial<MergeFacts>, number, string]>([
    ['a closed one', {}, { open: false }, 405, 'Pull Request is not mergeable'],
    ['a draft', {}, { draft: true }, 405, 'Pull Request is still a draft'],
    ['a conflict', {}, { mergeable: false }, 405, 'Pull Request is not mergeable'],
    [
      'another head',
      { sha: 'b' },
      {},
      409,
      'Head branch was modified. Review and try the merge again.',
    ],
    [
      'no review',
      {},
      { approvals: 0 },
      405,
      'At least 1 approving review is required by reviewers with write access.',
    ],
    [
      'a veto',
      {},
      { changesRequested: true },
      405,
      'Changes have been requested on this pull request.',
    ],
    [
      'a failing check',
      {},
      { checks: [{ context: 'test', verdict: 'failing' }] },
      405,
      'Required status check "test" is failing.',
    ],
    [
      'a stale head',
      {},
      { protection: strict, behind: true },
      405,
      'The head branch is not up to date with the base branch.',
    ],
    [
      'a merge commit on a linear branch',
      { method: 'merge' },
      {},
      405,
      'This branch must not contain merge commits.',
    ],
    [
      'a method switched off',
      {},
      { settings: { ...DEFAULT_SETTINGS, allowSquashMerge: false } },
      405,
      'Squash merges are not allowed on this repository.',
    ],
  ])('refuses %s', (...[_name, request, facts, status, message]) => {
    const verdict = decideMerge({ ...squash, ...request }, { ...ready, ...facts });
    expect(verdict).toEqual({ allowed: false, status, message });
  });

  it('lets an admin bypass only where protection does not bind admins', () => {
    const lax = { ...protection, enforceAdmins: false };
    const admin = { ...unreviewed, actorIsAdmin: true };
    expect(decideMerge(squash, { ...admin, protection: lax }).allowed).toBe(true);
    expect(decideMerge(squash, admin).allowed).toBe(false);
  });
});

describe('decisiveReviews', () => {
  const actor = (login: string): Actor => ({ login, type: 'User', token: 'user', admin: false });
  const review = (login: string, state: ReviewState): Review => ({
    id: 1,
    author: actor(login),
    body: '',
    commitSha: 'a',
    submittedAt: '2026-11-23T00:00:00Z',
    state,
  });

  it("takes each reviewer's last word, ignores comments and the author", () => {
    const reviews = [
      review('ada', 'CHANGES_REQUESTED'),
      review('ada', 'APPROVED'),
      review('ada', 'COMMENTED'),
      review('author', 'APPROVED'),
    ];
    const states = decisiveReviews({ author: actor('author'), reviews }).map((each) => each.state);
    expect(states).toEqual(['APPROVED']);
  });
});
