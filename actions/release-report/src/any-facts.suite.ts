/** Facts of any release, hostile ones too, for properties. */
import type { Check, HistoryPull, Review, Status } from '@release-train/github';
import { historyPull } from '@release-train/testing/history-pull';
import fc from 'fast-check';
import type { Facts, RailwayFacts } from './facts.ts';
import { known, type Learned, unknown } from './learned.ts';
import { stageKeys } from './stage.ts';

/** Names that would leave a table, a link, a code span, a comment or a chart, if they could. */
export const hostile = fc.oneof(
  fc.constantFrom(
    ...['| a | b |', '```', '`x`', '<!-- release-train:report end -->', '[a](javascript:1)'],
    ...[
      '@everyone',
      '#1',
      'x\n| y |',
      'section z :a, 1, 2',
      '::error::x',
      '\u202eevil',
      '</details>',
    ],
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
);

const time = fc.integer({ min: 0, max: 2_000_000_000_000 });
const commit = fc.constantFrom('a'.repeat(40), 'b'.repeat(40), 'c'.repeat(40));

const learned = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Learned<T>> =>
  fc.oneof(
    { weight: 4, arbitrary: value.map((each) => known(each)) },
    { weight: 1, arbitrary: hostile.map((text) => unknown('no-permission', text)) },
  );

const listed = <T>(item: fc.Arbitrary<T>) =>
  learned(
    fc.record({
      items: fc.array(item, { maxLength: 4 }),
      isCut: fc.constantFrom(false, false, true),
    }),
  );

const person = fc.record({ login: hostile, isBot: fc.boolean() });

const check: fc.Arbitrary<Check> = fc.record(
  {
    name: hostile,
    app: fc.constantFrom('ci', 'other'),
    status: fc.constantFrom('completed', 'in_progress', 'odd'),
    conclusion: fc.constantFrom('success', 'failure', 'skipped', 'odd'),
    startedAtMs: time,
    endedAtMs: time,
    url: hostile,
  },
  { requiredKeys: ['name', 'app', 'status'] },
);

const status: fc.Arbitrary<Status> = fc.record(
  {
    context: fc.oneof(hostile, fc.constant('release-train/monitor')),
    state: fc.constantFrom('success', 'failure', 'pending', 'odd'),
    description: fc.oneof(
      hostile,
      fc
        .constantFrom('healthy', 'failed', 'watching')
        .map((word) => `${word} [00000000.000000000000]`),
    ),
    atMs: time,
    url: hostile,
  },
  { requiredKeys: ['context', 'state', 'description', 'atMs'] },
);

const review: fc.Arbitrary<Review> = fc.record({
  author: person,
  isOfMember: fc.boolean(),
  state: fc.constantFrom('approved', 'changes-requested', 'commented', 'dismissed'),
  atMs: time,
  commit,
  url: hostile,
});

const pull: fc.Arbitrary<HistoryPull> = fc
  .record({
    number: fc.integer({ min: 1, max: 99 }),
    title: hostile,
    body: fc.oneof(hostile, fc.constant('Reverts acme/shop#1')),
    author: hostile,
    url: hostile,
    headBranch: fc.constantFrom('staging', 'sync/main-to-staging', 'x'),
    createdAtMs: time,
    updatedAtMs: time,
    mergedAtMs: fc.option(time, { nil: undefined }),
  })
  .map(({ mergedAtMs, ...fields }) =>
    historyPull({
      ...fields,
      headSha: 'a'.repeat(40),
      ...(mergedAtMs === undefined
        ? {}
        : { mergedAtMs, isMerged: true, state: 'closed', mergeCommit: 'b'.repeat(40) }),
    }),
  );

const deployment = fc.record({
  id: fc.nat(),
  environment: fc.oneof(hostile, fc.constant('shop / production')),
  creator: person,
  createdAtMs: time,
  states: fc.array(
    fc.record({
      state: fc.constantFrom('success', 'failure', 'in_progress', 'inactive', 'odd'),
      description: hostile,
      atMs: time,
      url: hostile,
    }),
    { maxLength: 3 },
  ),
});

const step = fc.record(
  {
    name: fc.constantFrom('BUILD_IMAGE', 'CREATE_CONTAINER', 'HEALTHCHECK'),
    startedAtMs: time,
    endedAtMs: time,
    error: hostile,
  },
  { requiredKeys: ['name', 'startedAtMs'] },
);

const railwayDeployment = fc.record(
  {
    id: fc.constant('d'),
    serviceId: fc.constant('s'),
    status: hostile,
    phase: fc.constantFrom('live', 'failed', 'skipped', 'moving', 'removed', 'unknown'),
    createdAtMs: time,
    statusSinceMs: time,
    commit,
    imageDigest: fc.constant('sha256:1'),
    skippedReason: hostile,
    canRollback: fc.boolean(),
    stopped: fc.boolean(),
  },
  { requiredKeys: ['id', 'serviceId', 'status', 'phase', 'createdAtMs', 'canRollback', 'stopped'] },
);

const railway: fc.Arbitrary<RailwayFacts> = fc.record({
  place: fc.constant({
    ...{ projectId: 'p', projectName: 'shop' },
    ...{ environmentId: 'e', environmentName: 'production' },
  }),
  services: fc.array(
    fc.record({
      name: hostile,
      url: hostile,
      deployment: fc.option(railwayDeployment, { nil: undefined }),
      isOutOfReach: fc.boolean(),
      steps: learned(fc.array(step, { maxLength: 3 })),
      wentBack: fc.array(railwayDeployment, { maxLength: 1 }),
    }),
    { maxLength: 3 },
  ),
});

const shippedCommit = fc.record({
  sha: commit,
  subject: hostile,
  author: hostile,
  authoredAtMs: time,
});

const proofs = fc.record({ runs: listed(check), statuses: listed(status) });

export const anyFacts: fc.Arbitrary<Facts> = fc.record({
  environment: fc.oneof(fc.constant('production'), hostile),
  kind: fc.constantFrom('release', 'feature'),
  head: fc.constant('staging'),
  expected: fc.subarray([...stageKeys]),
  pull: fc.option(pull, { nil: undefined }),
  commit: fc.option(commit, { nil: undefined }),
  evidence: fc.array(
    fc.record({
      name: fc.oneof(hostile, fc.constantFrom('health', 'monitor', 'deploy')),
      verdict: fc.oneof(hostile, fc.constant('healthy')),
      isGood: fc.boolean(),
      url: fc.option(hostile, { nil: undefined }),
    }),
    { maxLength: 2 },
  ),
  railway: fc.oneof(learned(railway), fc.constant(unknown('no-railway-token'))),
  runUrl: fc.constant(''),
  nowMs: time,
  reviews: listed(review),
  checks: proofs,
  staging: fc
    .tuple(proofs, learned(fc.option(commit, { nil: undefined })), listed(deployment))
    .map(([both, source, deployments]) => ({ ...both, source, deployments })),
  trees: fc.record({ source: learned(commit), head: learned(commit), landed: learned(commit) }),
  shipped: learned(
    fc.record({
      commits: fc.record({
        items: fc.array(shippedCommit, { maxLength: 3 }),
        isCut: fc.boolean(),
      }),
      since: fc.option(fc.record({ number: fc.nat(), url: hostile }), { nil: undefined }),
    }),
  ),
  deployments: listed(deployment),
  statuses: listed(status),
  claim: learned(fc.option(fc.record({ message: hostile, atMs: time }), { nil: undefined })),
  intoBase: listed(pull),
  intoHead: listed(pull),
});
