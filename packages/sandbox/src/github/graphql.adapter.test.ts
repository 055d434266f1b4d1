import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestBed } from './test-bed.ts';
import { call, openTestBed } from './test-bed.ts';

let bed: TestBed;
let id: unknown;
beforeAll(async () => {
  bed = await openTestBed();
  await bed.branch('staging', 'main', { 'a.txt': 'a\n', 'b.txt': 'b\n' });
  const body = { title: 'Release', head: 'staging', base: 'main', draft: true };
  id = (await bed.api('POST', '/pulls', { body })).body['node_id'];
});
afterAll(() => bed[Symbol.asyncDispose]());

const change = (mutation: string, token?: string) =>
  bed.graphql(
    `mutation($id: ID!) { ${mutation}(input: { pullRequestId: $id }) { pullRequest { isDraft } } }`,
    { id },
    token,
  );

it('readies a draft and makes it a draft again, each with its event', async () => {
  expect(await change('markPullRequestReadyForReview')).toEqual({
    data: { markPullRequestReadyForReview: { pullRequest: { isDraft: false } } },
  });
  expect(await change('convertPullRequestToDraft')).toMatchObject({
    data: { convertPullRequestToDraft: { pullRequest: { isDraft: true } } },
  });
  expect(bed.events.slice(-2).map(({ action }) => action)).toEqual([
    'ready_for_review',
    'converted_to_draft',
  ]);
  expect((await bed.api('PUT', '/pulls/1/merge', { body: {} })).body['message']).toBe(
    'Pull Request is still a draft',
  );
});

it('refuses a run without the permission, and a node nobody knows', async () => {
  const token = bed.github.issueRunToken('acme/shop', { 'pull-requests': 'read' });
  expect(await change('markPullRequestReadyForReview', token)).toMatchObject({
    errors: [{ type: 'FORBIDDEN', message: 'Resource not accessible by integration' }],
  });
  const query = '{ node(id: "PR_nothing") { id } }';
  expect(await bed.graphql(query)).toMatchObject({ errors: [{ type: 'NOT_FOUND' }] });
});

it('refuses fields that are not in its schema', async () => {
  const answer = await bed.graphql('{ viewer { shoeSize } }');
  expect(answer['errors']?.[0]?.['message']).toBe('Cannot query field "shoeSize" on type "User".');
});

it('does not swallow a body that is no JSON', async () => {
  const headers = { authorization: `Bearer ${bed.ada}` };
  const sent = { method: 'POST', headers, body: '<html>' };
  expect((await fetch(bed.github.urls.graphql, sent)).status).toBe(400);
});

it('asks for a token', async () => {
  const url = bed.github.urls.graphql;
  const answer = await call({ method: 'POST', url, body: { query: '{ viewer { login } }' } });
  expect(answer.status).toBe(401);
});

it('compares refs page by page and knows the pull requests of a commit', async () => {
  const query = `query($after: String) { repository(owner: "acme", name: "shop") {
    ref(qualifiedName: "refs/heads/main") { compare(headRef: "staging") {
      aheadBy status
      commits(first: 1, after: $after) {
        totalCount pageInfo { hasNextPage endCursor }
        nodes { messageHeadline associatedPullRequests(first: 5) { nodes { number mergeable mergeStateStatus } } }
      } } } } }`;
  const page = async (after?: unknown) => {
    const answer = await bed.graphql(query, { after });
    return answer['data']?.['repository']?.['ref']?.['compare'];
  };
  const first = await page();
  const pull = { number: 1, mergeable: 'UNKNOWN', mergeStateStatus: 'UNKNOWN' };
  expect(first).toMatchObject({
    aheadBy: 2,
    status: 'AHEAD',
    commits: {
      totalCount: 2,
      pageInfo: { hasNextPage: true },
      nodes: [{ messageHeadline: 'Change a.txt', associatedPullRequests: { nodes: [pull] } }],
    },
  });
  expect(await page(first?.['commits']?.['pageInfo']?.['endCursor'])).toMatchObject({
    commits: { pageInfo: { hasNextPage: false }, nodes: [{ messageHeadline: 'Change b.txt' }] },
  });
});
