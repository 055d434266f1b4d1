/** A rollback goes round in no circle, and one that stopped half-way is told loudly. */
import { FakeNotifier } from '@release-train/testing/fake-notifier';
import type { RailwayWorld } from '@release-train/testing/fake-railway';
import { describe, expect, it } from 'vitest';
import { bad, good, monitor } from '../monitor.suite.ts';
import { scene } from './guards.suite.ts';

it('what came from a rollback itself is not rolled back further, and the revert is proposed', async () => {
  const here = scene({
    change: (world) => ({
      ...world,
      deployments: world.deployments.map((one) =>
        one.id === 'bad' ? { ...one, reason: 'rollback' } : one,
      ),
    }),
  });
  const { outputs, failure } = await monitor(() => bad, here);
  expect(outputs).toMatchObject({
    ...{ 'action-taken': 'rollback-refused', 'revert-pr-url': 'url-9' },
    rollback: { web: { from: 'bad', isVerified: false } },
  });
  expect(failure?.message).toContain('came from a rollback itself');
  expect(here.orders()).toBe(0);
});

/** A worker beside the web; its rollback ends as told. */
const withWorker =
  (end: string) =>
  (world: RailwayWorld): RailwayWorld => ({
    ...world,
    services: world.services.flatMap((web) => [web, { ...web, name: 'worker', domains: [] }]),
    deployments: world.deployments.flatMap((one) => [
      one,
      { ...one, id: `worker-${one.id}`, service: 'worker', imageDigest: `sha256:worker-${one.id}` },
    ]),
    ordered: ({ service }) =>
      service === 'worker'
        ? {
            history: [
              [0, 'BUILDING'],
              [20_000, end],
            ],
          }
        : {},
  });

describe('of two services of which one does not come back', () => {
  it.each(['FAILED', 'CRASHED', 'REMOVED'])(
    '%s: it is told loudly, in every place',
    async (end) => {
      const here = scene({ change: withWorker(end) });
      const notifier = new FakeNotifier();
      const { outputs, failure, summary } = await monitor(() => (here.orders() > 0 ? good : bad), {
        ...{ ...here, notifier },
        inputs: { ...here.inputs, notify: 'https://hooks.test/secret', 'fail-on': 'failed' },
      });
      expect(outputs).toMatchObject({
        'action-taken': 'rollback-partial',
        rollback: { web: { isVerified: true }, worker: { isVerified: false } },
      });
      expect(here.orders()).toBe(2);
      expect(failure?.message).toContain('service "worker": the rollback to commit');
      expect(failure?.message).toContain('look at it on Railway now');
      expect(summary).toContain('**ROLLED BACK IN PART**');
      expect(notifier.messages).toMatchObject([
        {
          severity: 'error',
          lines: expect.arrayContaining([expect.stringMatching(/^ROLLED BACK IN PART: /)]),
        },
      ]);
      expect([...here.claims.refs.values()][0]?.content?.outcome).toBe('rollback-partial');
    },
  );
});

it('whatever the log says, it rolls nothing back by itself', async () => {
  const here = scene();
  const message = (index: number) => ({ atMs: index * 1000, message: 'ERROR' });
  const logs = {
    bad: { lines: Array.from({ length: 300 }, (_, index) => message(index)) },
    two: {
      lines: Array.from({ length: 300 }, (_, index) => ({
        ...message(index - 4000),
        message: 'ok',
      })),
    },
  };
  const { outputs } = await monitor(() => good, {
    ...{ ...here, logs },
    inputs: { ...here.inputs, 'log-error-pattern': 'ERROR' },
  });
  expect(outputs).toMatchObject({
    ...{ verdict: 'degraded', reason: 'log-errors', 'action-taken': 'none' },
  });
  expect([here.orders(), here.claims.refs.size, here.revert.orders]).toEqual([0, 0, []]);
});

describe('where no earlier commit is on record as good', () => {
  const unknown = (change: Record<string, string>) => {
    const here = scene({
      change: (world) => ({
        ...world,
        deployments: world.deployments.map((one) => ({
          ...one,
          steps: [['CREATE_CONTAINER', 0, 1000]],
        })),
      }),
    });
    here.judgements.statuses.length = 0;
    const inputs = { ...here.inputs, ...change };
    return { here, run: monitor(() => (here.orders() > 0 ? good : bad), { ...here, inputs }) };
  };

  it('nothing is rolled back', async () => {
    const { here, run } = unknown({});
    expect((await run).outputs['action-taken']).toBe('rollback-refused');
    expect(here.orders()).toBe(0);
  });

  it('but with `require-known-good: false` to what Railway saw healthy', async () => {
    const { here, run } = unknown({ 'require-known-good': 'false' });
    expect((await run).outputs['action-taken']).toBe('rolled-back');
    expect(here.orders()).toBe(1);
  });
});
