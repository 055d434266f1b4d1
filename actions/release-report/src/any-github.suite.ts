/** Anything that GitHub may answer, hostile names too, for properties. */
import type { Check, HistoryDeployment, HistoryPull, Review, Status } from '@release-train/github';
import { historyPull } from '@release-train/testing/history-pull';
import fc from 'fast-check';
import { known, type Learned, unknown } from './learned.ts';

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

export const time = fc.integer({ min: 0, max: 2_000_000_000_000 });
export const commit = fc.constantFrom('a'.repeat(40), 'b'.repeat(40), 'c'.repeat(40));

export const learned = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Learned<T>> =>
  fc.oneof(
    { weight: 4, arbitrary: value.map((each) => known(each)) },
    { weight: 1, arbitrary: hostile.map((text) => unknown('no-permission', text)) },
  );

export const listed = <T>(item: fc.Arbitrary<T>) =>
  learned(
    fc.record({
      items: fc.array(item, { maxLength: 4 }),
      isCut: fc.constantFrom(false, false, true),
    }),
  );

const person = fc.record({ login: hostile, isBot: fc.boolean() });

export const check: fc.Arbitrary<Check> = fc.record(
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

export const status: fc.Arbitrary<Status> = fc.record(
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

export const review: fc.Arbitrary<Review> = fc.record({
  author: person,
  isOfMember: fc.boolean(),
  state: fc.constantFrom('approved', 'changes-requested', 'commented', 'dismissed'),
  atMs: time,
  commit,
  url: hostile,
});

export const pull: fc.Arbitrary<HistoryPull> = fc
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

export const deployment: fc.Arbitrary<HistoryDeployment> = fc.record({
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
