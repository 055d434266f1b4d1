/** What every Railway must do, the adapter over HTTP and the fake alike. */
import type { RailwayWorld } from '@release-train/testing/fake-railway';
import { describe, expect, it } from 'vitest';
import type { Deployer, Railway } from './railway.ts';

const sha = (digit: string): string => digit.repeat(40);
const trigger = { repository: 'octo/shop', branch: 'main', waitsForCi: false };

/** Two minutes after its start: web is live, its predecessor removed, the worker has failed. */
export const suiteWorld: RailwayWorld = {
  project: 'shop',
  environment: 'production',
  services: [
    {
      name: 'web',
      trigger: { ...trigger, waitsForCi: true },
      healthcheckPath: '/health',
      domains: ['shop.up.railway.app'],
      watchPatterns: ['web/**'],
    },
    { name: 'worker', trigger, autoDeploy: { enabled: false, reason: 'paused' } },
    { name: 'nightly', cronSchedule: '0 3 * * *', isLeftOut: true },
  ],
  deployments: [
    {
      id: 'web-old',
      service: 'web',
      commit: sha('a'),
      imageDigest: 'sha256:old',
      canRollback: true,
      history: [
        [0, 'SUCCESS'],
        [90_000, 'REMOVED'],
      ],
    },
    {
      id: 'web-new',
      service: 'web',
      commit: sha('b'),
      imageDigest: 'sha256:new',
      history: [
        [60_000, 'BUILDING'],
        [90_000, 'SUCCESS'],
      ],
      steps: [
        ['BUILD_IMAGE', 0, 20_000],
        ['HEALTHCHECK', 22_000, 30_000, 'slow to start'],
      ],
    },
    {
      id: 'worker-new',
      service: 'worker',
      commit: sha('b'),
      history: [
        [61_000, 'BUILDING'],
        [80_000, 'FAILED'],
      ],
      failure: {
        step: 'BUILD_IMAGE',
        error: 'exit code 1',
        logs: ['installing', 'compiling', 'error: no such module'],
      },
    },
    { id: 'not-yet', service: 'web', commit: sha('c'), history: [[600_000, 'QUEUED']] },
  ],
  incident: { message: 'Builds are slow', url: 'https://status.railway.com/1' },
};

export interface SuiteOptions {
  readonly startMs: number;
  /** A Railway of `suiteWorld`, two minutes after `startMs`. */
  readonly open: () => Promise<{ readonly railway: Railway & Deployer } & AsyncDisposable>;
}

export function railwaySuite({ startMs, open }: SuiteOptions): void {
  describe('every Railway', () => {
    it('finds the place by name', async () => {
      await using opened = await open();
      expect(await opened.railway.readPlace({ environment: 'Production' })).toEqual({
        projectId: 'project-1',
        projectName: 'shop',
        environmentId: 'environment-1',
        environmentName: 'production',
      });
    });

    it('reads services with trigger, health check, addresses and what serves', async () => {
      await using opened = await open();
      const [web, worker, nightly] = await opened.railway.readServices(
        await opened.railway.readPlace({}),
      );
      expect(web).toMatchObject({
        id: 'service-web',
        name: 'web',
        trigger: { repository: 'octo/shop', branch: 'main', waitsForCi: true },
        repository: 'octo/shop',
        watchPatterns: ['web/**'],
        hasHealthcheck: true,
        isCron: false,
        urls: ['https://shop.up.railway.app'],
        active: [{ id: 'web-new', status: 'SUCCESS', phase: 'live', commit: sha('b') }],
      });
      expect(worker).toMatchObject({ hasHealthcheck: false, urls: [], active: [] });
      expect(nightly).toMatchObject({ isCron: true });
      expect(nightly).not.toHaveProperty('trigger');
    });

    it('reads the deployments that exist so far, newest first', async () => {
      await using opened = await open();
      const place = await opened.railway.readPlace({});
      const records = await opened.railway.readDeployments(place, ['service-worker']);
      expect(records).toEqual([
        {
          id: 'worker-new',
          serviceId: 'service-worker',
          status: 'FAILED',
          phase: 'failed',
          createdAtMs: startMs + 61_000,
          statusSinceMs: startMs + 80_000,
          commit: sha('b'),
          canRollback: false,
          stopped: false,
        },
        expect.objectContaining({ id: 'web-new', imageDigest: 'sha256:new', phase: 'live' }),
        expect.objectContaining({ id: 'web-old', canRollback: true, phase: 'removed' }),
      ]);
    });

    it('tells where a deployment failed and its last lines, no more than asked', async () => {
      await using opened = await open();
      await opened.railway.readPlace({});
      expect(await opened.railway.readFailure('worker-new', 2)).toEqual({
        step: 'BUILD_IMAGE',
        error: 'exit code 1',
        logs: ['compiling', 'error: no such module'],
        gaps: [],
      });
    });

    it('reads what may keep a service from ever being deployed', async () => {
      await using opened = await open();
      const place = await opened.railway.readPlace({});
      const ids = ['service-web', 'service-worker', 'service-nightly'];
      expect(await opened.railway.readObstacles(place, ids)).toEqual({
        autoDeploy: {
          'service-web': { enabled: true },
          'service-worker': { enabled: false, reason: 'paused' },
          'service-nightly': { enabled: true },
        },
        leftOut: ['service-nightly'],
        incident: 'Builds are slow (https://status.railway.com/1)',
      });
    });

    it('reads what serves with the state of its instances', async () => {
      await using opened = await open();
      const active = await opened.railway.readActive(await opened.railway.readPlace({}));
      expect(active).toEqual({
        'service-web': [expect.objectContaining({ id: 'web-new', instances: ['RUNNING'] })],
        'service-worker': [],
        'service-nightly': [],
      });
    });

    it('reads the steps of several deployments, oldest first', async () => {
      await using opened = await open();
      await opened.railway.readPlace({});
      expect(await opened.railway.readTimelines(['web-old', 'web-new'])).toEqual({
        'web-old': [],
        'web-new': [
          { name: 'BUILD_IMAGE', startedAtMs: startMs + 60_000, endedAtMs: startMs + 80_000 },
          {
            name: 'HEALTHCHECK',
            startedAtMs: startMs + 82_000,
            endedAtMs: startMs + 90_000,
            error: 'slow to start',
          },
        ],
      });
    });

    it('rolls back: a new deployment of the old image, and what to know before it', async () => {
      await using opened = await open();
      const { railway } = opened;
      const place = await railway.readPlace({});
      const planned = { serviceId: 'service-web', targetId: 'web-old' };
      expect(await railway.readRollbackState(place, planned)).toMatchObject({
        target: { id: 'web-old', canRollback: true, environmentId: 'environment-1' },
        active: [{ id: 'web-new' }],
        records: [{ id: 'web-new' }, { id: 'web-old' }],
      });
      await railway.rollBack('web-old');
      const { records } = await railway.readRollbackState(place, planned);
      expect(records[0]).toMatchObject({
        id: 'rollback-1',
        commit: sha('a'),
        imageDigest: 'sha256:old',
        phase: 'moving',
      });
    });

    it('refuses to roll back to what it has not kept', async () => {
      await using opened = await open();
      await opened.railway.readPlace({});
      await expect(opened.railway.rollBack('worker-new')).rejects.toThrow(
        'Deployment cannot be rolled back',
      );
    });

    it('deploys exactly a commit and tells the id', async () => {
      await using opened = await open();
      const place = await opened.railway.readPlace({});
      const order = { serviceId: 'service-worker', commit: sha('d') };
      const id = await opened.railway.deployCommit(place, order);
      const records = await opened.railway.readDeployments(place, []);
      expect(records.find((record) => record.id === id)).toMatchObject(order);
    });

    it('cancels what is on its way, and nothing else', async () => {
      await using opened = await open();
      const { railway } = opened;
      const place = await railway.readPlace({});
      const order = { serviceId: 'service-worker', commit: sha('d') };
      const id = await railway.deployCommit(place, order);
      await railway.cancelDeployment(id);
      const records = await railway.readDeployments(place, []);
      expect(records.find((record) => record.id === id)).toMatchObject({ phase: 'removed' });
      await expect(railway.cancelDeployment('web-new')).rejects.toThrow('not in progress');
    });

    it('counts its requests', async () => {
      await using opened = await open();
      const before = opened.railway.usage().requests;
      const place = await opened.railway.readPlace({});
      await opened.railway.readDeployments(place, []);
      expect(opened.railway.usage().requests - before).toBe(2);
    });
  });
}
