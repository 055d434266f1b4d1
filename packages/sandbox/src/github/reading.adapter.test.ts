import { mkdir } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readDescription } from './description/operations.ts';
import { describedRoutes } from './rest/routes.ts';
import { openTestBed, protect, type TestBed } from './test-bed.ts';

let bed: TestBed;
beforeAll(async () => {
  bed = await openTestBed();
  await mkdir(`${bed.clone}/.github/workflows`, { recursive: true });
  await bed.branch('main', 'main', { '.github/workflows/ci.yml': 'name: CI\non: push\n' });
});
afterAll(() => bed[Symbol.asyncDispose]());

/** One of everything that can be read. */
async function furnish() {
  const token = bed.github.issueAppToken('acme/shop', 'railway-app');
  const post = async (path: string, body: object, as = bed.ada) =>
    (await bed.api('POST', path, { body, token: as })).body;
  const head = await bed.branch('staging', 'main', { 'a.txt': 'a\n' });
  await post('/pulls', { title: 'Release', head: 'staging', base: 'main' });
  await post('/pulls/1/reviews', { event: 'APPROVE' }, bed.bob);
  await post('/pulls/1/requested_reviewers', { reviewers: ['bob'] });
  await post('/issues/1/labels', { labels: ['release'] });
  const comment = await post('/issues/1/comments', { body: 'Hello' });
  await post(`/statuses/${head}`, { state: 'success' });
  const check = await post('/check-runs', { name: 'deploy', head_sha: head }, token);
  const ruleset = await post('/rulesets', {
    name: 'main',
    enforcement: 'active',
    conditions: { ref_name: { include: ['~ALL'], exclude: [] } },
    rules: [{ type: 'required_linear_history' }],
  });
  const wanted = { ref: head, auto_merge: false, required_contexts: [] };
  const deployment = await post('/deployments', wanted, token);
  const status = await post(`/deployments/${deployment['id']}/statuses`, { state: 'success' });
  const event = bed.events.find(({ name }) => name === 'push');
  if (!event) throw new Error('nothing was pushed');
  const run = bed.github.createRun({
    repository: 'acme/shop',
    workflowName: 'CI',
    path: '.github/workflows/ci.yml',
    event,
    headBranch: 'staging',
    headSha: head,
    displayTitle: 'Release',
    status: 'queued',
  });
  const job = bed.github.createCheckRun({ runId: run, name: 'test' });
  await protect(bed, 'main');
  await bed.api('PUT', '/actions/permissions', {
    body: { enabled: true, allowed_actions: 'selected' },
  });
  const policy = { protected_branches: false, custom_branch_policies: true };
  await bed.api('PUT', '/environments/production', {
    body: { deployment_branch_policy: policy },
  });
  const blob = (await bed.git(['rev-parse', 'staging:a.txt'])).stdout.trim();
  return { head, blob, comment, check, ruleset, deployment, status, run, job };
}

it('answers as described wherever it can be read', async () => {
  const made = await furnish();
  const deployment = `/deployments/${made.deployment['id']}`;
  const paths = [
    ...[
      '',
      '/branches',
      '/branches/main',
      '/branches/main/protection',
      '/labels',
      '/labels/release',
    ],
    ...['/git/ref/heads/main', '/git/matching-refs/heads', '/contents/a.txt?ref=staging'],
    ...[`/git/commits/${made.head}`, `/git/trees/${made.head}`, `/git/blobs/${made.blob}`],
    ...['', '/pulls', '/check-runs', '/check-suites', '/status', '/statuses'].map(
      (part) => `/commits/${made.head}${part}`,
    ),
    ...['/commits', '/compare/main...staging', '/rules/branches/main', '/rulesets'],
    ...['', '/1', '/1/commits', '/1/files', '/1/reviews', '/1/requested_reviewers'].map(
      (part) => `/pulls${part}`,
    ),
    ...['', '/labels', '/comments'].map((part) => `/issues/1${part}`),
    `/issues/comments/${made.comment['id']}`,
    `/check-runs/${made.check['id']}`,
    `/check-runs/${made.job}`,
    `/rulesets/${made.ruleset['id']}`,
    ...['/deployments', deployment, `${deployment}/statuses`],
    `${deployment}/statuses/${made.status['id']}`,
    ...['/actions/workflows', '/actions/workflows/ci.yml', '/actions/workflows/ci.yml/runs'],
    ...['/actions/runs', `/actions/runs/${made.run}`, `/actions/runs/${made.run}/jobs`],
    `/actions/jobs/${made.job}`,
    ...['', '/selected-actions', '/workflow'].map((part) => `/actions/permissions${part}`),
    ...['variables', 'organization-variables', 'secrets', 'organization-secrets'].map(
      (kind) => `/actions/${kind}`,
    ),
    '/environments',
    ...['deployment-branch-policies', 'variables', 'secrets'].map(
      (kind) => `/environments/production/${kind}`,
    ),
  ];
  for (const path of paths)
    expect([path, (await bed.api('GET', path)).status]).toEqual([path, 200]);
  await bed.api('PUT', '/pulls/1/merge', { body: { merge_method: 'squash' } });
  await bed.api('GET', '/pulls/1/merge');
  expect(bed.github.deviations).toEqual([]);
  expect(unasked([...paths, '/pulls/1/merge'])).toEqual(['GET /rate_limit', 'GET /user']);
});

/** Routes that no path has met; the two left are read in their own tests. */
function unasked(paths: readonly string[]): string[] {
  const api = readDescription();
  const asked = new Set(
    paths.map((path) => api.find('GET', `/repos/acme/shop${path.split('?')[0]}`)?.id),
  );
  return describedRoutes.filter((route) => {
    const [method = '', path = ''] = route.split(' ');
    return method === 'GET' && !asked.has(api.find(method, path.replaceAll(/[{}]/g, ''))?.id);
  });
}
