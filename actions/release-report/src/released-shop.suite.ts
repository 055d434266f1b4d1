/** A release of a shop as it stands on GitHub and Railway afterwards, for flow tests. */
import { type EventContext, readInputs } from '@release-train/action-kit';
import type { HistoryPull, Person } from '@release-train/github';
import { withBlock } from '@release-train/github/managed-block';
import { FakeClock } from '@release-train/testing/fake-clock';
import { FakeRailway, type RailwayWorld } from '@release-train/testing/fake-railway';
import { FakeReleaseHistory } from '@release-train/testing/fake-release-history';
import { FakeRunner } from '@release-train/testing/fake-runner';
import { historyPull } from '@release-train/testing/history-pull';
import { contract } from './contract.ts';
import { run } from './run.ts';

const sha = (digit: string): string => digit.repeat(40);

/** Commits, by what they are. */
export const at = {
  oldMain: sha('1'),
  oldSource: sha('2'),
  feature: sha('3'),
  source: sha('4'),
  tip: sha('5'),
  landed: sha('6'),
} as const;

const minuteMs = 60_000;
export const startMs = Date.UTC(2026, 9, 5, 9, 0);
/** Minutes after the release pull request was opened. */
export const after = (minutes: number): number => startMs + minutes * minuteMs;

export const erik: Person = { login: 'erik', isBot: false };
const bot: Person = { login: 'acme-release-train[bot]', isBot: true };

const releaseBody = (source: string, tip: string): string =>
  withBlock('', { kind: 'release', record: { source, tip }, text: 'What is new' });

const merged = (mergeCommit: string, mergedAtMs: number): Partial<HistoryPull> => ({
  ...{ isMerged: true, state: 'closed', mergeCommit, mergedAtMs },
  ...{ closedAtMs: mergedAtMs, updatedAtMs: mergedAtMs, mergedBy: erik },
});

export const releaseNumber = 8;

/** Released, tested, approved by a person, deployed, watched. */
export function releasedShop(): FakeReleaseHistory {
  const history = new FakeReleaseHistory();
  const { pulls, commits, branches } = history;
  const trees = { old: sha('a'), fresh: sha('b') };
  const told = (subject: string, authoredAtMs: number) => ({ subject, authoredAtMs });
  commits.set(at.oldMain, { tree: trees.old, ...told('Release (#3)', after(-9000)) });
  commits.set(at.oldSource, { tree: trees.old, ...told('Start', after(-9900)) });
  const feature = told('Sell gift cards (#6)', after(-300));
  commits.set(at.feature, { tree: sha('c'), parents: [at.oldSource], ...feature });
  const source = told('Show prices (#7)', after(-60));
  commits.set(at.source, { tree: trees.fresh, parents: [at.feature], ...source });
  commits.set(at.tip, { tree: trees.fresh, parents: [at.oldMain], ...told('Release', after(-1)) });
  commits.set(at.landed, {
    tree: trees.fresh,
    parents: [at.oldMain],
    ...told('Release', after(30)),
  });
  branches.set('main', at.landed);
  branches.set('staging', at.source);
  const into = (number: number, fields: Partial<HistoryPull>): void => {
    pulls.set(number, historyPull({ number, ...fields }));
  };
  const release = { headBranch: 'release/staging-to-main', baseSha: at.oldMain };
  const old = { body: releaseBody(at.oldSource, sha('d')), headSha: sha('d'), baseSha: sha('e') };
  into(3, { ...release, ...old, createdAtMs: after(-9100), ...merged(at.oldMain, after(-9000)) });
  const feat = { baseBranch: 'staging', author: 'dana', authorRole: 'member' } as const;
  into(6, { ...feat, title: 'Sell gift cards', ...merged(at.feature, after(-300)) });
  into(7, { ...feat, title: 'Show prices', ...merged(at.source, after(-60)) });
  const own = { body: releaseBody(at.source, at.tip), headSha: at.tip, createdAtMs: after(0) };
  into(releaseNumber, { ...release, ...own, ...merged(at.landed, after(30)) });
  recordWork(history);
  return history;
}

function recordWork(history: FakeReleaseHistory): void {
  const check = (name: string, from: number, to: number) => ({
    ...{ name, app: 'github-actions', status: 'completed', conclusion: 'success' },
    ...{ startedAtMs: after(from), endedAtMs: after(to), url: `https://github.example/${name}` },
  });
  history.checksOf.set(at.source, [check('staging', -55, -50)]);
  history.checksOf.set(at.tip, [check('test', 1, 6), check('lint', 1, 2)]);
  const review = { isOfMember: true, commit: at.tip, url: 'https://github.example/review' };
  history.reviewsOf.set(releaseNumber, [
    { ...review, author: bot, state: 'approved', atMs: after(7) },
    { ...review, author: erik, state: 'approved', atMs: after(25) },
  ]);
  const status = { context: 'release-train/monitor', url: 'https://github.example/run' };
  const judged = (word: string): string => `${word} [0a1b2c3d.0a1b2c3d4e5f]`;
  history.statusesOf.set(at.landed, [
    { ...status, state: 'pending', description: judged('watching'), atMs: after(34) },
    { ...status, state: 'success', description: judged('healthy (clean)'), atMs: after(44) },
  ]);
  const railway = { login: 'railway-app[bot]', isBot: true };
  history.deploymentsOf.set(at.landed, [
    {
      ...{ id: 1, environment: 'shop / production', creator: railway, createdAtMs: after(31) },
      states: [{ state: 'success', description: '', atMs: after(33), url: 'https://shop.example' }],
    },
  ]);
}

const trigger = { repository: 'acme/shop', branch: 'main', waitsForCi: false };
const steps = [
  ['BUILD_IMAGE', 1000, 60_000],
  ['CREATE_CONTAINER', 60_000, 80_000],
  ['HEALTHCHECK', 80_000, 90_000],
] as const;

/** Two services, of which the release deployed both; times from minute 31 on. */
export const shopOnRailway = (change: Partial<RailwayWorld> = {}): RailwayWorld => ({
  project: 'shop',
  environment: 'production',
  services: ['web', 'worker'].map((name) => ({ name, trigger })),
  deployments: ['web', 'worker'].map((service) => ({
    ...{ id: `${service}-1`, service, commit: at.landed, imageDigest: 'sha256:1', steps },
    history: [
      [0, 'BUILDING'],
      [90_000, 'SUCCESS'],
    ],
  })),
  ...change,
});

const context: EventContext = {
  repository: 'acme/shop',
  eventName: 'workflow_dispatch',
  payload: {},
  sha: at.landed,
  ref: 'refs/heads/main',
  serverUrl: 'https://github.example',
  apiUrl: 'https://api.github.example',
  graphqlUrl: 'https://api.github.example/graphql',
  runUrl: 'https://github.example/acme/shop/actions/runs/99',
  workspace: '',
};

export interface Scene {
  readonly history?: FakeReleaseHistory;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly world?: RailwayWorld;
  readonly context?: Partial<EventContext>;
  /** Minutes after the pull request was opened. */
  readonly now?: number;
}

/** A run of the action over what is left of a release; by default of the good one. */
export async function report(scene: Scene = {}) {
  const { history = releasedShop(), world, now = 60 } = scene;
  const clock = new FakeClock(after(31));
  const railway = world && new FakeRailway(world, clock);
  const runner = new FakeRunner({
    'github-token': 'ghs_token',
    ...(world ? { 'railway-token': 'token' } : {}),
    ...(scene.inputs ?? { 'pull-request': String(releaseNumber) }),
  });
  await clock.sleep((now - 31) * minuteMs);
  const ports = { history, railway, clock, log: runner, context: { ...context, ...scene.context } };
  const outcome = await run(readInputs(contract, runner), ports);
  return { history, log: runner.log, ...outcome, stages: stagesOf(outcome.outputs.report) };
}

/** The states of a report, by stage. */
function stagesOf(json: unknown): Readonly<Record<string, string>> {
  const { stages } = json as { stages: readonly { stage: string; state: string }[] };
  return Object.fromEntries(stages.map(({ stage, state }) => [stage, state]));
}
