/** What every implementation of the auto-merge port does: run on the sandbox and on the fake. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GitHubWorld } from './github.suite.ts';
import type { PullRequest } from './github.ts';

export interface AutoMergeWorld extends Omit<GitHubWorld, 'close'> {
  /** A required review is missing; without it nothing is in the way of a merge. */
  demandReview(): Promise<void>;
}

export function autoMergeSuite(name: string, open: () => Promise<AutoMergeWorld>): void {
  describe(`${name} as an auto-merge port`, () => {
    let world: AutoMergeWorld;
    let pull: PullRequest;

    const port = () => world.github.autoMerge;
    const order = () => ({ method: 'squash', headSha: pull.headSha }) as const;
    const now = async (): Promise<PullRequest> => (await port().look(pull.number)).pull;

    beforeEach(async () => {
      world = await open();
      await world.seed('main', { 'a.txt': 'a\n' });
      await world.seed('staging', { 'a.txt': 'a\n', 'b.txt': 'b\n' }, 'main');
      const wanted = { head: 'staging', base: 'main', title: 'Release', body: '', draft: false };
      pull = await world.github.createPull(wanted);
    });

    afterEach(() => world[Symbol.asyncDispose]());

    it('is armed by a bot, and again without harm', async () => {
      await world.demandReview();

      expect(await port().arm(pull, order())).toEqual({ kind: 'armed' });
      expect(await port().arm(pull, order())).toEqual({ kind: 'armed' });

      expect((await now()).autoMerge).toEqual({ method: 'squash', isByBot: true });
      const [listed] = await world.github.pulls({ head: 'staging', base: 'main', state: 'open' });
      expect(listed?.autoMerge).toEqual({ method: 'squash', isByBot: true });
    });

    it('is not armed for another head', async () => {
      await world.demandReview();

      const answer = await port().arm(pull, { method: 'squash', headSha: '0'.repeat(40) });

      expect(answer).toMatchObject({ kind: 'refused' });
      expect((await now()).autoMerge).toBeUndefined();
    });

    it('is disarmed, and again without harm', async () => {
      await world.demandReview();
      await port().arm(pull, order());

      await port().disarm(pull);
      await port().disarm(pull);

      expect((await now()).autoMerge).toBeUndefined();
    });

    it('is refused where nothing is missing, and can be merged at once', async () => {
      expect(await port().arm(pull, order())).toMatchObject({ kind: 'refused' });

      expect(await port().mergeNow(pull, order())).toBeUndefined();

      expect(await now()).toMatchObject({ isMerged: true, state: 'closed' });
    });

    it('merges no other head than the one it was told', async () => {
      const reason = await port().mergeNow(pull, { method: 'squash', headSha: '0'.repeat(40) });

      expect(reason).toContain('Head branch was modified');
      expect((await now()).isMerged).toBe(false);
    });
  });
}
