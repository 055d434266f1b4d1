/** What every implementation of the git port does: run on the command line and on the fake. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Git } from './git.ts';

export interface SeedCommit {
  /** The whole tree: path → text. */
  readonly files: Readonly<Record<string, string>>;
  readonly subject: string;
  readonly seconds: number;
  /** Default: the branch's tip. */
  readonly parents?: readonly string[];
}

export interface GitWorld extends AsyncDisposable {
  readonly git: Git;
  /** Adds a commit to a branch of the remote and returns its SHA. */
  seed(branch: string, commit: SeedCommit): Promise<string>;
  remoteTip(branch: string): Promise<string | undefined>;
}

const first = { files: { 'a.txt': 'a\n', 'b.txt': 'b\n' }, subject: 'Begin', seconds: 1000 };

const lost = { code: 'lease-lost' };

export function gitSuite(name: string, open: () => Promise<GitWorld>): void {
  describe(`${name} as a git port`, () => {
    let world: GitWorld;
    let start: string;

    beforeEach(async () => {
      world = await open();
      start = await world.seed('main', first);
      await world.seed('staging', {
        ...first,
        parents: [start],
        subject: 'Feature',
        seconds: 2000,
      });
    });

    afterEach(() => world[Symbol.asyncDispose]());

    it('refuses to clone a branch that does not exist, by name', async () => {
      await expect(world.git.clone(['main', 'stagin'])).rejects.toMatchObject({
        code: 'branch-missing',
        message: expect.stringContaining('stagin'),
      });
    });

    it('reads the text files of a folder, whatever their lines look like', async () => {
      const files = {
        'docs/a.yml': 'one\n+++ b/x\n@@ -1 +1 @@\ndiff --git a/x b/x\n\n  last\n',
        'docs/б c.yml': 'name: б\n',
        'docs/deeper/d.yml': 'no\n',
        'docsish/e.yml': 'no\n',
      };
      await world.seed('main', { files, subject: 'Docs', seconds: 3000 });
      await using clone = await world.git.clone(['main', 'staging']);

      const found = await clone.textFiles(clone.tip('main'), 'docs');

      expect(Object.fromEntries(found.map(({ path, text }) => [path, text]))).toEqual({
        'docs/a.yml': files['docs/a.yml'],
        'docs/б c.yml': files['docs/б c.yml'],
      });
      expect(await clone.textFiles(clone.tip('staging'), 'docs')).toEqual([]);
    });

    it('counts what each side has that the other lacks', async () => {
      await world.seed('main', { ...first, subject: 'Hotfix', seconds: 3000 });
      await world.seed('staging', { ...first, subject: 'More', seconds: 4000 });
      await using clone = await world.git.clone(['main', 'staging']);

      const counts = await clone.divergence(clone.tip('main'), clone.tip('staging'));

      expect(counts).toEqual({ ahead: 2, behind: 1 });
      expect(await clone.mergeBase(clone.tip('main'), clone.tip('staging'))).toBe(start);
    });

    it('lists commits newest first, with what belongs to each', async () => {
      await using clone = await world.git.clone(['main', 'staging']);
      const tip = clone.tip('staging');

      const [commit, ...others] = await clone.commits({ to: tip, not: [start], firstParent: true });

      expect(others).toEqual([]);
      expect(commit).toMatchObject({
        sha: tip,
        parents: [start],
        author: 'Ada',
        subject: 'Feature',
      });
      expect(commit).toMatchObject({ committedAt: 2000, tree: expect.any(String) });
      expect(await clone.count({ to: tip })).toBe(2);
    });

    it('merges what the two sides did to different files', async () => {
      await world.seed('main', { ...first, files: { ...first.files, 'a.txt': 'hotfix\n' } });
      await world.seed('staging', { ...first, files: { ...first.files, 'new.txt': 'new\n' } });
      await using clone = await world.git.clone(['main', 'staging']);

      const merge = await clone.merge(clone.tip('main'), clone.tip('staging'));

      expect(merge).toMatchObject({ clean: true });
      expect(await clone.changedPaths(clone.tip('main'), merge.tree)).toEqual(['new.txt']);
      expect(await clone.changedPaths(clone.tip('staging'), merge.tree)).toEqual(['a.txt']);
    });

    it('names the files two sides disagree about', async () => {
      await world.seed('main', { ...first, files: { ...first.files, 'a.txt': 'ours\n' } });
      await world.seed('staging', { ...first, files: { ...first.files, 'a.txt': 'theirs\n' } });
      await using clone = await world.git.clone(['main', 'staging']);

      const merge = await clone.merge(clone.tip('main'), clone.tip('staging'));

      expect(merge).toMatchObject({ clean: false, conflicts: ['a.txt'] });
    });

    it('finds where a squash release made the two sides meet', async () => {
      const released = { 'a.txt': 'feature\n', 'b.txt': 'b\n' };
      const source = await world.seed('staging', { ...first, files: released });
      const release = await world.seed('main', { ...first, files: released, subject: 'Release' });
      await world.seed('staging', { ...first, files: { ...released, 'c.txt': 'c\n' } });
      await using clone = await world.git.clone(['main', 'staging']);

      const meeting = await clone.meeting(clone.tip('main'), clone.tip('staging'));

      expect(meeting).toEqual({ onBase: release, onHead: source });
    });

    it('merges from where the two sides last agreed, if told', async () => {
      const released = { 'a.txt': 'feature\n', 'b.txt': 'b\n' };
      const source = await world.seed('staging', { ...first, files: released });
      await world.seed('main', { ...first, files: released, subject: 'Release' });
      await world.seed('main', { ...first, files: { ...released, 'b.txt': 'hotfix\n' } });
      await world.seed('staging', { ...first, files: { ...released, 'a.txt': 'next\n' } });
      await using clone = await world.git.clone(['main', 'staging']);
      const [main, staging] = [clone.tip('main'), clone.tip('staging')];

      expect(await clone.merge(staging, main)).toMatchObject({ conflicts: ['a.txt'] });
      const merge = await clone.merge(staging, main, source);

      expect(merge.clean).toBe(true);
      expect(await clone.changedPaths(staging, merge.tree)).toEqual(['b.txt']);
      expect(await clone.changedPaths(main, merge.tree)).toEqual(['a.txt']);
    });

    it('lists what each commit of a line changed, oldest first', async () => {
      const { files } = first;
      await world.seed('staging', { ...first, files: { ...files, 'a.txt': 'x\n' }, seconds: 3000 });
      await world.seed('staging', { ...first, files: { 'a.txt': 'x\n' }, seconds: 4000 });
      await using clone = await world.git.clone(['main', 'staging']);

      const line = await clone.line({ since: start, to: clone.tip('staging') });

      expect(line).toMatchObject({ start: [], entry: 0 });
      const changed = line.commits.map(({ changes }) => changes.map(({ path }) => path));
      expect(changed).toEqual([[], ['a.txt'], ['b.txt']]);
      const [edit, removal] = line.commits.slice(1).map(({ changes }) => changes[0]);
      expect(edit?.after).toMatch(/^100644 [0-9a-f]{40}$/);
      expect(removal).toMatchObject({ before: expect.stringMatching(/^100644 /), after: '' });
    });

    it('writes the tree that the changes between two others lead to', async () => {
      await world.seed('staging', { ...first, files: { 'a.txt': 'x\n', 'c.txt': 'c\n' } });
      await using clone = await world.git.clone(['main', 'staging']);
      const changes = await clone.changes(start, clone.tip('staging'));
      const contents = new Map(changes.map(({ path, after }) => [path, after]));

      const tree = await clone.writeTree({ from: start, contents });

      expect(changes.map(({ path }) => path)).toEqual(['a.txt', 'b.txt', 'c.txt']);
      expect(tree).toBe((await clone.commit(clone.tip('staging'))).tree);
    });

    it('merges over a base of choice', async () => {
      await world.seed('main', { ...first, files: { ...first.files, 'a.txt': 'ours\n' } });
      await world.seed('staging', { ...first, files: { ...first.files, 'a.txt': 'theirs\n' } });
      await using clone = await world.git.clone(['main', 'staging']);
      const [ours, theirs] = [clone.tip('main'), clone.tip('staging')];

      const clean = await clone.mergeTrees({ base: ours, ours, theirs });
      const conflicting = await clone.mergeTrees({ base: start, ours, theirs });

      expect(clean).toMatchObject({ conflicts: [], tree: (await clone.commit(theirs)).tree });
      expect(conflicting.conflicts).toEqual(['a.txt']);
    });

    it('gives the same SHA for the same commit, and another for another date', async () => {
      await using clone = await world.git.clone(['main']);
      const { tree } = await clone.commit(start);
      const commit = { tree, parents: [start], message: 'Sync', date: 5000 };

      const once = await clone.createCommit(commit);

      expect(await clone.createCommit(commit)).toBe(once);
      expect(await clone.createCommit({ ...commit, date: 5001 })).not.toBe(once);
    });

    it('keeps the record of a commit of the tool', async () => {
      await using clone = await world.git.clone(['main', 'staging']);
      const [source, base] = [clone.tip('main'), clone.tip('staging')];
      const trailers = `Release-Train-Source: ${source}\nRelease-Train-Base: ${base}`;
      const { tree } = await clone.commit(base);
      const message = `Sync main into staging\n\n${trailers}\n`;

      const sha = await clone.createCommit({ tree, parents: [base, source], message, date: 5000 });

      expect(await clone.commit(sha)).toMatchObject({
        record: { source, base },
        subject: 'Sync main into staging',
        parents: [base, source],
      });
      expect((await clone.commit(start)).record).toBeUndefined();
      const part = `Release a part\n\n${trailers}\nRelease-Train-Part: 2\n`;
      const partial = await clone.createCommit({ tree, parents: [base], message: part, date: 1 });
      expect((await clone.commit(partial)).record).toEqual({ source, base, isPart: true });
    });

    it('finds commits of any branch by their names, and of cloned ones by an abbreviation', async () => {
      const other = await world.seed('hotfix', {
        ...first,
        subject: 'Fix',
        parents: [start],
        seconds: 9,
      });
      await using clone = await world.git.clone(['main', 'staging']);
      const staging = clone.tip('staging');

      expect(await clone.find(staging)).toBe(staging);
      expect(await clone.find(staging.slice(0, 12))).toBe(staging);
      expect(await clone.find(other)).toBe(other);
      expect((await clone.commit(other)).parents).toEqual([start]);
      expect(await clone.find('0'.repeat(40))).toBeUndefined();
      expect(await clone.find('0'.repeat(7))).toBeUndefined();
      expect(await clone.find('--all')).toBeUndefined();
    });

    it('puts ancestors before descendants, whatever their dates', async () => {
      const older = await world.seed('staging', { ...first, subject: 'Older', seconds: 500 });
      const last = await world.seed('staging', { ...first, subject: 'Last', seconds: 400 });
      await using clone = await world.git.clone(['main', 'staging']);

      expect(await clone.sorted([last, start, older])).toEqual([start, older, last]);
      expect(await clone.isAncestor(start, last)).toBe(true);
      expect(await clone.isAncestor(last, start)).toBe(false);
    });

    it('tells who made a commit, and of which ones it is a cherry-pick', async () => {
      await using clone = await world.git.clone(['main']);
      const { tree } = await clone.commit(start);
      const origin = 'b'.repeat(40);
      const message = `Fix\n\n(cherry picked from commit ${origin})\nCo-authored-by: Bob <bob@example.com>\n`;
      const sha = await clone.createCommit({ tree, parents: [start], message, date: 5000 });

      const details = await clone.details([sha, start]);

      expect(details.get(sha)).toMatchObject({ pickedFrom: [origin] });
      expect(details.get(sha)?.authors.at(-1)).toBe('Bob <bob@example.com>');
      expect(details.get(start)).toEqual({ authors: ['Ada <ada@example.com>'], pickedFrom: [] });
      expect((await clone.details([])).size).toBe(0);
    });

    it('pushes a commit to a branch of its own, moves it, and deletes it', async () => {
      await using clone = await world.git.clone(['main', 'staging']);
      const [one, two] = [clone.tip('main'), clone.tip('staging')];
      const branch = 'sync/main-to-staging';

      await clone.push({ branch, sha: one, expected: undefined });
      expect(await world.remoteTip(branch)).toBe(one);
      await clone.push({ branch, sha: two, expected: one });
      expect(await world.remoteTip(branch)).toBe(two);
      await clone.deleteBranch({ branch, expected: two });
      expect(await world.remoteTip(branch)).toBeUndefined();
    });

    it('does not overwrite what somebody pushed meanwhile', async () => {
      const branch = 'sync/main-to-staging';
      await using clone = await world.git.clone(['main', 'staging']);
      const theirs = await world.seed(branch, { ...first, subject: 'Theirs' });

      const [sha, other] = [clone.tip('main'), clone.tip('staging')];

      await expect(clone.push({ branch, sha, expected: undefined })).rejects.toMatchObject(lost);
      await expect(clone.push({ branch, sha, expected: other })).rejects.toMatchObject(lost);
      await expect(clone.deleteBranch({ branch, expected: sha })).rejects.toMatchObject(lost);
      expect(await world.remoteTip(branch)).toBe(theirs);
    });

    it('is content with a branch that is where it should be', async () => {
      const branch = 'sync/main-to-staging';
      await using clone = await world.git.clone(['main']);
      await clone.push({ branch, sha: start, expected: undefined });

      await clone.push({ branch, sha: start, expected: undefined });

      expect(await world.remoteTip(branch)).toBe(start);
    });

    it.each(['main', 'staging', 'release', 'synchronous/x', 'sync/'])(
      'refuses to write to the branch %s',
      async (branch) => {
        await using clone = await world.git.clone(['main']);
        const sha = clone.tip('main');
        const before = await world.remoteTip(branch);

        const push = clone.push({ branch, sha, expected: sha });
        const deletion = clone.deleteBranch({ branch, expected: sha });

        await expect(push).rejects.toMatchObject({ code: 'foreign-branch' });
        await expect(deletion).rejects.toMatchObject({ code: 'foreign-branch' });
        expect(await world.remoteTip(branch)).toBe(before);
      },
    );
  });
}
