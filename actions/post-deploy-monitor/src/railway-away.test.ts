/** A Railway that answers late, or not at all: every read of it, not of the deployments alone. */
import { HttpError } from '@release-train/http';
import { FakeClock } from '@release-train/testing/fake-clock';
import { FakeRailway, type RailwayWorld } from '@release-train/testing/fake-railway';
import { describe, expect, it } from 'vitest';
import { good, monitor, sha } from './monitor.suite.ts';

const trigger = { repository: 'acme/shop', branch: 'main', waitsForCi: false };
const history = [[-10_000, 'SUCCESS']] as const;
const world: RailwayWorld = {
  project: 'shop',
  environment: 'production',
  services: [{ name: 'web', trigger, domains: ['app.test'] }],
  deployments: [{ id: 'new', service: 'web', commit: sha, imageDigest: 'sha256:1', history }],
};

/** Every read waits for `answer` first. */
const before =
  (answer: () => Promise<void>) =>
  <T extends object>(port: T): T =>
    new Proxy(port, {
      get: (target, name) => {
        const value = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        if (name === 'usage') return value.bind(target);
        return async (...given: unknown[]) => {
          await answer();
          return Reflect.apply(value, target, given);
        };
      },
    });

interface Setting {
  readonly answer: (elapsedMs: number, clock: FakeClock) => Promise<void>;
  readonly inputs: Readonly<Record<string, string>>;
}

function watch({ answer, inputs }: Setting) {
  const clock = new FakeClock();
  const shared = { clock, railway: new FakeRailway(world, clock) };
  const between = before(() => answer(clock.elapsed(), clock));
  return monitor(() => good, { shared, between, inputs: { 'railway-token': 'secret', ...inputs } });
}

const down = (): never => {
  throw new HttpError({ method: 'POST', url: 'https://r.test', status: 503, reason: 'down' });
};

describe('a Railway that is down', () => {
  it('when the step begins is asked again until it answers', async () => {
    const { outputs, runner } = await watch({
      answer: async (elapsedMs) => (elapsedMs < 60_000 ? down() : undefined),
      inputs: { 'deploy-timeout': '5m' },
    });
    expect(outputs).toMatchObject({ verdict: 'healthy', probes: 300 });
    expect(runner.log.join('\n')).toContain('waiting: Railway did not answer');
  });

  it.each([
    ['watch', 125],
    ['reconcile', 0],
  ])('all the time lets a %s end without a verdict, and green', async (mode, atMost) => {
    const { outputs, failure, fake, runner, seconds } = await watch({
      answer: async () => down(),
      inputs: { mode, 'deploy-timeout': '2m' },
    });
    expect(outputs).toMatchObject({ verdict: 'inconclusive', reason: 'railway-unseen' });
    expect([failure, fake.seen.length]).toEqual([undefined, 0]);
    expect(runner.log.join('\n')).toContain('Railway did not answer: ');
    expect(seconds).toBeLessThanOrEqual(atMost);
  });
});

it('a Railway that answers late proves a watch without a grace as well', async () => {
  const { outputs } = await watch({
    answer: (_, clock) => clock.sleep(300),
    inputs: { grace: '0s' },
  });
  expect(outputs).toMatchObject({ verdict: 'healthy', reason: 'clean' });
});
