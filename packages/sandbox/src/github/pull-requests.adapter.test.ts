import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Answer, TestBed } from './test-bed.ts';
import { openTestBed } from './test-bed.ts';

let bed: TestBed;
beforeEach(async () => {
  bed = await openTestBed();
  await bed.branch('staging', 'main', { 'new.txt': 'new\n' });
});
afterEach(() => bed[Symbol.asyncDispose]());

const open = (body: object = {}, token?: string): Promise<Answer> =>
  bed.api('POST', '/pulls', {
    body: { title: 'Release', head: 'staging', base: 'main', ...body },
    ...(token === undefined ? {} : { token }),
  });
const pull = async (number = 1) => (await bed.api('GET', `/pulls/${number}`)).body;
const told = () =>
  bed.events.filter(({ name }) => name === 'pull_request').map(({ action }) => action);

describe('creating', () => {
  it('opens it and keeps refs/pull/1/head and refs/pull/1/merge', async () => {
    const { status, body } = await open({ body: 'Two things.' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      number: 1,
      state: 'open',
      body: 'Two things.',
      mergeable: null,
      commits: 1,
      changed_files: 1,
      user: { login: 'ada' },
      head: { label: 'acme:staging' },
    });
    const refs = (await bed.git(['ls-remote', 'origin', 'refs/pull/*'])).stdout;
    expect(refs).toContain('refs/pull/1/head');
    expect(refs).toContain('refs/pull/1/merge');
    const merge = refs.match(/(\S+)\s+refs\/pull\/1\/merge/)?.[1];
    expect(bed.events.at(-1)).toMatchObject({
      name: 'pull_request',
      action: 'opened',
      ref: 'refs/pull/1/merge',
      sha: merge,
      payload: { number: 1, pull_request: { mergeable: true, merge_commit_sha: merge } },
    });
  });

  it.each([
    [
      'nothing to release',
      { head: 'main', base: 'staging' },
      'No commits between staging and main',
    ],
    ['a second one', {}, 'A pull request already exists for acme:staging.'],
  ])('refuses %s in the words of GitHub', async (_case, body, message) => {
    await open();
    const answer = await open(body);
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ message: 'Validation Failed', errors: [{ message }] });
  });

  it.each([
    ['head', { head: 'nowhere' }],
    ['head', { head: '--upload-pack=x' }],
    ['base', { base: 'nowhere' }],
  ])('names a %s that is no branch', async (field, body) => {
    const answer = await open(body);
    expect(answer.body).toMatchObject({ errors: [{ field, code: 'invalid' }] });
  });

  it('refuses a body of more than 65536 characters', async () => {
    const answer = await open({ body: 'x'.repeat(65_537) });
    expect(answer.status).toBe(422);
    expect(answer.body['errors']?.[0]?.['message']).toBe(
      'body is too long (maximum is 65536 characters)',
    );
    expect((await open({ body: 'x'.repeat(65_536) })).status).toBe(201);
  });

  it('is not for runs unless the repository permits it', async () => {
    const token = bed.github.issueRunToken('acme/shop', { 'pull-requests': 'write' });
    const answer = await open({}, token);
    expect(answer).toMatchObject({
      status: 403,
      body: { message: 'GitHub Actions is not permitted to create or approve pull requests.' },
    });
  });
});

describe('mergeability', () => {
  it('is unknown on the first look and computed on the next', async () => {
    await open();
    expect(await pull()).toMatchObject({ mergeable: null, mergeable_state: 'unknown' });
    expect(await pull()).toMatchObject({ mergeable: true, mergeable_state: 'clean' });
  });

  it('turns false when the base brings a conflict, and the event says so', async () => {
    await bed.branch('staging', 'main', { 'app.txt': 'staging\n' });
    await open();
    await pull();
    await bed.branch('main', 'main', { 'app.txt': 'hotfix\n' });
    expect(await pull()).toMatchObject({ mergeable: null });
    expect(await pull()).toMatchObject({ mergeable: false, mergeable_state: 'dirty' });
    await bed.git(['checkout', '--quiet', 'staging']);
    await bed.commit('other.txt', 'x\n');
    await bed.git(['push', 'origin', 'staging']);
    expect(bed.events.at(-1)).toMatchObject({
      action: 'synchronize',
      sha: '',
      payload: { pull_request: { mergeable: false, mergeable_state: 'dirty' } },
    });
    expect((await bed.git(['ls-remote', 'origin', 'refs/pull/1/merge'])).stdout).toBe('');
  });
});

describe('following its branches', () => {
  it('is synchronized by a push to its head, with both tips', async () => {
    const before = (await open()).body['head']?.['sha'];
    const after = await bed.commit('more.txt', 'x\n');
    await bed.git(['push', 'origin', 'staging']);
    expect(bed.events.at(-1)).toMatchObject({ action: 'synchronize', payload: { before, after } });
    expect(await pull()).toMatchObject({ head: { sha: after }, commits: 2 });
  });

  it('is merged when its head arrives in the base', async () => {
    await open();
    await bed.git(['push', 'origin', 'staging:main']);
    expect(told()).toEqual(['opened', 'closed']);
    expect(await pull()).toMatchObject({
      state: 'closed',
      merged: true,
      merged_by: { login: 'ada' },
    });
  });

  it('is closed when its head is moved to the base, and cannot be reopened then', async () => {
    await open();
    await bed.git(['push', '--force', 'origin', 'main:staging']);
    expect(await pull()).toMatchObject({ state: 'closed', merged: false });
    const again = await bed.api('PATCH', '/pulls/1', { body: { state: 'open' } });
    expect(again.status).toBe(422);
    expect(JSON.stringify(again.body)).toContain('force-pushed or recreated');
  });

  it('is closed when its head branch is deleted', async () => {
    await open();
    await bed.git(['push', 'origin', ':staging']);
    expect(await pull()).toMatchObject({ state: 'closed', merged: false });
  });
});

describe('editing', () => {
  it('changes title, body and base, and tells only of what changed', async () => {
    await open({ body: 'old' });
    await bed.branch('next', 'main', { 'next.txt': 'x\n' });
    bed.events.length = 0;
    const body = { title: 'Release 2', body: 'old', base: 'next' };
    expect((await bed.api('PATCH', '/pulls/1', { body })).body).toMatchObject({
      title: 'Release 2',
      base: { ref: 'next' },
    });
    expect(bed.events.map(({ payload }) => payload['changes'])).toMatchObject([
      { title: { from: 'Release' }, base: { ref: { from: 'main' } } },
    ]);
    await bed.api('PATCH', '/pulls/1', { body });
    expect(bed.events).toHaveLength(1);
  });

  it('closes and reopens', async () => {
    await open();
    await bed.api('PATCH', '/pulls/1', { body: { state: 'closed' } });
    await bed.api('PATCH', '/pulls/1', { body: { state: 'open' } });
    expect(told()).toEqual(['opened', 'closed', 'reopened']);
  });

  it('labels, assigns, asks for review, comments', async () => {
    await open();
    await bed.api('POST', '/issues/1/labels', { body: { labels: ['release', 'release'] } });
    await bed.api('POST', '/issues/1/assignees', { body: { assignees: ['bob', 'ghost'] } });
    await bed.api('POST', '/pulls/1/requested_reviewers', { body: { reviewers: ['bob'] } });
    expect(await pull()).toMatchObject({
      labels: [{ name: 'release' }],
      assignees: [{ login: 'bob' }],
      requested_reviewers: [{ login: 'bob' }],
    });
    expect(told().slice(1)).toEqual(['labeled', 'assigned', 'review_requested']);
    const own = await bed.api('POST', '/pulls/1/requested_reviewers', {
      body: { reviewers: ['ada'] },
    });
    expect(own.status).toBe(422);
    const made = await bed.api('POST', '/issues/1/comments', { body: { body: 'Hello' } });
    const path = `/issues/comments/${made.body['id']}`;
    await bed.api('PATCH', path, { body: { body: 'Hello again' } });
    const comments = await bed.api('GET', '/issues/1/comments');
    expect(comments.body).toMatchObject([{ body: 'Hello again', user: { login: 'ada' } }]);
  });
});

describe('listing', () => {
  it('filters by head with owner, base and state; pages by Link', async () => {
    await open();
    await bed.branch('other', 'main', { 'other.txt': 'x\n' });
    await open({ head: 'other' });
    const titles = async (query: string) =>
      (await bed.api('GET', `/pulls?${query}`)).body as unknown as { number: number }[];
    expect((await titles('head=acme:other')).map(({ number }) => number)).toEqual([2]);
    expect(await titles('head=acme:other&base=staging')).toEqual([]);
    expect(await titles('state=closed')).toEqual([]);
    const first = await bed.api('GET', '/pulls?per_page=1');
    expect(first.body).toMatchObject([{ number: 2 }]);
    expect(first.headers.get('link')).toMatch(
      /per_page=1&page=2>; rel="next", .*page=2>; rel="last"/,
    );
    const second = await bed.api('GET', '/pulls?per_page=1&page=2');
    expect(second.body).toMatchObject([{ number: 1 }]);
    expect(second.headers.get('link')).toMatch(/page=1>; rel="prev", .*page=1>; rel="first"/);
    expect('mergeable' in (first.body[0] ?? {})).toBe(false);
  });
});
