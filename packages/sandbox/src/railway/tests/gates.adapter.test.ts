import { expect, it, vi } from 'vitest';
import type { GitHubEvent } from '../../ports.ts';
import { app, pushEvent, REPOSITORY, startGitHub, startRig, web } from './rig.ts';

const watched = { ...web, watchPatterns: ['/server.mjs'] };
const gated = { ...web, trigger: { ...web.trigger, checkSuites: true } };

const suiteCompleted = (sha: string): GitHubEvent => ({
  ...pushEvent('', sha),
  name: 'check_suite',
  action: 'completed',
  payload: { check_suite: { head_sha: sha } },
});

const target = (rig: Awaited<ReturnType<typeof startRig>>) => ({
  serviceId: rig.service('web').id,
  environmentId: rig.environment.id,
  commit: 'next',
});

const statuses = async (rig: Awaited<ReturnType<typeof startRig>>) =>
  (await rig.deployments()).map(({ status }) => status);

it('skips what touches no watched file since the last deployed commit', async () => {
  const rig = await startRig({ services: [watched] });
  rig.push({ 'server.mjs': app('v1') });
  await rig.railway.settled();
  const skipped = rig.push({ 'README.md': 'Hello' });
  await rig.railway.settled();
  rig.push({ 'server.mjs': app('v2') });
  await rig.railway.settled();

  const [, second, third] = await rig.deployments();
  expect(second).toMatchObject({
    status: 'SKIPPED',
    canRollback: false,
    meta: { commitHash: skipped, skippedReason: 'No changes to watched files' },
  });
  expect(second?.meta).not.toHaveProperty('imageDigest');
  expect(third?.status).toBe('SUCCESS');
});

it('waits for GitHub’s check suites and deploys when they pass', async () => {
  const github = await startGitHub();
  const rig = await startRig({ services: [gated], github: github.connection });
  github.suites.push({ app: { slug: 'github-actions' }, status: 'queued', conclusion: null });
  const sha = rig.push({ 'server.mjs': app('v1') });
  await vi.waitFor(async () => expect(await statuses(rig)).toEqual(['WAITING']), 10_000);
  Object.assign(github.suites[0]!, { status: 'completed', conclusion: 'success' });
  rig.railway.receive(suiteCompleted(sha));
  await rig.railway.settled();

  expect(await statuses(rig)).toEqual(['SUCCESS']);
});

it('skips when a check suite failed', async () => {
  const github = await startGitHub();
  const rig = await startRig({ services: [gated], github: github.connection });
  const suite = { app: { slug: 'github-actions' }, status: 'completed', conclusion: 'failure' };
  github.suites.push(suite);
  rig.push({ 'server.mjs': app('v1') });
  await rig.railway.settled();

  expect((await rig.deployments())[0]).toMatchObject({
    status: 'SKIPPED',
    meta: { skippedReason: 'CI check suite failed' },
  });
});

it('gives up waiting for suites that never finish', async () => {
  const github = await startGitHub();
  const service = { ...gated, timings: { waitForCi: 20 } };
  const rig = await startRig({ services: [service], github: github.connection });
  github.suites.push({ app: { slug: 'github-actions' }, status: 'queued', conclusion: null });
  rig.push({ 'server.mjs': app('v1') });
  await rig.railway.settled();

  expect((await rig.deployments())[0]).toMatchObject({
    status: 'SKIPPED',
    meta: { skippedReason: 'CI check suites timed out' },
  });
});

it('refuses Wait for CI without a GitHub to ask', async () => {
  await expect(startRig({ services: [gated] })).rejects.toThrow(
    '"checkSuites" of service "web" needs the "github" option.',
  );
});

it('waits for approval until somebody gives it', async () => {
  const rig = await startRig();
  rig.railway.script(target(rig), { outcome: 'NEEDS_APPROVAL' });
  rig.push({ 'server.mjs': app('v1') });
  await rig.railway.settled();
  const [blocked] = await rig.deployments();
  expect(blocked?.status).toBe('NEEDS_APPROVAL');

  await rig.ask('mutation ($id: String!) { deploymentApprove(id: $id) }', { id: blocked?.id });
  await rig.railway.settled();
  expect(await statuses(rig)).toEqual(['SUCCESS']);
});

it('removes an unfinished deployment when a newer push overtakes it', async () => {
  const rig = await startRig();
  rig.railway.script(target(rig), { holdAt: 'BUILDING' });
  rig.push({ 'server.mjs': app('v1') });
  await rig.railway.settled();
  expect(await statuses(rig)).toEqual(['BUILDING']);
  rig.push({ 'server.mjs': app('v2') });
  await rig.railway.settled();

  const [first, second] = await rig.deployments();
  expect(first).toMatchObject({ status: 'REMOVED', canRollback: false });
  expect(first?.meta).not.toHaveProperty('imageDigest');
  expect(second?.status).toBe('SUCCESS');
});

it('names the failed build step and keeps its log', async () => {
  const rig = await startRig();
  rig.railway.script(target(rig), { outcome: 'FAILED', error: 'npm ci exited with 1' });
  rig.push({ 'server.mjs': app('v1') });
  await rig.railway.settled();
  const [deployment] = await rig.deployments();
  const { deploymentEvents, buildLogs } = await rig.ask(
    `query ($id: String!) {
      deploymentEvents(id: $id) { edges { node { step payload { error } } } }
      buildLogs(deploymentId: $id) { message }
    }`,
    { id: deployment?.id },
  );

  expect(deployment?.status).toBe('FAILED');
  expect(deploymentEvents.edges.at(-1).node).toEqual({
    step: 'BUILD_IMAGE',
    payload: { error: 'npm ci exited with 1' },
  });
  expect(buildLogs.at(-1).message).toContain('npm ci exited with 1');
});

it('deploys nothing for another branch, a deleted branch, a second delivery or without autodeploy', async () => {
  const rig = await startRig();
  const sha = rig.repository.commit({ 'server.mjs': app('v1') }, 'One');
  rig.railway.receive(pushEvent('', sha, 'feature'));
  const deleted = pushEvent('', sha);
  rig.railway.receive({ ...deleted, payload: { ...deleted.payload, deleted: true } });
  rig.railway.receive({ ...pushEvent('', sha), repository: `${REPOSITORY}-fork` });
  await rig.railway.settled();
  expect(await rig.deployments()).toEqual([]);

  rig.railway.receive(pushEvent('', sha));
  rig.railway.receive(pushEvent('', sha));
  await rig.railway.settled();
  expect(await statuses(rig)).toEqual(['SUCCESS']);

  const input = {
    projectId: rig.project.id,
    environmentId: rig.environment.id,
    serviceId: rig.service('web').id,
    enabled: false,
  };
  await rig.ask(
    `mutation ($input: ServiceInstanceAutoDeployUpdateInput!) {
      serviceInstanceAutoDeployUpdate(input: $input) { enabled }
    }`,
    { input },
  );
  rig.push({ 'server.mjs': app('v2') });
  await rig.railway.settled();
  expect(await statuses(rig)).toEqual(['SUCCESS']);
});
