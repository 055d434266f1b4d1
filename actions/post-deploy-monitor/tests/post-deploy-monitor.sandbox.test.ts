/** One step against a Railway that truly deploys, and an app that truly serves. */
import { runBundle } from '@release-train/testing/run-bundle';
import { expect, it } from 'vitest';
import { app, instant, startRig, web } from '../../../packages/sandbox/src/railway/tests/rig.ts';

type Rig = Awaited<ReturnType<typeof startRig>>;

/** Only the bundle's pauses are hurried: builds, containers and probes run as they do. */
const hurried = (speed: number) => ({
  NODE_OPTIONS: `--import=${new URL('../../../packages/sandbox/src/scale-time.ts', import.meta.url)}`,
  RELEASE_TRAIN_SANDBOX_CLOCK: `${Date.now()},${Date.now()},${speed}`,
});

const watch = (rig: Rig, commit: string) =>
  runBundle('post-deploy-monitor', {
    inputs: {
      url: rig.url(''),
      'allow-private': 'true',
      'warm-up': '0',
      grace: '5s',
      window: '80s',
      'railway-token': rig.railway.createToken({
        kind: 'project',
        environmentId: rig.environment.id,
      }),
      'api-url': rig.railway.apiUrl,
    },
    env: {
      GITHUB_REPOSITORY: 'acme/shop',
      GITHUB_EVENT_NAME: 'push',
      GITHUB_REF: 'refs/heads/main',
      GITHUB_SHA: commit,
      ...hurried(20),
    },
  });

const worker = { name: 'worker', trigger: web.trigger, startCommand: ['node', 'worker.mjs'] };
const files = { 'server.mjs': app('v1'), 'worker.mjs': 'setInterval(() => {}, 1000);' };

it('waits from the push, watches, and proves by Railway what served', async () => {
  const rig = await startRig({
    services: [web, worker],
    timings: { ...instant, build: 300, deploy: 100 },
  });
  const run = await watch(rig, rig.push(files));

  expect(run.outputs).toMatchObject({ verdict: 'healthy', reason: 'clean', 'bad-probes': '0' });
  expect(run.exitCode).toBe(0);
  expect(run.summary).toContain('Railway showed these deployments, and no older ones');
});

it('finds the worker that dies behind a healthy web', async () => {
  const rig = await startRig({ services: [web, { ...worker, restartPolicyMaxRetries: 0 }] });
  const dying = { ...files, 'worker.mjs': 'setTimeout(() => process.exit(1), 1000);' };
  const sha = rig.push(dying);
  const run = await watch(rig, sha);

  expect(run.outputs).toMatchObject({ verdict: 'failed', reason: 'crashed', 'bad-probes': '0' });
  expect(run.stdout).toContain('service "worker" is CRASHED on Railway');
  expect(run.exitCode).toBe(1);
});
