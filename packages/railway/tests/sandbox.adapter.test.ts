/** The adapter against a Railway that truly builds and runs what is pushed. */
import { FakeClock } from '@release-train/testing/fake-clock';
import { expect, it } from 'vitest';
import { app, startRig, web } from '../../sandbox/src/railway/tests/rig.ts';
import { graphqlRailway } from '../src/graphql-railway.ts';
import { newestFirst, selectDeployment } from '../src/selection.ts';

type Rig = Awaited<ReturnType<typeof startRig>>;

const connect = (rig: Rig, token?: string) => {
  const environmentId = rig.environment.id;
  return graphqlRailway({
    token: token ?? rig.railway.createToken({ kind: 'project', environmentId }),
    tokenType: 'auto',
    client: 'railway-wait-deploy',
    apiUrl: new URL(rig.railway.apiUrl),
    clock: new FakeClock(),
    giveUpAtMs: 60_000,
  });
};

it('reads place, service, deployment and an address that answers', async () => {
  const rig = await startRig();
  const sha = rig.push({ 'server.mjs': app('v1') });
  await rig.railway.settled();
  const railway = connect(rig);

  const place = await railway.readPlace({});
  expect(place).toMatchObject({ projectName: 'shop', environmentName: 'production' });
  const [service] = await railway.readServices(place);
  expect(service).toMatchObject({
    name: 'web',
    trigger: { repository: 'acme/shop', branch: 'main', waitsForCi: false },
    hasHealthcheck: true,
    active: [{ commit: sha, phase: 'live' }],
  });
  const answer = await fetch(service?.urls[0] ?? '');
  expect(await answer.text()).toBe('v1');
  const records = await railway.readDeployments(place, [service?.id ?? '']);
  expect(records).toEqual([
    expect.objectContaining({ commit: sha, status: 'SUCCESS', serviceId: service?.id }),
  ]);
  expect(railway.usage()).toMatchObject({ requests: 3, limit: 1000 });
});

it('finds the environment by name with an account token', async () => {
  const rig = await startRig();
  const railway = connect(rig, rig.railway.createToken({ kind: 'account' }));

  const place = await railway.readPlace({ project: rig.project.id, environment: 'production' });
  expect(place).toMatchObject({ projectId: rig.project.id, environmentId: rig.environment.id });
  await expect(
    railway.readPlace({ project: rig.project.id, environment: 'prodction' }),
  ).rejects.toThrow('did you mean "production"?');
});

it('tells a token nobody issued from a thing that is not there', async () => {
  const rig = await startRig();
  const place = await connect(rig).readPlace({});

  await expect(connect(rig, 'nonsense').readPlace({})).rejects.toMatchObject({
    code: 'wrong-token',
  });
  await expect(
    connect(rig).readServices({ ...place, environmentId: 'elsewhere' }),
  ).rejects.toMatchObject({ code: 'no-access' });
});

it('reads the step and the error of a failed deployment', async () => {
  const rig = await startRig();
  const at = { serviceId: rig.service('web').id, environmentId: rig.environment.id };
  rig.railway.script(
    { ...at, commit: 'next' },
    { outcome: 'FAILED', atStep: 'BUILD_IMAGE', error: 'exit code 1' },
  );
  rig.push({ 'server.mjs': app('v1') });
  await rig.railway.settled();
  const railway = connect(rig);
  const [failed] = await railway.readDeployments(await railway.readPlace({}), []);

  expect(failed).toMatchObject({ status: 'FAILED', phase: 'failed' });
  expect(await railway.readFailure(failed?.id ?? '', 20)).toMatchObject({
    step: 'BUILD_IMAGE',
    error: 'exit code 1',
    gaps: [],
  });
});

it('sees several records of one commit, and a skipped one with its reason', async () => {
  const rig = await startRig({ services: [{ ...web, watchPatterns: ['*.mjs'] }] });
  const live = rig.push({ 'server.mjs': app('v1') });
  await rig.railway.settled();
  const skipped = rig.push({ 'README.md': 'Shop' });
  await rig.railway.settled();
  await rig.ask('mutation ($id: String!) { deploymentRedeploy(id: $id) { id } }', {
    id: (await rig.deployments())[0]?.id,
  });
  await rig.railway.settled();
  const railway = connect(rig);
  const records = await railway.readDeployments(await railway.readPlace({}), []);

  expect(selectDeployment(records, skipped)).toMatchObject({
    phase: 'skipped',
    skippedReason: 'No changes to watched files',
  });
  expect(records.filter(({ commit }) => commit === live)).toHaveLength(2);
  expect(selectDeployment(records, live)?.id).toBe(newestFirst(records)[0]?.id);
});

it('reads that autodeploy is off and that Railway has an incident', async () => {
  const rig = await startRig({ services: [{ ...web, autoDeploy: false }] });
  rig.railway.reportIncident({
    id: '1',
    message: 'Builds are slow',
    status: 'INVESTIGATING',
    url: 'https://status.railway.com',
  });
  const railway = connect(rig);
  const { id } = rig.service('web');

  expect(await railway.readObstacles(await railway.readPlace({}), [id])).toMatchObject({
    autoDeploy: { [id]: { enabled: false } },
    incident: 'Builds are slow (https://status.railway.com)',
  });
});

it('finds the environment of a pull request by its number', async () => {
  const rig = await startRig();
  const pullRequest = {
    number: 7,
    repository: 'acme/blog',
    branch: 'feature',
    baseBranch: 'main',
  };
  const { id: project } = await rig.railway.createProject({
    name: 'blog',
    environments: [
      { name: 'production', services: [web] },
      { name: 'whatever', pullRequest, services: [web] },
    ],
  });
  const railway = connect(rig, rig.railway.createToken({ kind: 'account' }));

  expect(await railway.readPlace({ project, pullRequest })).toMatchObject({
    environmentName: 'whatever',
  });
  await expect(
    railway.readPlace({ project, pullRequest: { ...pullRequest, number: 8 } }),
  ).rejects.toMatchObject({ code: 'no-environment' });
});

it('reads what serves, and through which steps it came up', async () => {
  const rig = await startRig();
  rig.push({ 'server.mjs': app('v1') });
  await rig.railway.settled();
  const railway = connect(rig);
  const [serving] =
    (await railway.readActive(await railway.readPlace({})))[rig.service('web').id] ?? [];

  expect(serving).toMatchObject({ status: 'SUCCESS', instances: ['RUNNING'] });
  const steps = (await railway.readTimelines([serving?.id ?? '']))[serving?.id ?? ''] ?? [];
  expect(steps.map(({ name }) => name)).toEqual([
    'SNAPSHOT_CODE',
    'BUILD_IMAGE',
    'PUBLISH_IMAGE',
    'CREATE_CONTAINER',
    'HEALTHCHECK',
  ]);
  expect(steps.every(({ startedAtMs, endedAtMs = 0 }) => endedAtMs >= startedAtMs)).toBe(true);
});
