import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TestBed } from './test-bed.ts';
import { openTestBed, protect } from './test-bed.ts';

let bed: TestBed;
beforeEach(async () => {
  bed = await openTestBed();
});
afterEach(() => bed[Symbol.asyncDispose]());

const address = () => `${bed.github.urls.server}/acme/shop.git`;
const noReviews = { required_status_checks: null, required_pull_request_reviews: null };
const refNames = async () =>
  (await bed.git(['ls-remote', 'origin'])).stdout.match(/refs\/\S+/g) ?? [];

describe('clone', () => {
  it('leaves blobs behind when asked to', async () => {
    const bare = join(bed.folder, 'partial.git');
    const cloned = await bed.git(['clone', '--bare', '--filter=blob:none', address(), bare]);
    expect(cloned.code).toBe(0);
    const missing = ['rev-list', '--objects', '--missing=print', 'main'];
    const objects = (await bed.git(missing, { cwd: bare })).stdout.split('\n');
    expect(objects.filter((line) => line.startsWith('?'))).toHaveLength(1);
    expect((await bed.git(['show', 'main:app.txt'], { cwd: bare })).stdout).toBe('one\n');
  });

  it('is refused without a token, with an unknown one, and for what one may not see', async () => {
    const info = `${address()}/info/refs?service=git-upload-pack`;
    expect((await fetch(info)).status).toBe(401);
    const headers = { authorization: 'Bearer ghp_nobody' };
    expect((await fetch(info, { headers })).status).toBe(401);
    bed.github.createRepository({ repository: 'acme/other', defaultBranch: 'main' });
    const stranger = bed.github.issueRunToken('acme/other', { contents: 'write' });
    const asStranger = { authorization: `Bearer ${stranger}` };
    expect((await fetch(info, { headers: asStranger })).status).toBe(404);
  });
});

describe('push', () => {
  it('is refused to a run that may only read', async () => {
    const token = bed.github.issueRunToken('acme/shop', { contents: 'read' });
    const pushed = await bed.git(['push', 'origin', 'HEAD:refs/heads/x'], { token });
    expect(pushed.stderr).toContain('Permission to acme/shop.git denied to github-actions[bot].');
    expect(pushed.stderr).toContain('403');
  });

  it('is open to such a run where tokens need no permissions', async () => {
    await using kind = await openTestBed({}, { habits: { 'tokens-have-permissions': false } });
    const token = kind.github.issueRunToken('acme/shop', {});
    const { code } = await kind.git(['push', 'origin', 'main:refs/heads/sync/x'], { token });
    expect(code).toBe(0);
  });

  it('dies with its run', async () => {
    const token = bed.github.issueRunToken('acme/shop', { contents: 'write' });
    bed.github.revoke(token);
    expect((await bed.git(['push', 'origin', 'HEAD:refs/heads/x'], { token })).code).not.toBe(0);
    expect(await refNames()).not.toContain('refs/heads/x');
  });

  it('to a protected branch is refused in the words of GitHub, other refs pass', async () => {
    await protect(bed, 'main');
    await bed.commit('app.txt', 'two\n');
    const pushed = await bed.git(['push', 'origin', 'HEAD:main', 'HEAD:refs/heads/free']);
    expect(pushed.code).toBe(1);
    expect(pushed.stderr).toMatch(
      /remote: error: GH006: Protected branch update failed for refs\/heads\/main\./,
    );
    expect(pushed.stderr).toContain('- Changes must be made through a pull request.');
    expect(pushed.stderr).toContain('- Required status check "test" is expected.');
    expect(pushed.stderr).toContain('main (protected branch hook declined)');
    expect(await refNames()).toContain('refs/heads/free');
  });

  it('may not rewrite a protected branch', async () => {
    await protect(bed, 'main', { ...noReviews, required_linear_history: false });
    await bed.git(['commit', '--amend', '--quiet', '-m', 'Rewritten']);
    const forced = await bed.git(['push', '--force', 'origin', 'HEAD:main']);
    expect(forced.stderr).toContain('- Cannot force-push to this branch');
  });

  it('may not bring a merge commit to a linear branch', async () => {
    await protect(bed, 'main', noReviews);
    await bed.branch('side', 'main', { 'side.txt': 'side\n' });
    await bed.git(['checkout', '--quiet', 'main']);
    await bed.git(['merge', '--quiet', '--no-ff', '-m', 'Merge side', 'side']);
    const pushed = await bed.git(['push', 'origin', 'main']);
    expect(pushed.stderr).toContain('- This branch must not contain merge commits.');
  });

  it('may not delete a protected branch, nor write to refs/pull', async () => {
    await bed.branch('staging', 'main', { 'new.txt': 'x\n' });
    await protect(bed, 'staging', noReviews);
    const deleted = await bed.git(['push', 'origin', ':staging']);
    expect(deleted.stderr).toContain('- Cannot delete this protected branch');
    const hidden = await bed.git(['push', 'origin', 'HEAD:refs/pull/1/head']);
    expect(hidden.stderr).toContain('deny updating a hidden ref');
  });

  it('is told to the world, one event per ref, with its commits', async () => {
    const before = (await bed.git(['rev-parse', 'HEAD'])).stdout.trim();
    const after = await bed.commit('app.txt', 'two\n', 'Sell more');
    bed.events.length = 0;
    await bed.git(['push', 'origin', 'HEAD:main', 'HEAD:refs/tags/v1'], { token: bed.bob });
    expect(bed.events.map(({ name, ref, sha }) => [name, ref, sha])).toEqual([
      ['push', 'refs/heads/main', after],
      ['push', 'refs/tags/v1', after],
    ]);
    expect(bed.events[0]).toMatchObject({
      actor: { login: 'bob', token: 'user' },
      payload: {
        ref: 'refs/heads/main',
        before,
        after,
        created: false,
        deleted: false,
        forced: false,
        commits: [{ id: after, message: 'Sell more', modified: ['app.txt'], added: [] }],
        head_commit: { id: after, author: { name: 'ada' } },
        pusher: { name: 'bob' },
        repository: { full_name: 'acme/shop' },
        sender: { login: 'bob' },
      },
    });
  });

  it('tells of force and deletion', async () => {
    await bed.branch('topic', 'main', { 'a.txt': 'a\n' });
    await bed.git(['commit', '--amend', '--quiet', '-m', 'Again']);
    await bed.git(['push', '--force', 'origin', 'topic']);
    expect(bed.events.at(-1)?.payload).toMatchObject({ forced: true, created: false });
    await bed.git(['push', 'origin', ':topic']);
    expect(bed.events.at(-1)?.payload).toMatchObject({
      deleted: true,
      head_commit: null,
      commits: [],
    });
  });
});
