import { HttpError } from '@release-train/http';
import { RailwayError } from '@release-train/railway';
import { describe, expect, it } from 'vitest';
import { deployment, newer, older, ours, play, web, worker } from './scenario.suite.ts';

const serving = (service: string, commit = older) =>
  deployment(service, [[-60_000, 'SUCCESS']], { id: `${service}-old`, commit });

const contains = { relations: { 'c...a': 'contains' } } as const;
const deploy = { mode: 'deploy' };

describe('mode deploy', () => {
  it('orders the commit and waits for exactly that deployment', async () => {
    const { outputs, railway, log, clock } = await play({
      inputs: deploy,
      world: {
        deployments: [
          serving('web'),
          deployment('web', [[-30_000, 'SKIPPED']], { id: 'declined' }),
        ],
      },
      ...contains,
    });
    expect(outputs).toMatchObject({
      verdict: 'success',
      'live-commit': ours,
      deployments: { web: { id: 'deploy-1', 'live-id': 'deploy-1' } },
    });
    expect(railway.stage.orders).toMatchObject([{ kind: 'deploy', service: 'web', commit: ours }]);
    expect(log).toContain('web: ordered deployment deploy-1');
    expect(clock.elapsed()).toBe(15_000);
  });

  it('does not listen to an older record while the ordered one is not listed yet', async () => {
    const { outputs } = await play({
      inputs: deploy,
      world: {
        deployments: [
          serving('web'),
          deployment('web', [[-30_000, 'FAILED']], { id: 'first-try' }),
        ],
        ordered: () => ({
          history: [
            [7000, 'INITIALIZING'],
            [20_000, 'SUCCESS'],
          ],
        }),
      },
      ...contains,
    });
    expect(outputs).toMatchObject({ verdict: 'success', deployments: { web: { id: 'deploy-1' } } });
  });

  it('orders no further service once the job is cancelled', async () => {
    const { railway, outputs } = await play({
      inputs: deploy,
      cancelAfterMs: 500,
      world: { services: [web, worker], deployments: [serving('web'), serving('worker')] },
      ...contains,
      set: (fake, clock) => {
        const order = fake.deployCommit.bind(fake);
        fake.deployCommit = async (...asked) => {
          await clock.sleep(1000);
          return order(...asked);
        };
      },
    });
    expect(railway.stage.orders.map(({ service }) => service)).toEqual(['web']);
    expect(outputs).toMatchObject({
      verdict: 'failed',
      deployments: { worker: { reason: 'could not be deployed: the job was cancelled before' } },
    });
  });

  it('is done at once, and orders nothing, where the commit is live', async () => {
    const { outputs, railway, ancestry } = await play({
      inputs: deploy,
      world: { deployments: [deployment('web', [[0, 'SUCCESS']])] },
    });
    expect(outputs).toMatchObject({ verdict: 'success', 'duration-ms': 0 });
    expect(railway.stage.orders).toEqual([]);
    expect(ancestry.asked).toEqual([]);
  });

  it('run twice orders once', async () => {
    const building = deployment('web', [
      [0, 'BUILDING'],
      [20_000, 'SUCCESS'],
    ]);
    const { outputs, railway } = await play({
      inputs: deploy,
      world: { deployments: [serving('web'), building] },
      ...contains,
    });
    expect(outputs).toMatchObject({ verdict: 'success', deployments: { web: { id: 'web-1' } } });
    expect(railway.stage.orders).toEqual([]);
  });

  it.each([
    ['older', 'superseded', 'commit bbbbbbb, which contains this commit, serves or is on its way'],
    ['diverged', 'failed', 'commit bbbbbbb serves or is on its way, and this commit does not'],
    ['unknown', 'failed', 'goes back behind commit bbbbbbb: GitHub is out of reach'],
  ] as const)('refuses to go back: %s', async (kind, verdict, words) => {
    const { outputs, outcome, railway } = await play({
      inputs: deploy,
      relations: { 'b...a': kind },
      world: { deployments: [serving('web', newer)] },
    });
    expect(outputs).toMatchObject({ verdict, 'live-commit': newer });
    expect(outcome.failure?.message).toContain(words);
    expect(outcome.failure?.hint).toContain('"allow-older"');
    expect(railway.stage.orders).toEqual([]);
  });

  it('goes back on purpose', async () => {
    const { outputs } = await play({
      inputs: { ...deploy, 'allow-older': 'true' },
      relations: { 'b...a': 'older' },
      world: { deployments: [serving('web', newer)] },
    });
    expect(outputs).toMatchObject({ verdict: 'success', 'live-commit': ours });
  });

  it('accepts that newer code serves, where a newer deployment counts as success', async () => {
    const { outputs, outcome } = await play({
      inputs: { ...deploy, 'on-superseded': 'success' },
      relations: { 'b...a': 'older' },
      world: { deployments: [serving('web', newer)] },
    });
    expect([outputs.verdict, outcome.failure]).toEqual(['superseded', undefined]);
  });

  it('deploys no service where one may not be deployed', async () => {
    const { outputs, outcome, railway } = await play({
      inputs: deploy,
      relations: { 'b...a': 'older', 'c...a': 'contains' },
      world: { services: [web, worker], deployments: [serving('web'), serving('worker', newer)] },
    });
    expect(outputs.verdict).toBe('failed');
    expect(outcome.failure?.message).toContain('service "web" was not deployed: another service');
    expect(railway.stage.orders).toEqual([]);
  });

  it('deploys the others where one is enough', async () => {
    const { outputs, railway } = await play({
      inputs: { ...deploy, require: 'any' },
      relations: { 'b...a': 'older', 'c...a': 'contains' },
      world: { services: [web, worker], deployments: [serving('web'), serving('worker', newer)] },
    });
    expect(outputs.verdict).toBe('success');
    expect(railway.stage.orders.map(({ service }) => service)).toEqual(['web']);
  });

  it('is red where the ordered deployment fails, though an older one of the commit is live', async () => {
    const { outputs } = await play({
      inputs: { ...deploy, 'allow-older': 'true' },
      world: {
        deployments: [
          deployment('web', [
            [-90_000, 'SUCCESS'],
            [-60_000, 'REMOVED'],
          ]),
          serving('web', newer),
        ],
        ordered: () => ({
          history: [
            [0, 'BUILDING'],
            [5000, 'FAILED'],
          ],
        }),
      },
    });
    expect(outputs).toMatchObject({ verdict: 'failed', deployments: { web: { id: 'deploy-1' } } });
  });
});

describe('an order', () => {
  const lost = new HttpError({ method: 'POST', url: 'https://x/y', status: 504, reason: 'gone' });
  const world = { deployments: [serving('web')] };

  it('that Railway refuses is red with its words', async () => {
    const error = new RailwayError('refused', 'POST x: 200: Commit not found');
    const { outputs, outcome, clock } = await play({
      inputs: deploy,
      world,
      ...contains,
      set: ({ orderFailures }) => orderFailures.push({ error, isCarriedOut: false }),
    });
    expect(outputs.verdict).toBe('failed');
    expect(outcome.failure?.message).toContain('could not be deployed: POST x: 200: Commit not');
    expect(clock.slept).toEqual([]);
  });

  it.each([
    ['is not repeated where it was carried out', true, 15_000],
    ['is repeated where nothing came of it in a minute', false, 80_000],
  ])('whose answer is lost %s', async (_name, isCarriedOut, tookMs) => {
    const { outputs, railway, clock } = await play({
      inputs: deploy,
      world,
      ...contains,
      set: ({ orderFailures }) => orderFailures.push({ error: lost, isCarriedOut }),
    });
    expect(outputs).toMatchObject({ verdict: 'success', deployments: { web: { id: 'deploy-1' } } });
    expect(railway.stage.orders).toHaveLength(1);
    expect(clock.elapsed()).toBe(tookMs);
  });

  it('lost twice is not sent a third time', async () => {
    const { outputs, outcome, railway } = await play({
      inputs: deploy,
      world,
      ...contains,
      set: ({ orderFailures }) =>
        orderFailures.push(...[1, 2, 3].map(() => ({ error: lost, isCarriedOut: false }))),
    });
    expect(outputs.verdict).toBe('failed');
    expect(outcome.failure?.message).toContain('504: gone');
    expect(railway.orderFailures).toHaveLength(1);
  });
});

describe('a newer deployment, in mode wait,', () => {
  const removed = deployment('web', [
    [0, 'BUILDING'],
    [10_000, 'REMOVED'],
  ]);
  const next = (commit: string) =>
    deployment(
      'web',
      [
        [8000, 'BUILDING'],
        [60_000, 'SUCCESS'],
      ],
      { id: 'web-2', commit },
    );

  it.each([
    ['contains', 'superseded', true, 60_000, 'which contains this commit'],
    ['older', 'superseded', false, 10_000, 'somebody went back'],
    ['diverged', 'superseded', false, 10_000, 'which does not contain this commit'],
    ['unknown', 'superseded', true, 60_000, 'is not known (GitHub is out of reach)'],
  ] as const)('whose commit %s ours', async (kind, ...[verdict, isGreen, endMs, words]) => {
    const { outputs, outcome, clock, ancestry } = await play({
      relations: { 'a...b': kind },
      world: { deployments: [removed, next(newer)] },
    });
    expect([outputs.verdict, !outcome.failure, clock.elapsed()]).toEqual([verdict, isGreen, endMs]);
    expect(outcome.summary).toContain(words);
    expect(new Set(ancestry.asked)).toEqual(new Set(['a...b']));
  });

  it('whose commit was deployed before is no step back where it contains ours', async () => {
    const before = deployment('web', [[-60_000, 'REMOVED']], { id: 'web-0', commit: newer });
    const { outcome } = await play({
      relations: { 'a...b': 'contains' },
      world: { deployments: [before, removed, next(newer)] },
    });
    expect(outcome.failure).toBeUndefined();
  });
});
