/** When not to act: each guard in a whole run, in virtual time. */
import { describe, expect, it } from 'vitest';
import { bad, good, monitor } from '../monitor.suite.ts';
import { scene, second } from './guards.suite.ts';

describe('a failing application', () => {
  it('is rolled back where nothing speaks against it', async () => {
    const here = scene();
    const { outputs } = await monitor(() => (here.orders() > 0 ? good : bad), here);
    expect(outputs).toMatchObject({ verdict: 'failed', 'action-taken': 'rolled-back' });
    expect(here.orders()).toBe(1);
  });

  const refused = async (here: ReturnType<typeof scene>, script = () => bad) => {
    const { outputs, failure } = await monitor(script, here);
    expect(outputs).toMatchObject({ verdict: 'failed', 'action-taken': 'rollback-refused' });
    expect([here.orders(), here.claims.refs.size, here.revert.orders]).toEqual([0, 0, []]);
    return failure?.message;
  };

  it('is left alone where it failed while the release before still served', async () => {
    const message = await refused(scene({ servesMs: 120_000 }));
    expect(message).toMatch(/it is pre-existing: (\d+) of \1 probes of "app.test\/health" failed/);
  });

  it('is rolled back where it answered well until the release served', async () => {
    const here = scene({ servesMs: 120_000 });
    const { outputs } = await monitor((now) => (here.orders() > 0 || now < 119 ? good : bad), here);
    expect(outputs['action-taken']).toBe('rolled-back');
  });

  it('is left alone where what served before is on record as failed', async () => {
    expect(await refused(scene({ before: 'failed' }))).toContain(
      'commit eeeeeeeeeeee, which served before, is on record as failed (errors)',
    );
  });

  it('is left alone where users got errors before the deploy', async () => {
    const requests = Array.from({ length: 300 }, (_, index) => ({
      ...{ id: `${index}`, atMs: -12_000 + index, status: index % 3 ? 200 : 500 },
      ...{ method: 'GET', path: '/', client: `${index}`, userAgent: 'browser' },
    }));
    const logs = { two: { requests }, bad: { requests: [] } };
    const { outputs, failure } = await monitor(() => bad, { ...scene(), logs });
    expect(outputs['action-taken']).toBe('rollback-refused');
    expect(failure?.message).toContain('100 of 300 requests of "web" failed before');
  });
});

it('a service that came up again while it was judged is left alone', async () => {
  const here = scene({
    crashes: [
      [30_000, 'CRASHED'],
      [47_000, 'SUCCESS'],
    ],
  });
  const { judgements, shared } = here;
  const read = judgements.read.bind(judgements);
  // Reading what stands on record takes as long as Railway to start the service again.
  judgements.read = async (commit) => {
    if (commit === second) await shared.clock.sleep(20_000);
    return read(commit);
  };
  const { outputs, failure } = await monitor(() => good, here);
  expect(outputs).toMatchObject({ reason: 'crashed', 'action-taken': 'rollback-refused' });
  expect(failure?.message).toContain('it recovered in the meantime');
  expect(here.orders()).toBe(0);
});

describe('nobody acts on', () => {
  it.each<[string, (second: number) => typeof good, Record<string, string>]>([
    ['degraded', (now) => (now % 25 === 0 ? bad : good), {}],
    ['inconclusive', () => ({ status: 429 }), {}],
    ['healthy', () => good, {}],
    ['inconclusive', () => bad, { 'control-url': 'https://down.test/' }],
  ])('%s', async (verdict, script, inputs) => {
    const here = scene();
    const { outputs } = await monitor(script, { ...here, inputs: { ...here.inputs, ...inputs } });
    expect(outputs).toMatchObject({ verdict, 'action-taken': 'none' });
    expect([here.orders(), here.claims.refs.size, here.revert.orders]).toEqual([0, 0, []]);
  });

  it('a release that was removed', async () => {
    const here = scene({ crashes: [[20_000, 'REMOVED']] });
    const { outputs } = await monitor(() => good, here);
    expect(outputs).toMatchObject({ reason: 'removed', 'action-taken': 'rollback-refused' });
    expect(here.orders()).toBe(0);
  });
});
