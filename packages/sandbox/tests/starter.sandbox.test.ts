/** The starter repository, whose one file calls the reusable workflows of this repository. */
import { expect, it } from 'vitest';
import { play } from './play.ts';

it('a repository with one short file has the whole train', async () => {
  const story = await play('starter');
  expect(story['staging']).toEqual({ verdict: 'healthy' });
  expect(story['production']).toEqual({ verdict: 'healthy' });
  expect(story['sync']).toMatchObject({ verdict: 'created' });
  expect(story['report']).toEqual(['complete']);
  // Each event runs the part it is for, and nothing else.
  expect(story['jobs']).toEqual([
    ['push', ['train / release-pr / release-pr', 'train / staging / verify']],
    ['push', ['train / sync / sync']],
    ['workflow_run', ['train / production / verify', 'train / report']],
  ]);
});
