import { expect, it } from 'vitest';
import { openTestBed } from './test-bed.ts';

it('count as checks, and their suite tells of its end', async () => {
  await using bed = await openTestBed();
  const sha = (await bed.git(['rev-parse', 'main'])).stdout.trim();
  const token = bed.github.issueAppToken('acme/shop', 'railway-app');
  const post = (body: object, as = token) => bed.api('POST', '/check-runs', { body, token: as });
  expect((await post({ name: 'deploy', head_sha: sha }, bed.ada)).body['message']).toBe(
    'You must authenticate via a GitHub App.',
  );
  const { body: first } = await post({ name: 'deploy', head_sha: sha, status: 'in_progress' });
  const second = { name: 'smoke', head_sha: sha, conclusion: 'success' };
  const done = await post({ ...second, output: { title: 'Fine', summary: 'All of it' } });
  expect(done.body).toMatchObject({ status: 'completed', output: { title: 'Fine' } });
  expect(bed.events.filter(({ name }) => name === 'check_suite')).toEqual([]);
  const path = `/check-runs/${first['id']}`;
  const other = bed.github.issueAppToken('acme/shop', 'other');
  const end = { body: { conclusion: 'failure' } };
  expect((await bed.api('PATCH', path, { ...end, token: other })).status).toBe(403);
  await bed.api('PATCH', path, { ...end, token });
  expect(bed.events.at(-1)).toMatchObject({
    name: 'check_suite',
    action: 'completed',
    payload: { check_suite: { conclusion: 'failure', app: { slug: 'railway-app' } } },
  });
  expect((await bed.api('GET', `/commits/${sha}/check-runs`)).body).toMatchObject({
    total_count: 2,
    check_runs: [{ name: 'deploy', conclusion: 'failure' }, { name: 'smoke' }],
  });
  expect((await bed.api('GET', `/commits/${sha}/check-suites`)).body).toMatchObject({
    total_count: 1,
    check_suites: [{ conclusion: 'failure', latest_check_runs_count: 2 }],
  });
  expect((await bed.api('GET', path)).body).toMatchObject({ conclusion: 'failure' });
});
