/** Facts of any release, for properties. */
import fc from 'fast-check';
import {
  check,
  commit,
  deployment,
  hostile,
  learned,
  listed,
  pull,
  review,
  status,
  time,
} from './any-github.suite.ts';
import type { Facts, RailwayFacts } from './facts.ts';
import { unknown } from './learned.ts';
import { stageKeys } from './stage.ts';

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
