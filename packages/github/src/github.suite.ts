/** What every implementation of the GitHub port does: run on the sandbox and on the fake. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GitHub, PullRequest } from './github.ts';

export interface GitHubWorld extends AsyncDisposable {
  readonly github: GitHub;
  /** Commits a whole tree to a branch; a new branch starts at `from`. */
  seed(branch: string, files: Readonly<Record<string, string>>, from?: string): Promise<string>;
  /** Closes as a person. */
  close(number: number): Promise<unknown>;
  /** Merges as a person with the right to do so. */
  merge(number: number, method: 'merge' | 'squash' | 'rebase'): Promise<string>;
}

const wanted = {
  head: 'staging',
  base: 'main',
  title: 'Release',
  body: 'What is in it',
  draft: false,
};
const nothing = { labels: [], reviewers: [], teamReviewers: [], assignees: [] };

export function githubSuite(name: string, open: () => Promise<GitHubWorld>): void {
  describe(`${name} as a GitHub port`, () => {
    let world: GitHubWorld;
    let github: GitHub;
    let tip: string;

    const one = async (state: 'open' | 'all' = 'open'): Promise<PullRequest | undefined> =>
      (await github.pulls({ head: 'staging', base: 'main', state }))[0];

    beforeEach(async () => {
      world = await open();
      github = world.github;
      await world.seed('main', { 'a.txt': 'a\n' });
      tip = await world.seed('staging', { 'a.txt': 'a\n', 'b.txt': 'b\n' }, 'main');
    });

    afterEach(() => world[Symbol.asyncDispose]());

    it('reads a branch with its commit and tree', async () => {
      await world.seed('feature/x', { 'a.txt': 'a\n', 'b.txt': 'b\n' }, 'staging');
      const [staging, feature] = [await github.branch('staging'), await github.branch('feature/x')];

      expect(staging).toMatchObject({ name: 'staging', sha: tip });
      expect(feature?.sha).not.toBe(tip);
      expect(feature?.tree).toBe(staging?.tree);
    });

    it('answers nothing for a branch that does not exist', async () => {
      expect(await github.branch('nowhere')).toBeUndefined();
    });

    it('reads a file of a branch or a commit, and of nothing else', async () => {
      await world.seed('main', { 'a.txt': 'a\n', '.github/release.md': 'Ä\n' });

      expect(await github.files.read('.github/release.md', 'main')).toBe('Ä\n');
      expect(await github.files.read('b.txt', tip)).toBe('b\n');
      expect(await github.files.read('b.txt', 'main')).toBeUndefined();
      expect(await github.files.read('.github', 'main')).toBeUndefined();
    });

    it('counts what each side has that the other lacks', async () => {
      await world.seed('main', { 'a.txt': 'hotfix\n' });

      expect(await github.compare('main', 'staging')).toEqual({ ahead: 1, behind: 1 });
    });

    it('opens a pull request and finds it again', async () => {
      const pull = await github.createPull(wanted);

      expect(pull).toMatchObject({ title: 'Release', body: 'What is in it', state: 'open' });
      expect(await one()).toMatchObject({ number: pull.number, headSha: tip, isDraft: false });
      expect(await github.pulls({ head: 'main', base: 'staging', state: 'all' })).toEqual([]);
    });

    it('adopts the one that is open already', async () => {
      const first = await github.createPull(wanted);

      const second = await github.createPull({ ...wanted, title: 'Another' });

      expect(second.number).toBe(first.number);
      expect((await one())?.title).toBe('Release');
    });

    it('writes as the account that it names', async () => {
      expect((await github.createPull(wanted)).author).toBe(await github.viewer());
    });

    it('changes only what it is told to change', async () => {
      const { number } = await github.createPull(wanted);

      await github.updatePull(number, { body: 'New' });
      expect(await one()).toMatchObject({ title: 'Release', body: 'New', state: 'open' });
      await github.updatePull(number, { state: 'closed' });

      expect(await one()).toBeUndefined();
      expect(await one('all')).toMatchObject({ state: 'closed', isMerged: false, body: 'New' });
    });

    it('tells a bot that closed a pull request from a person', async () => {
      const [first, me] = [await github.createPull(wanted), await github.viewer()];
      expect(await github.closer(first.number)).toBeUndefined();
      await github.updatePull(first.number, { state: 'closed' });
      const second = await github.createPull(wanted);
      await world.close(second.number);

      expect(await github.closer(first.number)).toEqual({ login: me, isBot: true });
      expect(await github.closer(second.number)).toEqual({ login: 'ada', isBot: false });
      expect(await one('all')).toMatchObject({ state: 'closed', headSha: tip });
    });

    it('makes a draft of a pull request and back', async () => {
      const pull = await github.createPull(wanted);

      await github.setDraft(pull, true);
      expect((await one())?.isDraft).toBe(true);
      await github.setDraft(pull, false);
      expect((await one())?.isDraft).toBe(false);
    });

    it('lists merged pull requests with the commit each one made', async () => {
      const pull = await github.createPull(wanted);
      const sha = await world.merge(pull.number, 'squash');

      const merged = await github.mergedPulls({ base: 'main', updatedSince: 0, most: 100 });

      expect(merged).toHaveLength(1);
      expect(merged[0]).toMatchObject({ number: pull.number, isMerged: true, mergeCommit: sha });
      expect(await github.mergedPulls({ base: 'staging', updatedSince: 0, most: 100 })).toEqual([]);
    });

    it('finds a pull request by its number, and its commits after a rebase', async () => {
      await world.seed('staging', { 'a.txt': 'a\n', 'b.txt': 'b\n', 'c.txt': 'c\n' });
      const { number } = await github.createPull(wanted);
      const last = await world.merge(number, 'rebase');

      expect(await github.findPull(number)).toMatchObject({ isMerged: true, mergeCommit: last });
      expect(await github.findPull(number + 1)).toBeUndefined();
      const commits = await github.pullCommits(number);
      expect(commits).toHaveLength(2);
      expect(commits[0]).toMatchObject({ sha: tip, subject: expect.stringContaining('Change') });
      expect(commits.every(({ author }) => author !== '')).toBe(true);
    });

    it('adds labels and people once', async () => {
      const pull = await github.createPull(wanted);
      const wishes = { ...nothing, labels: ['release'], assignees: ['ada'], reviewers: ['ada'] };

      const first = await github.dress(pull, wishes);
      const dressed = await one();
      const second = await github.dress(dressed ?? pull, wishes);

      expect(first).toEqual({ changed: true, warnings: [] });
      expect(dressed).toMatchObject({
        labels: ['release'],
        assignees: ['ada'],
        reviewers: ['ada'],
      });
      expect(second).toEqual({ changed: false, warnings: [] });
    });

    it('waits for GitHub to say whether a pull request can be merged', async () => {
      const { number } = await github.createPull(wanted);
      expect(await github.mergeable(number, tip)).toBe('true');

      await world.seed('main', { 'a.txt': 'a\n', 'b.txt': 'other\n' });
      expect(await github.mergeable(number, tip)).toBe('false');
    });

    it('does not take the answer for an older commit', async () => {
      const { number } = await github.createPull(wanted);

      expect(await github.mergeable(number, '0'.repeat(40))).toBe('unknown');
    });
  });
}
