/** The actions that read alone: a fault at any request must not change their verdict. */
import { startHealthyApp } from '@release-train/sandbox/faults';
import { app, openRig } from '@release-train/sandbox/railway-world';
import { runBundle } from './run-bundle.ts';
import type { SweepSubject } from './sweep.ts';

/** Pauses pass so many times as fast; requests and containers do not. */
const hurried = (speed: number): Record<string, string> => ({
  NODE_OPTIONS: `--import=${new URL('../../sandbox/src/scale-time.ts', import.meta.url)}`,
  RELEASE_TRAIN_SANDBOX_CLOCK: `${Date.now()},${Date.now()},${speed}`,
});

export const railwayWaitDeploy: SweepSubject = {
  again: false,
  open: async () => {
    const rig = await openRig();
    const commit = rig.push({ 'server.mjs': app('v1') });
    await rig.railway.settled();
    const environmentId = rig.environment.id;
    const token = rig.railway.createToken({ kind: 'project', environmentId });
    return {
      faults: rig.railway.faults,
      run: (kill) =>
        runBundle('railway-wait-deploy', {
          inputs: { 'railway-token': token, 'api-url': rig.railway.apiUrl },
          env: {
            GITHUB_REPOSITORY: 'acme/shop',
            GITHUB_EVENT_NAME: 'push',
            GITHUB_REF: 'refs/heads/main',
            GITHUB_SHA: commit,
            ...hurried(100),
          },
          kill,
        }),
      snapshot: async ({ outputs }) => outputs['verdict'],
      [Symbol.asyncDispose]: () => rig[Symbol.asyncDispose](),
    };
  },
};

export const healthCheck = probing('health-check', { 'stable-for': '2s', interval: '500ms' });

/** A bad probe of hundreds is below the rate that is accepted here; a pause asked for fits in too. */
export const postDeployMonitor = probing('post-deploy-monitor', {
  window: '30s',
  block: '30s',
  interval: '100ms',
  grace: '0s',
  'warm-up': '1',
  'max-error-rate': '5%',
  'rollback-error-rate': '10%',
});

function probing(name: string, inputs: Readonly<Record<string, string>>): SweepSubject {
  return {
    again: false,
    open: async () => {
      const app = await startHealthyApp();
      return {
        faults: app.faults,
        run: (kill) =>
          runBundle(name, {
            inputs: { url: `app=${app.url}/health`, 'allow-private': 'true', ...inputs },
            env: hurried(10),
            kill,
          }),
        snapshot: async ({ outputs }) => outputs['verdict'],
        [Symbol.asyncDispose]: () => app[Symbol.asyncDispose](),
      };
    },
  };
}
