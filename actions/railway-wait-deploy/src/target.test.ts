import { expect, it } from 'vitest';
import { newer, push } from './scenario.suite.ts';
import { readTarget } from './target.ts';

it('knows its pull request, and nothing of one that is not', () => {
  const payload = { pull_request: { number: 7, head: { sha: newer, ref: 'feature' } } };
  expect(readTarget({ ...push, eventName: 'pull_request', payload }, undefined)).toMatchObject({
    commit: newer,
    branch: 'feature',
    pullRequest: { number: 7, repository: 'octo/shop' },
  });
  expect(readTarget(push, undefined)).not.toHaveProperty('pullRequest');
});
