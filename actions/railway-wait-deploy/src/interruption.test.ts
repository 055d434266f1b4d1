/** What a run tells whose wait ended before Railway did. */
import { HttpError } from '@release-train/http';
import { RailwayError } from '@release-train/railway';
import { describe, expect, it } from 'vitest';
import { deployment, older, ours, play, trigger, web, worker } from './scenario.suite.ts';

const revoked = new RailwayError('wrong-token', 'Not Authorized; Railway does not accept it', {
  hint: 'The token was revoked.',
});
const ceiling = new RailwayError('request-ceiling', 'all 8 requests allowed are used');
const refusal = new HttpError({ method: 'POST', url: 'https://x/y', status: 401, reason: 'no' });
const down = new HttpError({ method: 'POST', url: 'https://x/y', status: 502, reason: 'down' });

const live = (service: string) =>
  deployment(service, [[-60_000, 'SUCCESS']], { id: `${service}-0`, commit: older });
const building = deployment('web', [[0, 'BUILDING']]);

describe('an error that asking again would not cure', () => {
  it.each([
    ['a revoked token', revoked],
    ['the request ceiling', ceiling],
    ['a refusal', refusal],
  ])('in mid-wait tells the last known state: %s', async (_name, error) => {
    const { outputs, outcome, clock } = await play({
      world: {
        services: [web, worker],
        deployments: [live('web'), building, live('worker')],
      },
      set: (railway, clock) => {
        void clock.sleep(22_000).then(() => railway.failures.push(error));
      },
    });
    expect(clock.elapsed()).toBe(25_000);
    expect(outputs).toMatchObject({
      verdict: 'timed-out',
      commit: ours,
      'live-commit': older,
      url: 'https://shop.up.railway.app',
      requests: 8,
      deployments: {
        web: { id: 'web-1', status: 'BUILDING', verdict: 'timed-out', 'live-id': 'web-0' },
        worker: { verdict: 'timed-out', 'live-commit': older },
      },
    });
    const words = `${error.message}; this is the last known state, not a finding`;
    expect(outcome.failure?.message).toContain(`\n- ${words}`);
    expect(outcome.failure?.hint?.startsWith(error.hint ?? '')).toBe(true);
    expect(outcome.summary).toContain('this is the last known state');
  });

  it('at the first look tells what served before', async () => {
    const { outputs } = await play({ world: { deployments: [live('web')] }, failures: [revoked] });
    expect(outputs).toMatchObject({
      verdict: 'timed-out',
      'live-commit': older,
      deployments: { web: { 'live-id': 'web-0', reason: 'could not be looked at' } },
    });
  });

  it('does not make a failure of another service unknown', async () => {
    const { outputs } = await play({
      world: {
        services: [web, worker],
        deployments: [deployment('worker', [[0, 'FAILED']]), building],
      },
      set: (railway, clock) => {
        void clock.sleep(7000).then(() => railway.failures.push(revoked));
      },
    });
    expect(outputs).toMatchObject({
      verdict: 'failed',
      deployments: { web: { verdict: 'timed-out' }, worker: { verdict: 'failed' } },
    });
  });

  it('before an order tells that nothing was ordered', async () => {
    const { outputs, railway } = await play({
      inputs: { mode: 'deploy' },
      world: { deployments: [live('web')] },
      failures: [revoked],
    });
    expect(outputs).toMatchObject({ verdict: 'timed-out', 'live-commit': older });
    expect(railway.stage.orders).toEqual([]);
  });
});

describe('time that passes unseen', () => {
  const unproven = { name: 'worker', trigger };

  it.each([
    ['an outage', down],
    ['a revoked token', revoked],
  ])('settles nothing: %s', async (_name, error) => {
    const { outputs } = await play({
      inputs: { timeout: '5m' },
      world: { services: [unproven], deployments: [deployment('worker', [[0, 'SUCCESS']])] },
      set: (railway, clock) => {
        const fail = () => railway.failures.push(...Array.from({ length: 99 }, () => error));
        void clock.sleep(22_000).then(fail);
      },
    });
    expect(outputs).toMatchObject({
      verdict: 'timed-out',
      deployments: { worker: { reason: 'is up, but not for long enough yet' } },
    });
  });

  it('is not the absence of a deployment', async () => {
    const { outputs } = await play({
      inputs: { 'appear-timeout': '20s' },
      world: { deployments: [] },
      set: (railway, clock) => {
        void clock.sleep(17_000).then(() => railway.failures.push(revoked));
      },
    });
    expect(outputs).toMatchObject({ verdict: 'timed-out', 'duration-ms': 20_000 });
  });
});

describe('a Railway that is down when the job starts', () => {
  const downFor = (ms: number) => ({
    world: { deployments: [deployment('web', [[0, 'SUCCESS']])] },
    set: (
      railway: Parameters<NonNullable<Parameters<typeof play>[0]['set']>>[0],
      clock: { elapsed(): number },
    ) => {
      const read = railway.readPlace.bind(railway);
      railway.readPlace = async (names) => {
        if (clock.elapsed() < ms) throw down;
        return read(names);
      };
    },
  });

  it('is asked again', async () => {
    const { outputs, log } = await play(downFor(50_000));
    expect(outputs).toMatchObject({ verdict: 'success', 'duration-ms': 60_000 });
    expect(log[0]).toBe(
      'warning: Railway did not answer, asking again: POST https://x/y: 502: down',
    );
    expect(log.filter((line) => line.startsWith('warning'))).toHaveLength(1);
  });

  it('for as long as the appear-timeout ends the run, and sets the outputs', async () => {
    const { outputs, outcome } = await play(downFor(900_000));
    expect(outputs).toMatchObject({
      verdict: 'timed-out',
      commit: ours,
      'duration-ms': 300_000,
      deployments: {},
    });
    expect(outcome.failure?.message).toBe('POST https://x/y: 502: down');
    expect(outcome.summary).toContain('Nothing is known of commit `aaaaaaa` after 5m');
  });
});

describe('cancel-on-abort', () => {
  const world = {
    services: [web, worker],
    deployments: [live('web'), building, deployment('worker', [[0, 'SUCCESS']])],
  };

  it('cancels what is on its way when the job is cancelled, and nothing else', async () => {
    const { railway, outcome, outputs, log } = await play({
      inputs: { 'cancel-on-abort': 'true' },
      cancelAfterMs: 12_000,
      world,
    });
    expect(railway.stage.orders).toMatchObject([{ kind: 'cancel', service: 'web' }]);
    expect(outputs).toMatchObject({ verdict: 'timed-out', deployments: { web: { id: 'web-1' } } });
    expect(outcome.summary).toContain('Cancelled on Railway together with the job: `web`.');
    expect(log).toContain('web: deployment web-1 cancelled on Railway');
  });

  it('says so where Railway does not', async () => {
    const { railway, outcome, log } = await play({
      inputs: { 'cancel-on-abort': 'true' },
      cancelAfterMs: 12_000,
      world,
      set: (railway) => railway.orderFailures.push({ error: new Error('no'), isCarriedOut: false }),
    });
    expect(railway.stage.orders).toEqual([]);
    expect(log).toContain('warning: web: the deployment could not be cancelled on Railway: no');
    expect(outcome.summary).not.toContain('Cancelled on Railway');
  });

  it('is off by default, and no concern of a wait that ends in time', async () => {
    const off = await play({ cancelAfterMs: 12_000, world });
    expect(off.railway.stage.orders).toEqual([]);
    const inTime = await play({
      inputs: { 'cancel-on-abort': 'true', timeout: '1m' },
      world,
    });
    expect(inTime.outputs.verdict).toBe('timed-out');
    expect(inTime.railway.stage.orders).toEqual([]);
  });

  it('does not hold the job where Railway is silent', async () => {
    const { outputs, clock } = await play({
      inputs: { 'cancel-on-abort': 'true' },
      cancelAfterMs: 12_000,
      world,
      set: (railway) => {
        railway.cancelDeployment = () => new Promise(() => {});
      },
    });
    expect(outputs.verdict).toBe('timed-out');
    expect(clock.elapsed()).toBe(16_000);
  });
});
