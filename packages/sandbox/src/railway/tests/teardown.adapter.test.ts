import { expect, it, vi } from 'vitest';
import { app, startRig, web } from './rig.ts';

type Rig = Awaited<ReturnType<typeof startRig>>;

const text = async (url: string): Promise<string> => (await fetch(url)).text();
const statuses = async (rig: Rig) => (await rig.deployments()).map(({ status }) => status);
const mutate = (rig: Rig, field: string, id: string | undefined) =>
  rig.ask(`mutation ($id: String!) { ${field}(id: $id) }`, { id });
const eventually = (check: () => Promise<void>) =>
  vi.waitFor(check, { timeout: 30_000, interval: 5 });

it('keeps two deployments active during overlap, the newest first', async () => {
  const rig = await startRig({ services: [{ ...web, overlapSeconds: 3600 }] });
  rig.push({ 'server.mjs': app('v1') });
  await rig.railway.settled();
  rig.push({ 'server.mjs': app('v2') });
  await eventually(async () => expect(await statuses(rig)).toEqual(['SUCCESS', 'SUCCESS']));
  const { serviceInstance } = await rig.ask(
    `query ($environmentId: String!, $serviceId: String!) {
      serviceInstance(environmentId: $environmentId, serviceId: $serviceId) {
        activeDeployments { id }
      }
    }`,
    { environmentId: rig.environment.id, serviceId: rig.service('web').id },
  );
  const ids = (await rig.deployments()).map(({ id }) => ({ id }));

  expect(serviceInstance.activeDeployments).toEqual(ids.reverse());
  expect(await text(rig.url())).toBe('v2');
});

it('drains: the old app may finish after SIGTERM within its draining time', async () => {
  const old = `${app('v1').replace(/process\.on.*/, '')}
    process.on('SIGTERM', () => { console.log('draining'); process.exit(0); });`;
  const rig = await startRig({ services: [{ ...web, drainingSeconds: 3600 }] });
  rig.push({ 'server.mjs': old });
  await rig.railway.settled();
  rig.push({ 'server.mjs': app('v2') });
  await rig.railway.settled();

  const [first] = await rig.deployments();
  const { deploymentLogs } = await rig.ask(
    'query ($id: String!) { deploymentLogs(deploymentId: $id, filter: "draining") { message } }',
    { id: first?.id },
  );
  expect(first?.status).toBe('REMOVED');
  expect(deploymentLogs).toEqual([{ message: 'draining' }]);
});

it('kills an old app that ignores SIGTERM', async () => {
  const stubborn = `${app('v1').replace(/process\.on.*/, '')}process.on('SIGTERM', () => {});`;
  const rig = await startRig();
  rig.push({ 'server.mjs': stubborn });
  await rig.railway.settled();
  rig.push({ 'server.mjs': app('v2') });
  await rig.railway.settled();

  expect(await statuses(rig)).toEqual(['REMOVED', 'SUCCESS']);
});

it('cancels what is in flight and nothing else', async () => {
  const rig = await startRig();
  const target = { serviceId: rig.service('web').id, environmentId: rig.environment.id };
  rig.railway.script({ ...target, commit: 'next' }, { holdAt: 'DEPLOYING' });
  rig.push({ 'server.mjs': app('v1') });
  await rig.railway.settled();
  const [held] = await rig.deployments();
  await mutate(rig, 'deploymentCancel', held?.id);
  await rig.railway.settled();

  expect(await statuses(rig)).toEqual(['REMOVED']);
  await expect(mutate(rig, 'deploymentCancel', held?.id)).rejects.toThrow('not in progress');
});

it('removes the active deployment on request', async () => {
  const rig = await startRig();
  rig.push({ 'server.mjs': app('v1') });
  await rig.railway.settled();
  await mutate(rig, 'deploymentRemove', (await rig.deployments())[0]?.id);
  await rig.railway.settled();

  expect(await statuses(rig)).toEqual(['REMOVED']);
  expect((await fetch(rig.url())).status).toBe(404);
});

it('crashes as scripted, behind which a restart brings it back', async () => {
  const rig = await startRig();
  const target = { serviceId: rig.service('web').id, environmentId: rig.environment.id };
  rig.railway.script({ ...target, commit: 'next' }, { outcome: 'CRASHED' });
  rig.push({ 'server.mjs': app('v1') });
  await eventually(async () => expect(await statuses(rig)).toEqual(['CRASHED']));
  expect((await fetch(rig.url())).status).toBe(502);

  await mutate(rig, 'deploymentRestart', (await rig.deployments())[0]?.id);
  await eventually(async () => expect(await text(rig.url())).toBe('v1'));
  expect(await statuses(rig)).toEqual(['SUCCESS']);
});

it('calls a command that ends well completed, not crashed', async () => {
  const { healthcheckPath: _, publicDomain: __, ...job } = web;
  const rig = await startRig({ services: [job] });
  rig.push({ 'server.mjs': 'console.log("done")' });
  await eventually(async () => {
    expect(await rig.deployments()).toMatchObject([{ status: 'SUCCESS', deploymentStopped: true }]);
  });
});

it('sleeps without traffic and wakes by a request', async () => {
  const { healthcheckPath: _, ...service } = web;
  const rig = await startRig({
    services: [{ ...service, sleepApplication: true, timings: { sleepAfter: 1 } }],
  });
  rig.push({ 'server.mjs': app('v1') });
  await eventually(async () => expect(await statuses(rig)).toEqual(['SLEEPING']));
  await (await fetch(rig.url())).text();
  await eventually(async () => expect(await statuses(rig)).toEqual(['SLEEPING']));

  const [deployment] = await rig.deployments();
  expect(deployment?.status).toBe('SLEEPING');
  const { httpLogs } = await rig.ask(
    'query ($id: String!) { httpLogs(deploymentId: $id, limit: 10) { path } }',
    { id: deployment?.id },
  );
  expect(httpLogs).toEqual([{ path: '/' }]);
});

it('ends every container when it closes', async () => {
  const rig = await startRig();
  rig.push({ 'server.mjs': `${app('v1')} console.log('pid', process.pid);` });
  await rig.railway.settled();
  const [deployment] = await rig.deployments();
  const { deploymentLogs } = await rig.ask(
    'query ($id: String!) { deploymentLogs(deploymentId: $id, filter: "pid") { message } }',
    { id: deployment?.id },
  );
  const pid = Number(deploymentLogs[0].message.split(' ')[1]);
  expect(process.kill(pid, 0)).toBe(true);
  await rig.railway.close();

  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});
