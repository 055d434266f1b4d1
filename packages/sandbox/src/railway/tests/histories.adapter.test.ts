/** Every status, reached by the story that leads to it. */
import { expect, it, vi } from 'vitest';
import type { DeploymentStatus } from '../deploy/status.ts';
import type { Script } from '../specification.ts';
import { app, type RigOptions, startGitHub, startRig, web } from './rig.ts';

type Rig = Awaited<ReturnType<typeof startRig>>;

interface Story {
  readonly options?: RigOptions;
  readonly script?: Script;
  /** Failed, passed or no check suites at all. */
  readonly suite?: string;
  /** After the first push has come as far as it comes by itself. */
  readonly next?: (rig: Rig) => Promise<unknown>;
  readonly history: readonly DeploymentStatus[];
}

const { healthcheckPath: _, ...plain } = web;
const gated = { ...web, trigger: { ...web.trigger, checkSuites: true } };
const newest = async (rig: Rig) => (await rig.deployments()).at(-1)?.id;
const mutate = async (rig: Rig, field: string) =>
  rig.ask(`mutation ($id: String!) { ${field}(id: $id) }`, { id: await newest(rig) });
const pushAgain = async (rig: Rig) => rig.push({ 'server.mjs': app('v2') });

const born = ['INITIALIZING', 'BUILDING', 'DEPLOYING', 'SUCCESS'] as const;

const stories: Readonly<Record<string, Story>> = {
  'a deployment that is replaced': {
    next: pushAgain,
    history: [...born, 'REMOVING', 'REMOVED'],
  },
  'a build slot that takes its time': {
    options: { services: [{ ...web, timings: { queued: 1 } }] },
    history: ['INITIALIZING', 'QUEUED', 'BUILDING', 'DEPLOYING', 'SUCCESS'],
  },
  'Wait for CI that passes': {
    suite: 'success',
    history: ['INITIALIZING', 'WAITING', 'BUILDING', 'DEPLOYING', 'SUCCESS'],
  },
  'Wait for CI that fails': { suite: 'failure', history: ['INITIALIZING', 'WAITING', 'SKIPPED'] },
  'a stranger’s push, approved': {
    script: { outcome: 'NEEDS_APPROVAL' },
    next: (rig) => mutate(rig, 'deploymentApprove'),
    history: ['INITIALIZING', 'NEEDS_APPROVAL', 'BUILDING', 'DEPLOYING', 'SUCCESS'],
  },
  'a build that fails': {
    script: { outcome: 'FAILED' },
    history: ['INITIALIZING', 'BUILDING', 'FAILED'],
  },
  'a container that never gets well': {
    script: { outcome: 'FAILED', atStep: 'HEALTHCHECK' },
    history: ['INITIALIZING', 'BUILDING', 'DEPLOYING', 'FAILED'],
  },
  'a crash, and a restart': {
    script: { outcome: 'CRASHED' },
    next: async (rig) => {
      await vi.waitFor(async () => expect(await statuses(rig)).toContain('CRASHED'), 10_000);
      await mutate(rig, 'deploymentRestart');
    },
    history: [...born, 'CRASHED', 'SUCCESS'],
  },
  'a build overtaken by a newer push': {
    script: { holdAt: 'BUILDING' },
    next: pushAgain,
    history: ['INITIALIZING', 'BUILDING', 'REMOVED'],
  },
  'a deployment removed by hand': {
    next: (rig) => mutate(rig, 'deploymentRemove'),
    history: [...born, 'REMOVING', 'REMOVED'],
  },
  'an app that falls asleep': {
    options: { services: [{ ...plain, sleepApplication: true, timings: { sleepAfter: 1 } }] },
    next: (rig) =>
      vi.waitFor(async () => expect(await statuses(rig)).toContain('SLEEPING'), 10_000),
    history: [...born, 'SLEEPING'],
  },
};

async function statuses(rig: Rig) {
  return rig.railway.statusesOf((await rig.deployments())[0]?.id ?? '');
}

async function play({ options = {}, script, suite, next }: Story) {
  const github = await startGitHub();
  const slug = 'github-actions';
  if (suite) github.suites.push({ app: { slug }, status: 'completed', conclusion: suite });
  const services = suite ? { services: [gated] } : {};
  const rig = await startRig({ github: github.connection, ...services, ...options });
  const target = { serviceId: rig.service('web').id, environmentId: rig.environment.id };
  if (script) rig.railway.script({ ...target, commit: 'next' }, script);
  rig.push({ 'server.mjs': app('v1') });
  await rig.railway.settled();
  await next?.(rig);
  await rig.railway.settled();
  return statuses(rig);
}

it.each(Object.entries(stories))('goes its way: %s', async (_name, story) => {
  expect(await play(story)).toEqual(story.history);
});

it('goes straight from record to container in a rollback', async () => {
  const rig = await startRig();
  rig.push({ 'server.mjs': app('v1') });
  await rig.railway.settled();
  await mutate(rig, 'deploymentRollback');
  await rig.railway.settled();

  expect(rig.railway.statusesOf((await newest(rig)) ?? '')).toEqual([
    'INITIALIZING',
    'DEPLOYING',
    'SUCCESS',
  ]);
});

it('tells a story for each of the 13 statuses', () => {
  const told = new Set(Object.values(stories).flatMap(({ history }) => history));

  expect(told.size).toBe(13);
});
