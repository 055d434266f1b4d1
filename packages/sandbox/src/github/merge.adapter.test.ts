import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NewRun } from '../ports.ts';
import type { TestBed } from './test-bed.ts';
import { openTestBed, protect } from './test-bed.ts';

let bed: TestBed;
let head: string;
beforeEach(async () => {
  bed = await openTestBed({ deleteBranchOnMerge: true, allowAutoMerge: true });
  await bed.branch('staging', 'main', { 'a.txt': 'a\n' });
  head = await bed.commit('b.txt', 'b\n', 'Add b\n\nIn full.');
  await bed.git(['push', 'origin', 'staging']);
  const body = { title: 'Release', head: 'staging', base: 'main' };
  await bed.api('POST', '/pulls', { body });
});
afterEach(() => bed[Symbol.asyncDispose]());

const merge = (body: object = { merge_method: 'squash' }, token = bed.ada) =>
  bed.api('PUT', '/pulls/1/merge', { body, token });
const approve = () =>
  bed.api('POST', '/pulls/1/reviews', { body: { event: 'APPROVE' }, token: bed.bob });
const log = async (format: string) => {
  await bed.git(['fetch', '--quiet', '--prune', 'origin']);
  return (await bed.git(['log', `--format=${format}`, 'origin/main'])).stdout.trim();
};

/** A check as the Actions service reports it. */
function check(event: Partial<NewRun['event']> = {}): number {
  const opened = bed.events.find(({ name }) => name === 'pull_request');
  if (!opened) throw new Error('no pull request');
  const runId = bed.github.createRun({
    repository: 'acme/shop',
    workflowName: 'CI',
    path: '.github/workflows/ci.yml',
    event: { ...opened, ...event },
    headBranch: 'staging',
    headSha: head,
    displayTitle: 'Release',
    status: 'queued',
  });
  return bed.github.createCheckRun({ runId, name: 'test' });
}
const succeed = (id: number) =>
  bed.github.updateCheckRun(id, { status: 'completed', conclusion: 'success' });

describe('methods', () => {
  it('squashes into one commit of one parent with the message of GitHub', async () => {
    const answer = await merge();
    expect(answer.body).toMatchObject({
      merged: true,
      message: 'Pull Request successfully merged',
    });
    const base = (await bed.git(['rev-parse', 'main'])).stdout.trim();
    expect((await log('%H %P')).split('\n')[0]).toBe(`${answer.body['sha']} ${base}`);
    expect((await bed.git(['log', '-1', '--format=%an|%cn|%B', 'origin/main'])).stdout.trim()).toBe(
      'ada|GitHub|Release (#1)\n\n* Change a.txt\n\n* Add b\n\nIn full.',
    );
    const diff = await bed.git(['diff', '--stat', 'origin/main', 'staging']);
    expect(diff.stdout).toBe('');
  });

  it('merges with a commit of two parents', async () => {
    const answer = await merge({ merge_method: 'merge' });
    const base = (await bed.git(['rev-parse', 'main'])).stdout.trim();
    const [first] = (await log('%H %P')).split('\n');
    expect(first).toBe(`${answer.body['sha']} ${base} ${head}`);
    const subject = await bed.git(['log', '-1', '--format=%s', 'origin/main']);
    expect(subject.stdout.trim()).toBe('Merge pull request #1 from acme/staging');
  });

  it('rebases commit by commit onto a base that moved on', async () => {
    await bed.branch('main', 'main', { 'hotfix.txt': 'x\n' });
    await merge({ merge_method: 'rebase' });
    expect((await log('%s|%an|%cn')).split('\n')).toEqual([
      'Add b|ada|GitHub',
      'Change a.txt|ada|GitHub',
      'Change hotfix.txt|ada|ada',
      'Start the shop|ada|ada',
    ]);
  });

  it('are refused where the repository does not allow them', async () => {
    const squashOnly = await openTestBed({ allowMergeCommit: false, allowRebaseMerge: false });
    await squashOnly.branch('staging', 'main', { 'a.txt': 'a\n' });
    const body = { title: 'Release', head: 'staging', base: 'main' };
    await squashOnly.api('POST', '/pulls', { body });
    const answer = await squashOnly.api('PUT', '/pulls/1/merge', { body: {} });
    await squashOnly[Symbol.asyncDispose]();
    expect(answer).toMatchObject({
      status: 405,
      body: { message: 'Merge commits are not allowed on this repository.' },
    });
  });
});

describe('requirements', () => {
  it('refuse until the review and the check are there', async () => {
    await protect(bed, 'main');
    expect(await merge()).toMatchObject({ status: 405 });
    await approve();
    expect((await merge()).body['message']).toBe('Required status check "test" is expected.');
    const id = check();
    expect((await merge()).body['message']).toBe('Required status check "test" is pending.');
    bed.github.updateCheckRun(id, { status: 'completed', conclusion: 'failure' });
    expect((await merge()).body['message']).toBe('Required status check "test" is failing.');
    succeed(check());
    expect((await merge()).status).toBe(200);
  });

  it('refuse without the approval, and while somebody asks for changes', async () => {
    await protect(bed, 'main', { required_status_checks: null });
    expect((await merge()).body['message']).toBe(
      'At least 1 approving review is required by reviewers with write access.',
    );
    const review = (event: string) =>
      bed.api('POST', '/pulls/1/reviews', { body: { event, body: 'x' }, token: bed.bob });
    await review('REQUEST_CHANGES');
    expect((await merge()).body['message']).toBe(
      'Changes have been requested on this pull request.',
    );
    await review('APPROVE');
    expect((await merge()).status).toBe(200);
  });

  it('are not met by a check of a dispatched run, but by a commit status', async () => {
    await protect(bed, 'main');
    await approve();
    succeed(check({ name: 'workflow_dispatch' }));
    expect((await merge()).status).toBe(405);
    const body = { state: 'success', context: 'test' };
    await bed.api('POST', `/statuses/${head}`, { body });
    expect((await merge()).status).toBe(200);
  });

  it('count an approval out after a push where stale reviews are dismissed', async () => {
    const reviews = { required_approving_review_count: 1, dismiss_stale_reviews: true };
    const over = { required_status_checks: null, required_pull_request_reviews: reviews };
    await protect(bed, 'main', over);
    await approve();
    await bed.commit('c.txt', 'c\n');
    await bed.git(['push', 'origin', 'staging']);
    expect((await merge()).status).toBe(405);
    await approve();
    expect((await merge()).status).toBe(200);
  });

  it('ask a strict branch to be up to date', async () => {
    const strict = { required_status_checks: { strict: true, contexts: [] } };
    await bed.branch('main', 'main', { 'hotfix.txt': 'x\n' });
    await protect(bed, 'main', { ...strict, required_pull_request_reviews: null });
    expect((await merge()).body['message']).toContain('not up to date');
  });

  it('refuse a head that moved and a conflict', async () => {
    expect(await merge({ sha: 'f'.repeat(40) })).toMatchObject({ status: 409 });
    await bed.branch('main', 'main', { 'a.txt': 'theirs\n' });
    expect(await merge()).toMatchObject({
      status: 405,
      body: { message: 'Pull Request is not mergeable' },
    });
  });

  it('bar the author from approving', async () => {
    const own = await bed.api('POST', '/pulls/1/reviews', { body: { event: 'APPROVE' } });
    expect(own).toMatchObject({
      status: 422,
      body: { errors: ['Can not approve your own pull request'] },
    });
  });
});

describe('afterwards', () => {
  it('tells of the push, of the merge and of the deleted head branch', async () => {
    bed.events.length = 0;
    const sha = (await merge({ merge_method: 'squash' }, bed.bob)).body['sha'];
    expect(bed.events.map(({ name, action, ref }) => [name, action, ref])).toEqual([
      ['push', undefined, 'refs/heads/main'],
      ['pull_request', 'closed', 'refs/heads/main'],
      ['push', undefined, 'refs/heads/staging'],
    ]);
    expect(bed.events[1]).toMatchObject({
      sha,
      payload: {
        pull_request: { merged: true, merged_by: { login: 'bob' }, merge_commit_sha: sha },
      },
    });
    expect((await bed.git(['ls-remote', 'origin', 'refs/heads/staging'])).stdout).toBe('');
  });

  it('keeps a protected head branch', async () => {
    const lax = { required_status_checks: null, required_pull_request_reviews: null };
    await protect(bed, 'staging', lax);
    await merge();
    expect((await bed.git(['ls-remote', 'origin', 'refs/heads/staging'])).stdout).not.toBe('');
  });

  it('gives the pull request for its commits', async () => {
    const sha = (await merge()).body['sha'];
    await bed.api('GET', `/commits/${sha}/pulls`);
    for (const commit of [sha, head]) {
      const found = await bed.api('GET', `/commits/${commit}/pulls`);
      expect(found.body).toMatchObject([{ number: 1 }]);
    }
  });
});

describe('auto-merge', () => {
  const enable = async (token = bed.bob) => {
    const id = (await bed.api('GET', '/pulls/1')).body['node_id'];
    const query = `mutation($id: ID!) { enablePullRequestAutoMerge(input: { pullRequestId: $id, mergeMethod: SQUASH }) {
      pullRequest { autoMergeRequest { mergeMethod enabledBy { login } } } } }`;
    return bed.graphql(query, { id }, token);
  };

  it('merges in the name of who armed it, once the last requirement is met', async () => {
    await protect(bed, 'main');
    expect(await enable()).toMatchObject({
      data: {
        enablePullRequestAutoMerge: {
          pullRequest: { autoMergeRequest: { mergeMethod: 'SQUASH' } },
        },
      },
    });
    await approve();
    expect((await bed.api('GET', '/pulls/1')).body).toMatchObject({ state: 'open' });
    succeed(check());
    expect((await bed.api('GET', '/pulls/1')).body).toMatchObject({
      merged: true,
      merged_by: { login: 'bob' },
    });
  });

  it('waits for a review as well as for a check', async () => {
    await protect(bed, 'main');
    succeed(check());
    await enable();
    expect((await bed.api('GET', '/pulls/1')).body).toMatchObject({ state: 'open' });
    await approve();
    expect((await bed.api('GET', '/pulls/1')).body).toMatchObject({ merged: true });
  });

  it('cannot be armed without rules, nor when nothing is missing', async () => {
    const rules = 'Branch does not have required protected branch rules';
    expect(await enable()).toMatchObject({ errors: [{ type: 'UNPROCESSABLE', message: rules }] });
    await protect(bed, 'main', { required_status_checks: null });
    await approve();
    expect(await enable()).toMatchObject({
      errors: [{ message: 'Pull request is in clean status' }],
    });
  });
});
