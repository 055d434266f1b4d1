import { expect, it } from 'vitest';
import { app, startRig, web } from './rig.ts';

type Rig = Awaited<ReturnType<typeof startRig>>;

const text = async (url: string): Promise<string> => (await fetch(url)).text();
const at = (rig: Rig) => ({ serviceId: rig.service('web').id, environmentId: rig.environment.id });
const DEPLOY = `mutation ($serviceId: String!, $environmentId: String!, $sha: String) {
  serviceInstanceDeployV2(serviceId: $serviceId, environmentId: $environmentId, commitSha: $sha)
}`;

async function released(rig: Rig, version: string): Promise<string> {
  const sha = rig.push({ 'server.mjs': app(version) });
  await rig.railway.settled();
  return sha;
}

it('deploys exactly the ordered commit past watch paths and returns its deployment', async () => {
  const rig = await startRig({ services: [{ ...web, watchPatterns: ['/nothing'] }] });
  const old = await released(rig, 'v1');
  rig.repository.commit({ 'server.mjs': app('v2') }, 'Newer');
  const { serviceInstanceDeployV2: id } = await rig.ask(DEPLOY, { ...at(rig), sha: old });
  await rig.railway.settled();

  const newest = (await rig.deployments()).at(-1);
  expect(newest).toMatchObject({ id, status: 'SUCCESS', meta: { commitHash: old } });
  expect(await text(rig.url())).toBe('v1');
});

it('deploys the branch’s tip when no commit is ordered', async () => {
  const rig = await startRig();
  const tip = rig.repository.commit({ 'server.mjs': app('tip') }, 'Tip');
  await rig.ask(DEPLOY, at(rig));
  await rig.railway.settled();

  expect((await rig.deployments()).map(({ meta }) => meta['commitHash'])).toEqual([tip]);
  expect(await text(rig.url())).toBe('tip');
});

it('redeploys a deployment’s own commit, never a newer one', async () => {
  const rig = await startRig();
  const old = await released(rig, 'v1');
  rig.repository.commit({ 'server.mjs': app('v2') }, 'Newer');
  const [first] = await rig.deployments();
  const { deploymentRedeploy } = await rig.ask(
    'mutation ($id: String!) { deploymentRedeploy(id: $id) { id status } }',
    { id: first?.id },
  );
  await rig.railway.settled();

  const [, second] = await rig.deployments();
  expect(deploymentRedeploy).toEqual({ id: second?.id, status: 'INITIALIZING' });
  expect(second?.meta['commitHash']).toBe(old);
  expect(second?.meta['imageDigest']).not.toBe(first?.meta['imageDigest']);
});

it('plays a script for the next deployment once, for a commit every time', async () => {
  const rig = await startRig();
  rig.railway.script(
    { ...at(rig), commit: 'next' },
    { outcome: 'FAILED', atStep: 'SNAPSHOT_CODE' },
  );
  const sha = await released(rig, 'v1');
  rig.railway.script({ ...at(rig), commit: sha }, { outcome: 'FAILED' });
  for (const _ of ['first', 'second']) {
    await rig.ask(DEPLOY, { ...at(rig), sha });
    await rig.railway.settled();
  }
  await released(rig, 'v2');

  const statuses = (await rig.deployments()).map(({ status }) => status);
  expect(statuses).toEqual(['FAILED', 'FAILED', 'FAILED', 'SUCCESS']);
});

it('refuses a script for an abbreviated commit', async () => {
  const rig = await startRig();

  expect(() => rig.railway.script({ ...at(rig), commit: 'abc123' }, {})).toThrow(
    'A script\'s commit must be a full SHA or "next", got "abc123".',
  );
});

it('gives the same ids to the same names', async () => {
  const [one, two] = [await startRig(), await startRig()];

  expect(one.project.id).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  expect([one.project.id, one.environment.id, one.service('web').id]).toEqual([
    two.project.id,
    two.environment.id,
    two.service('web').id,
  ]);
});
