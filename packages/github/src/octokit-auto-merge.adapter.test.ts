import { FakeClock } from '@release-train/testing/fake-clock';
import { loopbackServer } from '@release-train/testing/loopback-server';
import { sandboxRepository } from '@release-train/testing/sandbox-repository';
import { describe, expect, it } from 'vitest';
import { autoMergeSuite } from './auto-merge.suite.ts';
import type { GitHub, PullRequest } from './github.ts';
import { octokitGitHub } from './octokit-github.ts';

const place = { owner: 'acme', repo: 'shop' };

const githubAt = (
  urls: { readonly api: string; readonly graphql: string },
  token: string,
): GitHub =>
  octokitGitHub({
    repository: 'acme/shop',
    token,
    apiUrl: urls.api,
    graphqlUrl: urls.graphql,
    env: {},
    clock: new FakeClock(),
    log: { info: () => {}, warning: () => {} },
    pace: { throttle: { enabled: false }, retry: { retryAfterBaseValue: 1 } },
  });

const open = async () => {
  const repository = await sandboxRepository({ allowAutoMerge: true });
  return {
    repository,
    github: githubAt(repository.sandbox.urls, repository.runToken),
    seed: repository.seed,
    merge: repository.merge,
    demandReview: async () => {
      await repository.person.rest.repos.updateBranchProtection({
        ...place,
        branch: 'main',
        required_status_checks: { strict: false, contexts: ['test'] },
        enforce_admins: true,
        required_pull_request_reviews: { required_approving_review_count: 1 },
        restrictions: null,
      });
    },
    [Symbol.asyncDispose]: () => repository[Symbol.asyncDispose](),
  };
};

autoMergeSuite('octokitAutoMerge', open);

describe('what vouches for a head commit', () => {
  const pulled = async ({ github, seed }: Awaited<ReturnType<typeof open>>) => {
    await seed('main', { 'a.txt': 'a\n' });
    await seed('staging', { 'a.txt': 'b\n' }, 'main');
    const wanted = { head: 'staging', base: 'main', title: 'Release', body: '', draft: false };
    return github.createPull(wanted);
  };

  it('is neither nothing, nor a status that failed, nor the comment of a person', async () => {
    await using world = await open();
    const { number, headSha } = await pulled(world);
    const { sandbox, name, person } = world.repository;
    const token = sandbox.issueRunToken(name, {
      checks: 'read',
      statuses: 'read',
      'pull-requests': 'read',
    });
    const { autoMerge } = githubAt(sandbox.urls, token);
    const vouched = async () => autoMerge.isVouchedFor((await autoMerge.look(number)).pull);

    expect(await vouched()).toBe(false);
    const status = { ...place, sha: headSha, context: 'test' };
    await person.rest.repos.createCommitStatus({ ...status, state: 'failure' });
    await person.rest.pulls.createReview({
      ...place,
      pull_number: number,
      event: 'COMMENT',
      body: 'x',
    });
    expect(await vouched()).toBe(false);
    await person.rest.repos.createCommitStatus({ ...status, state: 'success' });
    expect(await vouched()).toBe(true);
  });

  it('is an approval of that very commit, also where the token may see no check', async () => {
    await using world = await open();
    const { number } = await pulled(world);
    const { autoMerge } = world.github;
    const vouched = async () => autoMerge.isVouchedFor((await autoMerge.look(number)).pull);
    const approve = { ...place, pull_number: number, event: 'APPROVE' } as const;

    await world.repository.person.rest.pulls.createReview(approve);
    expect(await vouched()).toBe(true);
    await world.seed('staging', { 'a.txt': 'c\n' });
    expect(await vouched()).toBe(false);
  });
});

describe('octokitAutoMerge', () => {
  const answering = (pullRequest: object) =>
    loopbackServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ data: { enablePullRequestAutoMerge: { pullRequest } } }));
    });

  it.each([
    [{ state: 'OPEN', autoMergeRequest: { mergeMethod: 'SQUASH' } }, 'armed'],
    [{ state: 'MERGED', autoMergeRequest: null }, 'merged'],
    // As where the branch has a merge queue.
    [{ state: 'OPEN', autoMergeRequest: null }, 'accepted'],
  ])('takes %j for %s', async (answer, kind) => {
    await using server = await answering(answer);
    const urls = { api: `${server.url}/api/v3`, graphql: `${server.url}/api/graphql` };
    const order = { method: 'squash', headSha: 'a'.repeat(40) } as const;

    const { autoMerge } = githubAt(urls, 'ghs_x');

    expect(await autoMerge.arm({ nodeId: 'PR_1' } as PullRequest, order)).toEqual({ kind });
    expect(JSON.parse(server.requests[0]?.body ?? '').variables.input).toEqual({
      pullRequestId: 'PR_1',
      mergeMethod: 'SQUASH',
      expectedHeadOid: 'a'.repeat(40),
    });
  });

  it.each([
    [{ data: { enqueuePullRequest: { mergeQueueEntry: { id: 'MQE_1' } } } }, undefined],
    [{ data: null, errors: [{ message: 'Not authorized' }] }, 'Not authorized'],
  ])('takes %j for the word of the merge queue', async (...[answer, reason]) => {
    await using server = await loopbackServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
    const urls = { api: `${server.url}/api/v3`, graphql: `${server.url}/api/graphql` };

    const { autoMerge } = githubAt(urls, 'ghs_x');

    const headSha = 'a'.repeat(40);
    expect(await autoMerge.enqueue({ nodeId: 'PR_1' } as PullRequest, headSha)).toBe(reason);
    expect(JSON.parse(server.requests[0]?.body ?? '').variables.input).toEqual({
      pullRequestId: 'PR_1',
      expectedHeadOid: headSha,
    });
  });
});
