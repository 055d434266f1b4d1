/** Rollbacks on a Railway that truly starts the old image and takes the bad one down. */
import type { Clock } from '@release-train/polling';
import { systemClock } from '@release-train/polling';
import { expect, it, vi } from 'vitest';
import { app, startRig, web } from '../../sandbox/src/railway/tests/rig.ts';
import { graphqlRailway } from '../src/graphql-railway.ts';
import { rollBack, rollbackVerdict } from '../src/roll-back.ts';
import { usualRollback } from '../src/rollback-result.ts';

type Rig = Awaited<ReturnType<typeof startRig>>;

/** Pauses pass 100 times faster; containers start as they do. */
const hurried: Clock = {
  ...systemClock,
  sleep: (ms, signal) => systemClock.sleep(ms / 100, signal),
};

const worker = { name: 'worker', trigger: web.trigger, startCommand: ['node', 'worker.mjs'] };
const idle = 'setInterval(() => {}, 1000);';

async function prepare(rig: Rig, names: readonly string[]) {
  const environmentId = rig.environment.id;
  const railway = graphqlRailway({
    token: rig.railway.createToken({ kind: 'project', environmentId }),
    tokenType: 'project',
    client: 'post-deploy-monitor',
    apiUrl: new URL(rig.railway.apiUrl),
    clock: hurried,
    giveUpAtMs: hurried.monotonic() + 60_000,
  });
  const place = await railway.readPlace({});
  const services = await railway.readServices(place);
  const wishes = services
    .filter(({ name }) => names.includes(name))
    .map((service) => ({ service, badId: service.active[0]?.id ?? '' }));
  const policy = { ...usualRollback, requireKnownGood: false, place };
  return { wishes, ports: { railway, clock: hurried }, policy };
}

it('brings the old release back for the web and the worker', async () => {
  const rig = await startRig({ services: [web, worker] });
  const good = rig.push({ 'server.mjs': app('v1'), 'worker.mjs': idle });
  await rig.railway.settled();
  rig.push({ 'server.mjs': app('v2'), 'worker.mjs': `${idle}\n` });
  await rig.railway.settled();
  expect(await (await fetch(rig.url())).text()).toBe('v2');

  const { wishes, ports, policy } = await prepare(rig, ['web', 'worker']);
  const results = await rollBack(wishes, ports, policy);

  expect(rollbackVerdict(results)).toBe('rolled-back');
  expect(results).toMatchObject([
    { target: { basis: 'was-healthy' }, deployment: { commit: good, reason: 'rollback' } },
    { target: { basis: 'was-healthy' }, deployment: { commit: good } },
  ]);
  expect(await (await fetch(rig.url())).text()).toBe('v1');

  const again = await prepare(rig, ['web', 'worker']);
  const refused = await rollBack(again.wishes, again.ports, again.policy);
  expect(refused).toMatchObject([{ refusal: 'is-rollback' }, { refusal: 'is-rollback' }]);
  expect(await rig.deployments()).toHaveLength(3);
});

it('does not touch a service whose first release is the bad one', async () => {
  const rig = await startRig();
  rig.push({ 'server.mjs': app('v1') });
  await rig.railway.settled();
  const { wishes, ports, policy } = await prepare(rig, ['web']);

  expect(await rollBack(wishes, ports, policy)).toMatchObject([{ refusal: 'no-candidate' }]);
  expect(await rig.deployments()).toHaveLength(1);
});

it('goes past a release that never became healthy', async () => {
  const rig = await startRig();
  const good = rig.push({ 'server.mjs': app('v1') });
  await rig.railway.settled();
  const at = { serviceId: rig.service('web').id, environmentId: rig.environment.id };
  const outcome = { outcome: 'FAILED', atStep: 'HEALTHCHECK', error: 'no answer' } as const;
  rig.railway.script({ ...at, commit: 'next' }, outcome);
  rig.push({ 'server.mjs': app('v2') });
  await rig.railway.settled();
  rig.push({ 'server.mjs': app('v3') });
  await rig.railway.settled();

  const { wishes, ports, policy } = await prepare(rig, ['web']);
  const results = await rollBack(wishes, ports, policy);
  expect(results).toMatchObject([{ kind: 'rolled-back', deployment: { commit: good } }]);
  expect(await (await fetch(rig.url())).text()).toBe('v1');
});

it('is not proven where the old release does not come up again', async () => {
  const rig = await startRig();
  rig.push({ 'server.mjs': app('v1') });
  await rig.railway.settled();
  rig.push({ 'server.mjs': app('v2') });
  await rig.railway.settled();
  const { wishes, ports, policy } = await prepare(rig, ['web']);
  const at = { serviceId: rig.service('web').id, environmentId: rig.environment.id };
  rig.railway.script(
    { ...at, commit: 'next' },
    { outcome: 'FAILED', atStep: 'HEALTHCHECK', error: 'no answer' },
  );

  expect(await rollBack(wishes, ports, policy)).toMatchObject([
    { kind: 'unproven', problem: 'failed' },
  ]);
  await vi.waitFor(async () => expect(await (await fetch(rig.url())).text()).toBe('v2'));
});
