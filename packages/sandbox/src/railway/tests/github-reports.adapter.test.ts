import { expect, it } from 'vitest';
import { app, type RecordedCall, startGitHub, startRig, web } from './rig.ts';

const worker = { ...web, name: 'worker', watchPatterns: ['/worker/**'] };
const told = (calls: readonly RecordedCall[], path: RegExp) =>
  calls.filter((call) => call.method === 'POST' && path.test(call.path)).map(({ body }) => body);

it('reports one GitHub deployment per environment and commit, with the dashboard as its URL', async () => {
  const github = await startGitHub();
  const rig = await startRig({ services: [web, worker], github: github.connection });
  const sha = rig.push({ 'server.mjs': app('v1') });
  await rig.railway.settled();

  expect(told(github.calls, /\/deployments$/)).toEqual([
    { ref: sha, environment: 'shop / production', auto_merge: false, required_contexts: [] },
  ]);
  const reports = told(github.calls, /\/deployments\/\d+\/statuses$/);
  expect(reports.map((report) => report['state'])).toEqual(['in_progress', 'success']);
  expect(reports[0]?.['environment_url']).toBe(
    `https://railway.com/project/${rig.project.id}?environmentId=${rig.environment.id}`,
  );
  expect(new Set(github.calls.map(({ authorization }) => authorization))).toEqual(
    new Set(['Bearer app-token']),
  );
});

it('reports a commit status per service, green also for a skip', async () => {
  const github = await startGitHub();
  const rig = await startRig({ services: [web, worker], github: github.connection });
  rig.push({ 'server.mjs': app('v1') });
  await rig.railway.settled();
  const sha = rig.push({ 'server.mjs': app('v2') });
  await rig.railway.settled();
  const reports = told(github.calls, new RegExp(`/repos/acme/shop/statuses/${sha}$`));
  const last = (context: string) => reports.findLast((report) => report['context'] === context);

  expect(last('shop - web')).toMatchObject({ state: 'success', description: 'Success' });
  expect(last('shop - worker')).toMatchObject({
    state: 'success',
    description: 'No deployment needed - watched paths not modified',
  });
});

it('reports a failure', async () => {
  const github = await startGitHub();
  const rig = await startRig({ github: github.connection });
  const target = { serviceId: rig.service('web').id, environmentId: rig.environment.id };
  rig.railway.script({ ...target, commit: 'next' }, { outcome: 'FAILED' });
  rig.push({ 'server.mjs': app('v1') });
  await rig.railway.settled();

  const reports = told(github.calls, /\/deployments\/\d+\/statuses$/);
  expect(reports.map((report) => report['state'])).toEqual(['in_progress', 'failure']);
});

it('deploys also when GitHub cannot be told, and says so', async () => {
  const nowhere = { urls: { api: 'http://127.0.0.1:9' }, token: () => 'app-token' };
  const rig = await startRig({ github: nowhere });
  rig.push({ 'server.mjs': app('v1') });
  await rig.railway.settled();

  expect((await rig.deployments())[0]?.status).toBe('SUCCESS');
  expect(rig.railway.warnings[0]).toContain('GitHub was not told');
  expect(rig.railway.warnings.join()).not.toContain('app-token');
});
