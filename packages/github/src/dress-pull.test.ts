import { describe, expect, it } from 'vitest';
import { dressPull } from './dress-pull.ts';
import type { PullRequest, Wishes } from './github.ts';

const nothing: Wishes = { labels: [], reviewers: [], teamReviewers: [], assignees: [] };
const pull = {
  author: 'Release-Bot',
  labels: ['Release'],
  reviewers: ['ada'],
  teams: ['core'],
  assignees: ['bob'],
} as unknown as PullRequest;

const recorded = (refused: readonly string[] = [], reviewed: readonly string[] = []) => {
  const added: string[] = [];
  const add = (what: string) => async (names: readonly string[]) => {
    if (names.some((name) => refused.includes(name))) throw new Error('not a collaborator');
    added.push(`${what}: ${names.join(', ')}`);
  };
  const calls = {
    addLabels: add('labels'),
    requestReviewers: add('reviewers'),
    requestTeams: add('teams'),
    addAssignees: add('assignees'),
    reviewedBy: async () => reviewed,
  };
  return { added, calls };
};

describe('dressPull', () => {
  it('writes nothing where everything is there, whatever its case', async () => {
    const { added, calls } = recorded();
    const wishes = {
      labels: ['release'],
      reviewers: ['Ada'],
      teamReviewers: ['acme/core'],
      assignees: ['BOB'],
    };

    const dressing = await dressPull(calls, pull, wishes);

    expect(dressing).toEqual({ changed: false, warnings: [] });
    expect(added).toEqual([]);
  });

  it('adds only what is missing', async () => {
    const { added, calls } = recorded();
    const wishes = {
      labels: ['release', 'train'],
      reviewers: ['ada', 'eve'],
      teamReviewers: ['acme/ops'],
      assignees: ['carol'],
    };

    expect((await dressPull(calls, pull, wishes)).changed).toBe(true);
    expect(added).toEqual(['labels: train', 'reviewers: eve', 'teams: ops', 'assignees: carol']);
  });

  it('asks neither the author nor those who reviewed already', async () => {
    const { added, calls } = recorded([], ['eve']);
    const wishes = { ...nothing, reviewers: ['release-bot', 'eve'], teamReviewers: ['ops'] };

    expect(await dressPull(calls, pull, wishes)).toEqual({ changed: false, warnings: [] });
    expect(added).toEqual([]);
  });

  it('tries one by one after a refusal, and warns of the refused', async () => {
    const { added, calls } = recorded(['ghost']);

    const dressing = await dressPull(calls, pull, { ...nothing, reviewers: ['ghost', 'eve'] });

    expect(added).toEqual(['reviewers: eve']);
    expect(dressing).toEqual({
      changed: true,
      warnings: ['reviewer "ghost" was not added: not a collaborator'],
    });
  });
});
