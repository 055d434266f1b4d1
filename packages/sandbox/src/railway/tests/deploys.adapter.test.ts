import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { app, startRig, web } from './rig.ts';

const text = async (url: string): Promise<string> => (await fetch(url)).text();
const eventually = (check: () => Promise<void>) =>
  vi.waitFor(check, { timeout: 30_000, interval: 5 });

it('deploys a pushed commit and serves it', async () => {
  const rig = await startRig();
  const sha = rig.push({ 'server.mjs': app('v1') }, 'Sell things\n\nAt last.');
  await rig.railway.settled();

  expect(await text(rig.url())).toBe('v1');
  const [deployment] = await rig.deployments();
  expect(deployment).toMatchObject({ status: 'SUCCESS', canRollback: true });
  expect(deployment?.meta).toMatchObject({
    commitHash: sha,
    commitMessage: 'Sell things\n\nAt last.',
    commitAuthor: 'Ada',
    branch: 'main',
    repo: 'acme/shop',
    reason: 'deploy',
    imageDigest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
  });
});

it('keeps the old container serving until the new one is healthy, then only the new one', async () => {
  const rig = await startRig();
  const gate = join(rig.folder, 'healthy');
  rig.push({ 'server.mjs': app('v1') });
  await rig.railway.settled();
  rig.push({ 'server.mjs': app('v2', gate) });
  await eventually(async () => {
    const second = (await rig.deployments())[1]!;
    const { deploymentLogs } = await rig.ask(
      'query ($id: String!) { deploymentLogs(deploymentId: $id) { message } }',
      { id: second.id },
    );
    expect(deploymentLogs).toEqual([{ message: 'v2 listens' }]);
  });
  expect((await rig.deployments()).map(({ status }) => status)).toEqual(['SUCCESS', 'DEPLOYING']);
  expect(await text(rig.url())).toBe('v1');

  writeFileSync(gate, '');
  await rig.railway.settled();

  expect(await text(rig.url())).toBe('v2');
  expect(await rig.deployments()).toMatchObject([
    { status: 'REMOVED', deploymentStopped: true, canRollback: true },
    { status: 'SUCCESS', deploymentStopped: false },
  ]);
});

it('fails an unhealthy deployment and leaves the old one serving', async () => {
  const rig = await startRig();
  rig.push({ 'server.mjs': app('v1') });
  await rig.railway.settled();
  const { id } = rig.service('web');
  const target = { serviceId: id, environmentId: rig.environment.id, commit: 'next' };
  rig.railway.script(target, { timings: { healthcheckTimeout: 50 } });
  rig.push({ 'server.mjs': app('v2', '/nonexistent') });
  await rig.railway.settled();

  expect(await text(rig.url())).toBe('v1');
  const [first, second] = await rig.deployments();
  expect([first?.status, second?.status]).toEqual(['SUCCESS', 'FAILED']);
  const { deploymentEvents } = await rig.ask(
    'query ($id: String!) { deploymentEvents(id: $id) { edges { node { step payload { error } } } } }',
    { id: second?.id },
  );
  expect(deploymentEvents.edges.at(-1).node).toEqual({
    step: 'HEALTHCHECK',
    payload: { error: 'Healthcheck failed: "/health" did not answer 200 within 0.05 s' },
  });
});

it('calls a deployment CRASHED once its restarts are used up', async () => {
  const { healthcheckPath: _, ...service } = web;
  const rig = await startRig({ services: [{ ...service, restartPolicyMaxRetries: 2 }] });
  rig.push({ 'server.mjs': 'console.error("no database"); process.exit(3);' });
  await eventually(async () => {
    expect(await rig.deployments()).toMatchObject([{ status: 'CRASHED', deploymentStopped: true }]);
  });

  const { id } = (await rig.deployments())[0]!;
  const { deploymentLogs } = await rig.ask(
    'query ($id: String!) { deploymentLogs(deploymentId: $id, filter: "database") { message severity } }',
    { id },
  );
  expect(deploymentLogs).toEqual(
    Array.from({ length: 3 }, () => ({ message: 'no database', severity: 'error' })),
  );
  expect((await fetch(rig.url())).status).toBe(502);
});

it('rolls back to the stored image as a new deployment of the old commit', async () => {
  const rig = await startRig();
  const old = rig.push({ 'server.mjs': app('v1') });
  await rig.railway.settled();
  rig.push({ 'server.mjs': app('v2') });
  await rig.railway.settled();
  const [first] = await rig.deployments();
  const answer = await rig.ask('mutation ($id: String!) { deploymentRollback(id: $id) }', {
    id: first?.id,
  });
  await rig.railway.settled();

  expect(answer).toEqual({ deploymentRollback: true });
  expect(await text(rig.url())).toBe('v1');
  const [, second, third] = await rig.deployments();
  expect(second?.status).toBe('REMOVED');
  expect(third).toMatchObject({ status: 'SUCCESS', meta: { commitHash: old } });
  expect(third?.meta['imageDigest']).toBe(first?.meta['imageDigest']);
  await expect(
    rig.ask('query ($id: String!) { buildLogs(deploymentId: $id) { message } }', { id: third?.id }),
  ).rejects.toThrow('Deployment does not have an associated build');
});

it('refuses to roll back when the image is no longer kept', async () => {
  const rig = await startRig({ imageRetentionHours: 0 });
  rig.push({ 'server.mjs': app('v1') });
  await rig.railway.settled();
  rig.push({ 'server.mjs': app('v2') });
  await rig.railway.settled();
  const [first] = await rig.deployments();

  expect(first).toMatchObject({ status: 'REMOVED', canRollback: false });
  await expect(
    rig.ask('mutation ($id: String!) { deploymentRollback(id: $id) }', { id: first?.id }),
  ).rejects.toThrow('cannot be rolled back');
});

it('runs a worker without a URL and gives it nothing of our environment', async () => {
  const { publicDomain: _, healthcheckPath: __, ...worker } = web;
  const code = 'console.log(JSON.stringify(process.env)); setInterval(() => {}, 1e6);';
  const rig = await startRig({
    services: [{ ...worker, name: 'worker', startCommand: ['node', 'worker.mjs'] }],
  });
  const sha = rig.push({ 'worker.mjs': code });
  await rig.railway.settled();

  const [deployment] = await rig.deployments('worker');
  expect(deployment?.status).toBe('SUCCESS');
  expect(rig.service('worker').url).toBeUndefined();
  await eventually(async () => {
    const { deploymentLogs } = await rig.ask(
      'query ($id: String!) { deploymentLogs(deploymentId: $id) { message } }',
      { id: deployment?.id },
    );
    const environment = JSON.parse(deploymentLogs[0]?.message ?? '{}');
    expect(environment).toEqual({
      PATH: process.env['PATH'],
      PORT: expect.stringMatching(/^\d+$/),
      RAILWAY_GIT_COMMIT_SHA: sha,
      RAILWAY_DEPLOYMENT_ID: deployment?.id,
      RAILWAY_SERVICE_NAME: 'worker',
      RAILWAY_ENVIRONMENT_NAME: 'production',
    });
  });
});

it('answers 404 where nothing is deployed, as Railway’s edge does', async () => {
  const rig = await startRig();
  const response = await fetch(rig.url());

  expect(response.status).toBe(404);
  expect(response.headers.get('x-railway-fallback')).toBe('true');
  expect(await response.json()).toMatchObject({ code: 404, message: 'Application not found' });
});

it('logs every request with the deployment that answered it', async () => {
  const rig = await startRig();
  rig.push({ 'server.mjs': app('v1') });
  await rig.railway.settled();
  await text(rig.url('/'));
  await text(rig.url('/broken?secret=1'));
  const [deployment] = await rig.deployments();
  const at = { serviceId: rig.service('web').id, environmentId: rig.environment.id };
  const answer = await rig.ask(
    `query ($id: String!, $serviceId: String!, $environmentId: String!, $start: DateTime!, $end: DateTime!) {
      httpLogs(deploymentId: $id, filter: "@httpStatus:>=500", beforeLimit: 10) { path httpStatus deploymentId }
      httpMetricsGroupedByStatus(serviceId: $serviceId, environmentId: $environmentId, startDate: $start, endDate: $end) {
        statusCode samples { value }
      }
    }`,
    { ...at, id: deployment?.id, start: '2000-01-01T00:00:00Z', end: '2100-01-01T00:00:00Z' },
  );

  expect(answer.httpLogs).toEqual([
    { path: '/broken', httpStatus: 500, deploymentId: deployment?.id },
  ]);
  expect(answer.httpMetricsGroupedByStatus).toEqual([
    { statusCode: 200, samples: [{ value: 1 }] },
    { statusCode: 500, samples: [{ value: 1 }] },
  ]);
});
