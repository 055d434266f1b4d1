import { HttpError } from '@release-train/http';
import { FakeClock } from '@release-train/testing/fake-clock';
import {
  type FakeDeployment,
  FakeRailway,
  type RailwayWorld,
  serviceId,
} from '@release-train/testing/fake-railway';
import { describe, expect, it } from 'vitest';
import { rollBack, rollbackVerdict } from './roll-back.ts';
import type { RollbackWish } from './rollback.ts';
import { type RollbackPolicy, usualRollback } from './rollback-result.ts';
import { explainRollback } from './rollback-text.ts';

const old = 'a'.repeat(40);
const broken = 'b'.repeat(40);

/** A good deployment and the bad one that replaced it an hour later. */
const release = (service: string): readonly FakeDeployment[] => [
  {
    id: `${service}-good`,
    service,
    commit: old,
    imageDigest: `sha256:${service}-good`,
    canRollback: true,
    history: [
      [0, 'SUCCESS'],
      [3_600_000, 'REMOVED'],
    ],
    steps: [['HEALTHCHECK', 0, 1000]],
  },
  {
    id: `${service}-bad`,
    service,
    commit: broken,
    imageDigest: `sha256:${service}-bad`,
    canRollback: true,
    history: [[3_600_000, 'SUCCESS']],
  },
];

interface Scene {
  readonly world?: Partial<RailwayWorld>;
  readonly services?: readonly string[];
  readonly policy?: Partial<RollbackPolicy>;
  readonly wish?: Partial<RollbackWish>;
  readonly set?: (railway: FakeRailway, clock: FakeClock) => void;
}

async function play({ world, services = ['web'], policy = {}, wish = {}, set }: Scene = {}) {
  const clock = new FakeClock();
  const railway = new FakeRailway(
    {
      project: 'shop',
      environment: 'production',
      services: services.map((name) => ({ name, healthcheckPath: '/health' })),
      deployments: services.flatMap(release),
      ...world,
    },
    clock,
  );
  clock.advance(7_200_000);
  set?.(railway, clock);
  const place = await railway.readPlace({});
  const known = await railway.readServices();
  const wishes = known.map((service) => ({ service, badId: `${service.name}-bad`, ...wish }));
  const startedMs = clock.monotonic();
  const results = await rollBack(
    wishes,
    { railway, clock },
    { ...usualRollback, requireKnownGood: false, place, ...policy },
  );
  return {
    results,
    railway,
    texts: results.map((result) => explainRollback(result)),
    verdict: rollbackVerdict(results),
    tookMs: clock.monotonic() - startedMs,
    orders: railway.stage.orders.map(({ service, commit }) => `${service} ${commit?.slice(0, 1)}`),
  };
}

const lost = new HttpError({ method: 'POST', url: 'https://x/y', status: 502, reason: 'down' });
const refused = new HttpError({ method: 'POST', url: 'https://x/y', status: 401, reason: 'no' });

describe('a rollback', () => {
  it('brings the old image back and proves that it serves', async () => {
    const { results, verdict, tookMs, texts, orders } = await play();
    expect(results).toMatchObject([
      {
        kind: 'rolled-back',
        target: { basis: 'was-healthy', deployment: { id: 'web-good' } },
        deployment: { id: 'rollback-1', status: 'SUCCESS', commit: old },
      },
    ]);
    expect([verdict, orders, tookMs]).toEqual(['rolled-back', ['web a'], 25_000]);
    expect(texts).toEqual([
      'service "web" is rolled back to commit aaaaaaa by deployment rollback-1',
    ]);
  });

  it('of a set orders each service once and waits for all together', async () => {
    const { verdict, orders, tookMs, railway } = await play({ services: ['web', 'worker'] });
    expect([verdict, orders, tookMs]).toEqual(['rolled-back', ['web a', 'worker a'], 25_000]);
    expect(railway.stage.active('worker')).toMatchObject([{ commit: old }]);
  });

  it('is never ordered a second time by a second run', async () => {
    const { railway, results } = await play();
    const [first] = results;
    const place = await railway.readPlace({});
    const wish = { ...first!.wish, badId: 'rollback-1' };
    const clock = new FakeClock();
    const again = await rollBack([wish], { railway, clock }, { ...usualRollback, place });
    expect(again).toMatchObject([{ kind: 'refused', refusal: 'is-rollback' }]);
    expect(railway.stage.orders).toHaveLength(1);
  });

  it('does not count before Railway lists it as active', async () => {
    const { verdict, tookMs } = await play({
      world: { ordered: () => ({ activeFromMs: 7_200_000 + 60_000 }) },
    });
    expect([verdict, tookMs]).toEqual(['rolled-back', 70_000]);
  });

  it('of no service is nothing', async () => {
    const { verdict, railway } = await play({ world: { services: [], deployments: [] } });
    expect(verdict).toBe('none');
    expect(railway.usage().requests).toBe(2);
  });
});

describe('nothing is touched', () => {
  it('where no earlier deployment was seen healthy', async () => {
    const [good, bad] = release('web');
    const never = { ...good!, steps: [['HEALTHCHECK', 0, 1000, 'no answer']] as const };
    const { texts, verdict, orders } = await play({ world: { deployments: [never, bad!] } });
    expect([verdict, orders]).toEqual(['rollback-refused', []]);
    expect(texts[0]).toContain('no earlier deployment is known to have been healthy');
  });

  it('where only a recorded good one may be taken and none is recorded', async () => {
    const { verdict, orders } = await play({ policy: { requireKnownGood: true } });
    expect([verdict, orders]).toEqual(['rollback-refused', []]);
  });

  it('where one service of the set has no target: half a rollback is none', async () => {
    const services = ['web', 'worker'];
    const deployments = [...release('web'), ...release('worker').slice(1)];
    const { results, orders } = await play({ services, world: { deployments } });
    expect(results.map((one) => one.kind === 'refused' && one.refusal)).toEqual([
      'incomplete-set',
      'no-candidate',
    ]);
    expect(orders).toEqual([]);
  });

  it('but the rest, where that is wanted', async () => {
    const services = ['web', 'worker'];
    const deployments = [...release('web'), ...release('worker').slice(1)];
    const policy = { require: 'any' } as const;
    const { verdict, orders } = await play({ services, policy, world: { deployments } });
    expect([verdict, orders]).toEqual(['rollback-partial', ['web a']]);
  });

  it('where somebody deployed a fix between the plan and the order', async () => {
    const { results, orders } = await play({
      set: (railway, clock) => {
        const read = railway.readActive.bind(railway);
        railway.readActive = async () => {
          const active = await read();
          railway.stage.deploy(serviceId('web'), 'c'.repeat(40));
          clock.advance(20_000);
          return active;
        };
      },
    });
    expect(results).toMatchObject([{ kind: 'refused', refusal: 'bad-not-active' }]);
    expect(orders).toEqual(['web c']);
  });

  it('where Railway declines', async () => {
    const { results, verdict, texts, tookMs } = await play({
      set: ({ orderFailures }) => orderFailures.push({ error: refused, isCarriedOut: false }),
    });
    expect([results[0]?.kind, verdict, tookMs]).toEqual(['failed', 'rollback-failed', 0]);
    expect(texts[0]).toBe(
      'service "web" was not rolled back, and nothing was changed: POST https://x/y: 401: no',
    );
  });
});

describe('an order whose answer is lost', () => {
  it('is not repeated where it was carried out', async () => {
    const { verdict, orders } = await play({
      set: ({ orderFailures }) => orderFailures.push({ error: lost, isCarriedOut: true }),
    });
    expect([verdict, orders]).toEqual(['rolled-back', ['web a']]);
  });

  it('is repeated once where nothing came of it in a minute', async () => {
    const { verdict, orders, tookMs } = await play({
      set: ({ orderFailures }) => orderFailures.push({ error: lost, isCarriedOut: false }),
    });
    expect([verdict, orders, tookMs]).toEqual(['rolled-back', ['web a'], 85_000]);
  });

  it('is not repeated where it comes to light in the last look before', async () => {
    const { verdict, orders } = await play({
      world: { ordered: () => ({ history: [[61_000, 'SUCCESS']] }) },
      set: (railway, clock) => {
        railway.orderFailures.push({ error: lost, isCarriedOut: true });
        const read = railway.readRollbackState.bind(railway);
        railway.readRollbackState = (...asked) => {
          if (railway.stage.orders.length > 0) clock.advance(5000);
          return read(...asked);
        };
      },
    });
    expect([verdict, orders]).toEqual(['rolled-back', ['web a']]);
  });

  it('is not repeated again, and not called done', async () => {
    const { results, verdict, texts, orders } = await play({
      set: ({ orderFailures }) =>
        orderFailures.push(...[1, 2, 3].map(() => ({ error: lost, isCarriedOut: false }))),
    });
    expect(results).toMatchObject([{ kind: 'unproven', problem: 'not-seen' }]);
    expect([verdict, orders]).toEqual(['rollback-failed', []]);
    expect(texts[0]).toContain(
      'was ordered, but no deployment of it was seen (POST https://x/y: 502',
    );
  });

  it('is not repeated where Railway could not be looked at', async () => {
    const { results, orders } = await play({
      set: (railway) => {
        railway.orderFailures.push({ error: lost, isCarriedOut: false });
        const order = railway.rollBack.bind(railway);
        railway.rollBack = (id) => {
          railway.failures.push(...Array.from({ length: 13 }, () => lost));
          return order(id);
        };
      },
    });
    expect(results).toMatchObject([{ kind: 'unproven', problem: 'not-seen' }]);
    expect(orders).toEqual([]);
  });
});

describe('a rollback that was ordered is not proven', () => {
  it.each([
    [
      'failed',
      [
        [0, 'DEPLOYING'],
        [9000, 'FAILED'],
      ],
      'ended as FAILED',
    ],
    [
      'crashed',
      [
        [0, 'DEPLOYING'],
        [9000, 'CRASHED'],
      ],
      'crashed',
    ],
    [
      'replaced',
      [
        [0, 'DEPLOYING'],
        [9000, 'REMOVED'],
      ],
      'was replaced by another',
    ],
    ['timed-out', [[0, 'DEPLOYING']], 'was still DEPLOYING when the time was up'],
    ['not-seen', [[90_000, 'SUCCESS']], 'no deployment of it was seen'],
  ] as const)('when it %s', async (problem, history, words) => {
    const { results, verdict, texts } = await play({ world: { ordered: () => ({ history }) } });
    expect(results).toMatchObject([{ kind: 'unproven', problem }]);
    expect(verdict).toBe('rollback-failed');
    expect(texts[0]).toContain(words);
  });

  it('for one service is loud beside another that is', async () => {
    const { verdict, results } = await play({
      services: ['web', 'worker'],
      world: {
        ordered: ({ service }) => (service === 'web' ? {} : { history: [[0, 'FAILED']] }),
      },
    });
    expect(verdict).toBe('rollback-partial');
    expect(results.map(({ kind }) => kind)).toEqual(['rolled-back', 'unproven']);
  });

  it('while Railway is out of reach, and says so', async () => {
    const { results, texts } = await play({
      set: (railway) => {
        const order = railway.rollBack.bind(railway);
        railway.rollBack = (id) => {
          railway.failures.push(...Array.from({ length: 200 }, () => lost));
          return order(id);
        };
      },
    });
    expect(results).toMatchObject([{ kind: 'unproven', problem: 'not-seen' }]);
    expect(texts[0]).toContain('502: down');
  });
});
