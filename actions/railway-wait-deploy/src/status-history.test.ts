/** Every status against every history that may stand behind it: the table of the README. */
import { deploymentStatuses } from '@release-train/railway/status';
import type { FakeDeployment } from '@release-train/testing/fake-railway';
import { describe, expect, it } from 'vitest';
import { deployment, newer, older, play } from './scenario.suite.ts';

const built = { imageDigest: 'sha256:1' };
const watchPaths = { skippedReason: 'No changes to watched files' };

/** What else Railway has recorded of the service. */
const histories = {
  alone: [],
  'old code serves': [deployment('web', [[-60_000, 'SUCCESS']], { id: 'old', commit: older })],
  'newer code serves': [deployment('web', [[-1000, 'SUCCESS']], { id: 'new', commit: newer })],
  'newer code failed': [deployment('web', [[-1000, 'FAILED']], { id: 'new', commit: newer })],
  'newer code was skipped': [deployment('web', [[-1000, 'SKIPPED']], { id: 'new', commit: newer })],
  'an upload serves': [{ id: 'up', service: 'web', history: [[-1000, 'SUCCESS']] }],
  'somebody went back': [
    deployment('web', [[-60_000, 'REMOVED']], { id: 'old', commit: older }),
    deployment('web', [[-1000, 'SUCCESS']], { id: 'back', commit: older }),
  ],
  'a redeploy of it serves': [deployment('web', [[-1000, 'SUCCESS']], { id: 'again' })],
  'a duplicate was skipped': [deployment('web', [[-1000, 'SKIPPED']], { id: 'twin' })],
} as const satisfies Record<string, readonly FakeDeployment[]>;

type History = keyof typeof histories;

/** Verdict at the end; in capitals where the step is red. */
type Expected = Partial<Record<History, string>> & { readonly otherwise: string };

const waits: Expected = { otherwise: 'TIMED-OUT', 'a redeploy of it serves': 'success' };
const removed: Expected = {
  otherwise: 'FAILED',
  'newer code serves': 'superseded',
  'an upload serves': 'SUPERSEDED',
  'somebody went back': 'SUPERSEDED',
  'a redeploy of it serves': 'success',
};
const ended = (verdict: string): Expected => ({
  otherwise: verdict,
  'a redeploy of it serves': 'success',
});

const table: readonly (readonly [
  name: string,
  status: string,
  more: Partial<FakeDeployment>,
  expected: Expected,
])[] = [
  ['INITIALIZING', 'INITIALIZING', {}, waits],
  ['QUEUED', 'QUEUED', {}, waits],
  ['WAITING', 'WAITING', {}, waits],
  ['BUILDING', 'BUILDING', {}, waits],
  ['DEPLOYING', 'DEPLOYING', built, waits],
  ['a status of tomorrow', 'THAWING', {}, waits],
  ['NEEDS_APPROVAL', 'NEEDS_APPROVAL', {}, ended('NEEDS-APPROVAL')],
  ['SUCCESS', 'SUCCESS', built, { otherwise: 'success' }],
  ['SLEEPING', 'SLEEPING', built, { otherwise: 'success' }],
  ['FAILED', 'FAILED', {}, ended('FAILED')],
  ['CRASHED', 'CRASHED', built, ended('CRASHED')],
  [
    'SKIPPED for its paths',
    'SKIPPED',
    watchPaths,
    // The newest reason counts, and here it is none.
    { ...ended('skipped'), 'a duplicate was skipped': 'FAILED' },
  ],
  [
    'SKIPPED for its checks',
    'SKIPPED',
    { skippedReason: 'CI check suite failed' },
    ended('FAILED'),
  ],
  ['SKIPPED without a reason', 'SKIPPED', {}, ended('FAILED')],
  ['REMOVING, built', 'REMOVING', built, removed],
  ['REMOVED, built', 'REMOVED', built, removed],
  ['REMOVED, never built', 'REMOVED', {}, removed],
];

it('has every status', () => {
  const statuses = new Set(table.map(([, status]) => status));
  expect(deploymentStatuses.filter((status) => !statuses.has(status))).toEqual([]);
});

describe.each(table)('%s', (_name, ...[status, more, expected]) => {
  it.each(Object.entries(histories))('%s', async (history, others) => {
    const { outputs, outcome } = await play({
      inputs: { timeout: '3m' },
      world: { deployments: [deployment('web', [[-30_000, status]], more), ...others] },
    });
    const verdict = outcome.failure ? outputs.verdict.toUpperCase() : outputs.verdict;
    expect(verdict).toBe(expected[history as History] ?? expected.otherwise);
  });
});
