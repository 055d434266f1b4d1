import type { PullRequest } from '@release-train/github';
import { expect, it } from 'vitest';
import type { Entry } from './decide.ts';
import { wishesOf } from './people.ts';

const none = {
  labels: undefined,
  reviewers: undefined,
  'team-reviewers': undefined,
  assignees: undefined,
};
const by = (author: string): Entry =>
  ({ commit: {}, pull: { author } as PullRequest }) as unknown as Entry;

it('asks the authors of what is released, once each, and neither bots nor ghosts', () => {
  const entries = ['ada', 'renovate[bot]', 'bob', 'ada', 'ghost'].map(by);

  const wishes = wishesOf(
    { ...none, reviewers: ['eve', '{authors}'], assignees: ['{authors}'] },
    {
      entries,
    },
  );

  expect(wishes.reviewers).toEqual(['eve', 'ada', 'bob']);
  expect(wishes.assignees).toEqual(['ada', 'bob']);
});

it('asks no more people than GitHub takes', () => {
  const entries = Array.from({ length: 40 }, (_, at) => by(`dev${at}`));

  const wishes = wishesOf(
    { ...none, reviewers: ['{authors}'], assignees: ['{authors}'] },
    { entries },
  );

  expect([wishes.reviewers.length, wishes.assignees.length]).toEqual([15, 10]);
});
