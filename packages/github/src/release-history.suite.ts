/** What every implementation of the ReleaseHistory port does: run on the sandbox and on the fake. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Comments, ReleaseHistory } from './release-history.ts';

/** A repository in which a bot opens pull requests and a person, ada, does the rest. */
export interface HistoryWorld extends AsyncDisposable {
  readonly history: ReleaseHistory & Comments;
  seed(branch: string, files: Readonly<Record<string, string>>, from?: string): Promise<string>;
  /** From staging to main. */
  openPull(title: string, body: string): Promise<number>;
  approve(number: number): Promise<void>;
  say(number: number, body: string): Promise<void>;
  merge(number: number): Promise<string>;
  /** Without a conclusion it goes on. */
  check(commit: string, name: string, conclusion?: 'success' | 'failure'): Promise<void>;
  status(commit: string, state: 'pending' | 'success', description: string): Promise<void>;
  deploy(commit: string, environment: string, states: readonly string[]): Promise<void>;
  /** Points a ref at a new commit with this message. */
  keep(ref: string, message: string): Promise<void>;
}

export function releaseHistorySuite(name: string, open: () => Promise<HistoryWorld>): void {
  describe(`${name} as a ReleaseHistory port`, () => {
    let world: HistoryWorld;
    let history: HistoryWorld['history'];
    let root: string;
    let tip: string;
    let number: number;

    beforeEach(async () => {
      world = await open();
      history = world.history;
      root = await world.seed('main', { 'a.txt': 'a\n' });
      tip = await world.seed('staging', { 'a.txt': 'a\n', 'b.txt': 'b\n' }, 'main');
      number = await world.openPull('Release', 'What is in it');
    });

    afterEach(() => world[Symbol.asyncDispose]());

    it('tells an open pull request from a merged one, and who merged it', async () => {
      const before = await history.pull(number);
      const landed = await world.merge(number);
      const after = await history.pull(number);

      expect(before).toMatchObject({ title: 'Release', isMerged: false, headSha: tip });
      expect(before.mergedBy).toBeUndefined();
      expect(before.createdAtMs).toBeGreaterThan(0);
      expect(after).toMatchObject({ isMerged: true, mergeCommit: landed });
      expect(after.mergedBy).toEqual({ login: 'ada', isBot: false });
      expect(after.mergedAtMs).toBeGreaterThanOrEqual(after.createdAtMs);
    });

    it('refuses a pull request that is not there', async () => {
      await expect(history.pull(4711)).rejects.toMatchObject({ code: 'not-found' });
    });

    it('finds the pull request that brought a commit, and none for an unknown commit', async () => {
      const landed = await world.merge(number);
      // GitHub's index may lag behind a merge.
      await history.pullsWith(landed);

      const found = await history.pullsWith(landed);

      expect(found.map((pull) => [pull.number, pull.mergeCommit])).toEqual([[number, landed]]);
      expect(await history.pullsWith('f'.repeat(40))).toEqual([]);
    });

    it('lists pull requests into a branch since a moment', async () => {
      const { items, isCut } = await history.pullsInto('main', 0);

      expect(items.map((pull) => pull.number)).toEqual([number]);
      expect(isCut).toBe(false);
      expect((await history.pullsInto('staging', 0)).items).toEqual([]);
      expect((await history.pullsInto('main', Number.MAX_SAFE_INTEGER)).items).toEqual([]);
    });

    it('tells who approved which commit', async () => {
      await world.approve(number);

      const { items } = await history.reviews(number);

      expect(items).toEqual([
        expect.objectContaining({
          author: { login: 'ada', isBot: false },
          isOfMember: true,
          state: 'approved',
          commit: tip,
        }),
      ]);
    });

    it('lists the checks and the statuses of a commit', async () => {
      await world.check(tip, 'test', 'failure');
      await world.check(tip, 'lint');
      await world.status(tip, 'pending', 'watching');
      await world.status(tip, 'success', 'healthy');

      const checks = await history.checks(tip);
      const statuses = await history.statuses(tip);

      const [lint, test] = checks.items.toSorted((a, b) => a.name.localeCompare(b.name));
      expect(test).toMatchObject({ name: 'test', status: 'completed', conclusion: 'failure' });
      expect(test?.endedAtMs).toBeGreaterThanOrEqual(test?.startedAtMs ?? Number.NaN);
      expect(lint?.conclusion).toBeUndefined();
      expect(statuses.items.map(({ state, description }) => [state, description])).toEqual([
        ['success', 'healthy'],
        ['pending', 'watching'],
      ]);
      expect((await history.checks(root)).items).toEqual([]);
    });

    it('lists the deployments of a commit with all their states, newest first', async () => {
      await world.deploy(tip, 'shop / production', ['in_progress', 'success']);

      const { items } = await history.deployments(tip);

      expect(items).toHaveLength(1);
      expect(items[0]).toMatchObject({ environment: 'shop / production' });
      expect(items[0]?.states.map(({ state }) => state)).toEqual(['success', 'in_progress']);
      expect((await history.deployments(root)).items).toEqual([]);
    });

    it('lists what a branch has that another lacks, and what a pull request brings', async () => {
      const next = await world.seed('staging', { 'a.txt': 'a\n', 'b.txt': 'bb\n' });

      const shipped = await history.shipped('main', 'staging');

      expect(shipped.items.map(({ sha }) => sha)).toEqual([tip, next]);
      expect(shipped.items[0]?.authoredAtMs).toBeGreaterThan(0);
      const ofPull = await history.commitsOf(await history.pull(number));
      expect(ofPull.items.map(({ sha }) => sha)).toEqual([tip, next]);
      expect(await history.compare('main', 'staging')).toEqual({ ahead: 2, behind: 0 });
    });

    it('reads the tree of a commit, which is equal where the content is', async () => {
      const landed = await world.merge(number);

      expect((await history.commit(landed)).tree).toBe((await history.commit(tip)).tree);
      expect((await history.commit(root)).tree).not.toBe((await history.commit(tip)).tree);
    });

    it('reads what a ref was made to say, and nothing where there is none', async () => {
      await world.keep('release-train/claims/a/b', 'release-train: acted\n\n{}');

      expect((await history.note('release-train/claims/a/b'))?.message).toContain('acted');
      expect(await history.note('release-train/claims/a/c')).toBeUndefined();
    });

    it('writes a comment, edits it, and tells it from those of others', async () => {
      await world.say(number, 'Looks good');
      const { id } = await history.addComment(number, 'First');

      await history.editComment(id, 'Second');

      const { items } = await history.comments(number);
      const me = await history.viewer();
      expect(items.map(({ body }) => body)).toEqual(['Looks good', 'Second']);
      expect(items.map(({ author }) => author.login === me)).toEqual([false, true]);
    });
  });
}
