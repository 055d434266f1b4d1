/** Whole runs with `language: ru`: whatever is told, it is told in Russian. */
import { FakeClock } from '@release-train/testing/fake-clock';
import { FakeNotifier } from '@release-train/testing/fake-notifier';
import {
  type FakeDeployment,
  FakeRailway,
  type RailwayWorld,
} from '@release-train/testing/fake-railway';
import { expect, it } from 'vitest';
import { placeOf } from './identity.ts';
import { statusOf } from './judgement.ts';
import {
  bad,
  FakeClaims,
  FakeJudgements,
  FakeRevert,
  good,
  monitor,
  sha,
} from './monitor.suite.ts';
import { foreignWords } from './russian.suite.ts';
import { actionsTaken, reasons } from './verdict.ts';

const older = 'd'.repeat(40);
const names = { projectName: 'shop', environmentName: 'production' };
const place = placeOf({ ...names, projectId: 'project-1', environmentId: 'environment-1' });
const trigger = { repository: 'acme/shop', branch: 'main', waitsForCi: false };

const deployment = (id: string, history: FakeDeployment['history']): FakeDeployment => ({
  ...{ id, service: 'web', history, imageDigest: `sha256:${id}`, canRollback: true },
  commit: id === 'release' ? sha : older,
});

const world = (...deployments: FakeDeployment[]): RailwayWorld => ({
  ...{ project: 'shop', environment: 'production' },
  services: [{ name: 'web', trigger, domains: ['app.test'] }],
  deployments,
});

const before = deployment('d-1', [
  [-9_000_000, 'SUCCESS'],
  [-60_000, 'REMOVED'],
]);
const serves = deployment('release', [[-60_000, 'SUCCESS']]);
const newer = deployment('d-9', [[30_000, 'SUCCESS']]);

interface Scene {
  readonly script?: (second: number, orders: number) => typeof good;
  readonly world?: RailwayWorld;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly paths?: readonly string[];
  readonly event?: NonNullable<Parameters<typeof monitor>[1]>['event'];
}

const acting = { 'on-failure': 'rollback, revert-pr' };
const broken = { script: () => bad, world: world(before, serves) };

const scenes: Readonly<Record<string, Scene>> = {
  'a healthy release': {},
  'errors without Railway': { script: () => bad },
  'too many requests': { script: () => ({ status: 429 }) },
  'errors that are over': { script: (now) => (now < 60 ? bad : good) },
  'a slow answer': { inputs: { 'max-latency-p95': '1ms' } },
  'no revision': { inputs: { 'expect-revision': sha, 'revision-from': 'json:$.commit' } },
  'a healthy release on Railway': { world: world(before, serves) },
  'a deployment that failed': { world: world(before, deployment('release', [[0, 'FAILED']])) },
  'a deployment that never came': { world: world(before) },
  'a deployment that was skipped': { world: world(deployment('release', [[0, 'SKIPPED']])) },
  'a newer deployment': { world: world(before, serves, newer) },
  'a workflow that failed': {
    event: {
      eventName: 'workflow_run',
      payload: { workflow_run: { name: 'CI', conclusion: 'failure', head_sha: sha } },
    },
  },
  'a dry run': { ...broken, inputs: { ...acting, 'dry-run': 'true' } },
  'a rollback': {
    world: world(before, serves),
    script: (_, orders) => (orders > 0 ? good : bad),
    inputs: acting,
  },
  'a rollback that does not help': { ...broken, inputs: acting },
  'a migration': {
    ...broken,
    inputs: { ...acting, 'guard-paths': 'db/**' },
    paths: ['db/7.sql'],
  },
  'a revert alone': { ...broken, inputs: { 'on-failure': 'revert-pr' } },
};

/** All that people read of a run. */
async function toldOf({ script = () => good, paths = [], inputs, event, world: on }: Scene) {
  const clock = new FakeClock();
  const railway = on && new FakeRailway(on, clock);
  const orders = (): number =>
    (railway?.stage.records().length ?? 0) - (on?.deployments.length ?? 0);
  const [judgements, claims, revert] = [new FakeJudgements(), new FakeClaims(), new FakeRevert()];
  const notifier = new FakeNotifier();
  const url = 'https://github.test/pull/9';
  const deed = { code: 'revert-opened', number: 9, url, state: 'opened' } as const;
  revert.answer = { taken: 'revert-pr', deed, url };
  const status = statusOf({ verdict: 'healthy', identity: { place, key: '0123456789ab' } });
  judgements.statuses.push({ ...status, commit: older, createdAtMs: 0 });
  claims.paths = paths;
  const comments: string[] = [];
  const { summary, outputs } = await monitor((second) => script(second, orders()), {
    ...(railway ? { shared: { clock, railway } } : {}),
    ...(event ? { event } : {}),
    ...{ judgements, claims, revert, notifier },
    comment: async ({ text }) => {
      comments.push(text);
      return undefined;
    },
    inputs: {
      ...{ language: 'ru', 'github-token': 'x', notify: 'https://hooks.test/secret' },
      ...{ 'notify-on': 'always', ...inputs },
    },
  });
  const codes: readonly string[] = [...reasons, ...actionsTaken];
  const told = notifier.messages.flatMap(({ title, lines = [], facts = [], link }) => [
    ...[
      title.replace('shop / production', '').replace('acme/shop', ''),
      ...lines,
      link?.text ?? '',
    ],
    ...facts.flatMap(({ name, value }) => (codes.includes(value) ? [name] : [name, value])),
  ]);
  const stories = revert.orders.flatMap(({ story: { why, done = '' } }) => [why, done]);
  return { texts: [summary, ...comments, ...told, ...stories], outputs };
}

it.each(Object.entries(scenes))('%s', async (_, scene) => {
  const { texts, outputs } = await toldOf(scene);
  expect(texts.map(foreignWords).filter((words) => words.length > 0)).toEqual([]);
  expect(texts.join(' ')).toMatch(/[а-я]{3}/);
  expect(JSON.stringify(outputs)).not.toMatch(/[а-я]/i);
});
