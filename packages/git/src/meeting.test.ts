import { describe, expect, it } from 'vitest';
import { lastMeeting, type Stop } from './meeting.ts';

/** `line('main', 'A B')`: commits main0, main1 with the trees A and B. */
const line = (branch: string, trees: string): Stop[] =>
  trees.split(' ').map((tree, at) => ({ sha: `${branch}${at}`, tree }));

describe('lastMeeting', () => {
  it.each([
    ['nothing happened since the merge base', 'A', 'A', 'main0 staging0'],
    ['staging moved on', 'A', 'A B C', 'main0 staging0'],
    ['a squash release brought all of staging', 'A C', 'A B C', 'main1 staging2'],
    ['staging moved on after the release', 'A C', 'A B C D', 'main1 staging2'],
    ['several releases', 'A B D', 'A B C D E', 'main2 staging3'],
    ['a hotfix after the release', 'A C H', 'A B C D', 'main1 staging2'],
    ['a hotfix before the release mixed the trees', 'A H CH', 'A B C', 'main0 staging0'],
    ['a release undone on main is no older meeting', 'A B C B', 'A B C D', 'main2 staging2'],
    ['a release undone on main, and nothing since', 'A C A', 'A B C', 'main1 staging2'],
    ['a revert that both sides made', 'A B A', 'A B A C', 'main2 staging2'],
  ])('finds the newest point the two lines share: %s', (...[, main, staging, expected]) => {
    const meeting = lastMeeting(line('main', main), line('staging', staging));

    expect(`${meeting?.onBase} ${meeting?.onHead}`).toBe(expected);
  });

  it('finds nothing where no tree is shared', () => {
    expect(lastMeeting(line('main', 'A'), line('staging', 'B C'))).toBeUndefined();
  });
});
