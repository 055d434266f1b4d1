/** The bundle against a Railway that truly deploys, status by status. */
import { runBundle } from '@release-train/testing/run-bundle';
import { describe, expect, it, vi } from 'vitest';
import {
  app,
  instant,
  startGitHub,
  startRig,
  web,
} from '../../../packages/sandbox/src/railway/tests/rig.ts';

type Rig = Awaited<ReturnType<typeof startRig>>;

/** Only the bundle's pauses are hurried: builds and containers run as they do. */
const hurried = {
  NODE_OPTIONS: `--import=${new URL('../../../packages/sandbox/src/scale-time.ts', import.meta.url)}`,
  RELEASE_TRAIN_SANDBOX_CLOCK: `${Date.now()},${Date.now()},100`,
};

const waitFor = (rig: Rig, commit: string, inputs: Readonly<Record<string, string>> = {}) =>
  runBundle('railway-wait-deploy', {
    inputs: {
      'railway-token': rig.railway.createToken({
        kind: 'project',
        environmentId: rig.environment.id,
      }),
      'api-url': rig.railway.apiUrl,
      ...inputs,
    },
    env: {
      GITHUB_REPOSITORY: 'acme/shop',
      GITHUB_EVENT_NAME: 'push',
      GITHUB_REF: 'refs/heads/main',
      GITHUB_SHA: commit,
      ...hurried,
    },
  });

const worker = { name: 'worker', trigger: web.trigger, startCommand: ['node', 'worker.mjs'] };
const files = { 'server.mjs': app('v1'), 'worker.mjs': 'setInterval(() => {}, 1000);' };

const target = (rig: Rig, service: string) => ({
  serviceId: rig.service(service).id,
  environmentId: rig.environment.id,
  commit: 'next',
});

it('waits from the push until every service serves the commit', async () => {
  const timings = { ...instant, build: 300, deploy: 100 };
  const rig = await startRig({ services: [web, worker], timings });
  const sha = rig.push(files);
  const run = await waitFor(rig, sha);

  expect(run.outputs).toMatchObject({ verdict: 'success', 'live-commit': sha, url: rig.url('') });
  expect(run.exitCode).toBe(0);
  expect(run.stdout).toMatch(/^web: SUCCESS/m);
  expect(run.summary).toMatch(/```mermaid\ngantt\n[^`]*section web\n {2}build :\d+, \d+\n/);
  expect(run.summary).toContain('| Service | Build | Release | Health check |');
  expect(await (await fetch(run.outputs['url'] ?? '')).text()).toBe('v1');
});

it('is red while the old container still serves: a build failed', async () => {
  const rig = await startRig();
  const old = rig.push(files);
  await rig.railway.settled();
  rig.railway.script(target(rig, 'web'), {
    outcome: 'FAILED',
    atStep: 'BUILD_IMAGE',
    error: 'exit code 1',
  });
  const run = await waitFor(rig, rig.push({ 'server.mjs': app('v2') }));

  expect(run.exitCode).toBe(1);
  expect(run.outputs).toMatchObject({ verdict: 'failed', 'live-commit': old });
  expect(run.stdout).toContain('service "web" failed at BUILD_IMAGE: exit code 1');
});

it('counts a crashed worker behind a healthy web', async () => {
  const rig = await startRig({ services: [web, worker] });
  rig.railway.script(target(rig, 'worker'), { outcome: 'CRASHED' });
  const run = await waitFor(rig, rig.push(files));

  expect(run.outputs['verdict']).toBe('crashed');
  expect(JSON.parse(run.outputs['deployments'] ?? '')).toMatchObject({
    web: { verdict: 'success' },
    worker: { verdict: 'crashed' },
  });
});

it('accepts that a service was skipped whose files did not change', async () => {
  const rig = await startRig({ services: [{ ...web, watchPatterns: ['*.mjs'] }] });
  const old = rig.push(files);
  await rig.railway.settled();
  const run = await waitFor(rig, rig.push({ 'README.md': 'Shop' }));

  expect(run.exitCode).toBe(0);
  expect(run.outputs).toMatchObject({ verdict: 'skipped', 'live-commit': old });
});

it('does not take a failed check suite for "nothing to deploy"', async () => {
  const github = await startGitHub();
  const app15368 = { slug: 'github-actions' };
  github.suites.push({ app: app15368, status: 'completed', conclusion: 'failure' });
  const gated = { ...web, trigger: { ...web.trigger, checkSuites: true } };
  const rig = await startRig({ services: [gated], github: github.connection });
  const run = await waitFor(rig, rig.push(files));

  expect(run.exitCode).toBe(1);
  expect(run.outputs['verdict']).toBe('failed');
  expect(run.stdout).toContain('was skipped by Railway: "CI check suite failed"');
});

it('finds that Railway waits for the very run that waits for it', async () => {
  const github = await startGitHub();
  github.suites.push({ app: { slug: 'github-actions' }, status: 'in_progress', conclusion: null });
  const gated = { ...web, trigger: { ...web.trigger, checkSuites: true } };
  const rig = await startRig({ services: [gated], github: github.connection });
  const run = await waitFor(rig, rig.push(files));

  expect(run.exitCode).toBe(1);
  expect(run.outputs['verdict']).toBe('deadlocked');
  expect(run.stdout).toContain('on: deployment_status');
});

it('says that a person must approve', async () => {
  const rig = await startRig();
  rig.railway.script(target(rig, 'web'), { outcome: 'NEEDS_APPROVAL' });
  const run = await waitFor(rig, rig.push(files));

  expect(run.outputs['verdict']).toBe('needs-approval');
  expect(run.exitCode).toBe(1);
});

it('names autodeploy as the reason why nothing ever appears', async () => {
  const rig = await startRig({ services: [{ ...web, autoDeploy: false }] });
  const run = await waitFor(rig, rig.push(files));

  expect(run.outputs['verdict']).toBe('not-found');
  expect(run.stdout).toContain('has no deployment of the commit: autodeploy is off');
});

it('follows the newer deployment that replaced this one', async () => {
  const rig = await startRig();
  rig.railway.script(target(rig, 'web'), { holdAt: 'BUILDING' });
  const first = rig.push(files);
  const waiting = waitFor(rig, first);
  const looks = () => rig.railway.requests.filter(({ query }) => query.includes('FindDeployments'));
  await vi.waitFor(() => expect(looks()).not.toEqual([]), { timeout: 30_000 });
  const second = rig.push({ 'server.mjs': app('v2') });
  const run = await waiting;

  expect(run.outputs).toMatchObject({
    verdict: 'superseded',
    commit: first,
    'live-commit': second,
  });
  expect(run.exitCode).toBe(0);
});

it('times out on a deployment that hangs', async () => {
  const rig = await startRig();
  rig.railway.script(target(rig, 'web'), { holdAt: 'BUILDING' });
  const run = await waitFor(rig, rig.push(files), { timeout: '2m' });

  expect(run.outputs['verdict']).toBe('timed-out');
  expect(run.stdout).toContain('service "web" is still BUILDING');
});

describe('mode deploy', () => {
  const manual = { ...web, autoDeploy: false };
  const deploy = { mode: 'deploy' };
  const orders = (rig: Rig) =>
    rig.railway.requests.filter(({ query }) => query.includes('serviceInstanceDeployV2'));

  it('deploys the commit where no push does, and the second run orders nothing', async () => {
    const rig = await startRig({ services: [manual] });
    const sha = rig.push(files);
    const first = await waitFor(rig, sha, deploy);
    const second = await waitFor(rig, sha, deploy);

    expect([first.exitCode, second.exitCode]).toEqual([0, 0]);
    expect(second.outputs).toMatchObject({ verdict: 'success', 'live-commit': sha });
    expect(await (await fetch(rig.url(''))).text()).toBe('v1');
    expect(orders(rig)).toHaveLength(1);
  });

  it('does not go back without being told, and then goes back', async () => {
    const rig = await startRig({ services: [manual] });
    const old = rig.push(files);
    const fresh = rig.push({ 'server.mjs': app('v2') });
    await waitFor(rig, fresh, deploy);
    const refused = await waitFor(rig, old, deploy);
    const told = await waitFor(rig, old, { ...deploy, 'allow-older': 'true' });

    expect([refused.exitCode, refused.outputs['live-commit']]).toEqual([1, fresh]);
    expect(refused.stdout).toContain('input "github-token" is empty');
    expect(told.outputs).toMatchObject({ verdict: 'success', 'live-commit': old });
    expect(orders(rig)).toHaveLength(2);
  });

  it('tells that the repository has no such commit', async () => {
    const rig = await startRig({ services: [manual] });
    const run = await waitFor(rig, 'f'.repeat(40), deploy);

    expect([run.exitCode, run.outputs['verdict']]).toEqual([1, 'failed']);
    expect(run.stdout).toContain('could not be deployed: ');
    expect(run.stdout).toContain('Commit not found');
  });
});
