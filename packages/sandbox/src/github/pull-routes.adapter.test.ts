import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestBed, type TestBed } from './test-bed.ts';

let bed: TestBed;
beforeEach(async () => {
  bed = await openTestBed();
  await bed.branch('staging', 'main', { 'a.txt': 'a\n' });
  await bed.api('POST', '/pulls', { body: { title: 'Release', head: 'staging', base: 'main' } });
});
afterEach(() => bed[Symbol.asyncDispose]());

describe('update-branch', () => {
  const update = (body: object = {}) => bed.api('PUT', '/pulls/1/update-branch', { body });

  it('merges the base into the head, and says why it does not', async () => {
    expect((await update()).body['message']).toBe('There are no new commits on the base branch.');
    const base = await bed.branch('main', 'main', { 'hotfix.txt': 'x\n' });
    const stale = await update({ expected_head_sha: base });
    expect([stale.status, stale.body['message']]).toEqual([
      422,
      'expected head sha didn’t match current head ref.',
    ]);
    expect(await update()).toMatchObject({
      status: 202,
      body: { message: 'Updating pull request branch.' },
    });
    await bed.git(['fetch', '--quiet', 'origin']);
    const made = await bed.git(['log', '-1', '--format=%s|%P', 'origin/staging']);
    expect(made.stdout).toMatch(new RegExp(`^Merge branch 'main' into staging\\|\\w{40} ${base}`));
    expect(bed.events.at(-1)).toMatchObject({ name: 'pull_request', action: 'synchronize' });
    await bed.branch('main', 'main', { 'a.txt': 'other\n' });
    expect((await update()).body['message']).toBe('merge conflict between base and head');
  });
});

describe('labels', () => {
  it('are defined, renamed and deleted; one that is merely used is made', async () => {
    const body = { name: 'release', color: 'ff0000', description: 'Goes out' };
    expect((await bed.api('POST', '/labels', { body })).status).toBe(201);
    expect((await bed.api('POST', '/labels', { body })).body).toMatchObject({
      errors: [{ code: 'already_exists', field: 'name' }],
    });
    await bed.api('POST', '/issues/1/labels', { body: { labels: ['release', 'urgent'] } });
    await bed.api('PATCH', '/labels/release', { body: { new_name: 'train' } });
    expect((await bed.api('GET', '/issues/1/labels')).body).toMatchObject([
      { name: 'train', color: 'ff0000', description: 'Goes out' },
      { name: 'urgent', color: 'ededed', description: null },
    ]);
    expect((await bed.api('DELETE', '/labels/train')).status).toBe(204);
    expect((await bed.api('GET', '/labels/train')).status).toBe(404);
    expect((await bed.api('DELETE', '/issues/1/labels/train')).body['message']).toBe(
      'Label does not exist',
    );
    expect((await bed.api('DELETE', '/issues/1/labels/urgent')).body).toEqual([]);
  });
});

describe('a fork', () => {
  it.each([
    [{ head: 'mallory:staging' }, 'mallory:staging'],
    [{ head: 'staging', head_repo: 'shop' }, 'staging'],
  ])('as the head of a pull request is refused by name: %j', async (from, named) => {
    const answer = await bed.api('POST', '/pulls', { body: { title: 'x', base: 'main', ...from } });
    expect(answer).toMatchObject({
      status: 501,
      body: { message: `not supported by the sandbox: a pull request from a fork (${named})` },
    });
  });
});

describe('comments', () => {
  it('tell the world on the default branch', async () => {
    const made = await bed.api('POST', '/issues/1/comments', { body: { body: '/release' } });
    await bed.api('PATCH', `/issues/comments/${made.body['id']}`, { body: { body: 'never mind' } });
    await bed.api('DELETE', `/issues/comments/${made.body['id']}`);
    const told = bed.events.filter(({ name }) => name === 'issue_comment');
    expect(told.map(({ action }) => action)).toEqual(['created', 'edited', 'deleted']);
    expect(told[0]).toMatchObject({
      ref: 'refs/heads/main',
      payload: {
        comment: { body: '/release', user: { login: 'ada' } },
        issue: { number: 1, pull_request: {} },
      },
    });
  });
});
