/** How many records a commit has, and what is kept of each. */
import { expect, it } from 'vitest';
import { app, startRig, web } from './rig.ts';

const worker = { name: 'worker', trigger: web.trigger, startCommand: ['node', 'worker.mjs'] };

it('makes several records of one commit: of each service, of a redeploy, of a rollback', async () => {
  const rig = await startRig({ services: [web, worker] });
  const files = { 'server.mjs': app('v1'), 'worker.mjs': 'setInterval(() => {}, 1000);' };
  const sha = rig.push(files);
  await rig.railway.settled();
  const [first] = await rig.deployments();
  for (const mutation of ['deploymentRedeploy(id: $id) { id }', 'deploymentRollback(id: $id)']) {
    await rig.ask(`mutation ($id: String!) { ${mutation} }`, { id: first?.id });
    await rig.railway.settled();
  }
  const records = [...(await rig.deployments()), ...(await rig.deployments('worker'))];

  expect(records.map(({ meta }) => meta['commitHash'])).toEqual([sha, sha, sha, sha]);
  expect(new Set(records.map(({ id }) => id)).size).toBe(4);
});

it('keeps what each container says as the log of its own deployment', async () => {
  const rig = await startRig();
  for (const version of ['v1', 'v2']) {
    rig.push({ 'server.mjs': app(version) });
    await rig.railway.settled();
  }
  const deployments = await rig.deployments();
  const logs = await Promise.all(
    deployments.map(({ id }) =>
      rig.ask('query ($id: String!) { deploymentLogs(deploymentId: $id) { message } }', { id }),
    ),
  );

  expect(logs.map(({ deploymentLogs }) => deploymentLogs)).toEqual([
    [{ message: 'v1 listens' }],
    [{ message: 'v2 listens' }],
  ]);
});
