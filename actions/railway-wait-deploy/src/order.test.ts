import type { Deployment } from '@release-train/railway';
import { phaseOf } from '@release-train/railway/status';
import { describe, expect, it } from 'vitest';
import type { Relation } from './ancestry.ts';
import { decideOrder, type OrderFacts } from './order.ts';
import { newer, older, ours } from './scenario.suite.ts';

const record = (
  at: number,
  commit: string | undefined,
  ...[status]: [status: string]
): Deployment => ({
  id: `d${at}`,
  serviceId: 's',
  status,
  phase: phaseOf(status),
  createdAtMs: at,
  ...(commit === undefined ? {} : { commit }),
  canRollback: false,
  stopped: false,
});

const serving = record(1, older, 'SUCCESS');

interface Case {
  /** Beside what serves, newest first. */
  readonly records?: readonly Deployment[];
  readonly active?: readonly Deployment[];
  readonly from?: Readonly<Record<string, Relation['kind']>>;
  readonly allowOlder?: boolean;
}

function decided({ records = [], active = [serving], from = {}, allowOlder = false }: Case) {
  const facts: OrderFacts = {
    commit: ours,
    records: [...records, ...active],
    active,
    relations: new Map(
      Object.entries({ [older]: 'contains' as const, ...from }).map(([commit, kind]) => [
        commit,
        kind === 'unknown' ? { kind, reason: 'no token' } : { kind },
      ]),
    ),
    allowOlder,
  };
  const order = decideOrder(facts);
  switch (order.kind) {
    case 'adopt':
      return `adopt ${order.deployment.id}`;
    case 'refuse':
      return `${order.cause}: ${order.detail}`;
    default:
      return order.kind;
  }
}

describe('the commit', () => {
  it.each<readonly [string, Case, string]>([
    ['is ordered over older code', {}, 'order'],
    ['is ordered where nothing serves', { active: [] }, 'order'],
    ['is not ordered where it serves', { active: [record(2, ours, 'SUCCESS')] }, 'adopt d2'],
    ['is not ordered where it sleeps', { active: [record(2, ours, 'SLEEPING')] }, 'adopt d2'],
    ['is not ordered while it is built', { records: [record(2, ours, 'BUILDING')] }, 'adopt d2'],
    ['is not ordered while it is queued', { records: [record(2, ours, 'QUEUED')] }, 'adopt d2'],
    [
      'is not ordered past an approval',
      { records: [record(2, ours, 'NEEDS_APPROVAL')] },
      'adopt d2',
    ],
    ['is not ordered beside a new status', { records: [record(2, ours, 'THAWING')] }, 'adopt d2'],
    ['is ordered past checks', { records: [record(2, ours, 'WAITING')] }, 'order'],
    ['is ordered where Railway skipped it', { records: [record(2, ours, 'SKIPPED')] }, 'order'],
    ['is ordered again after it failed', { records: [record(2, ours, 'FAILED')] }, 'order'],
    ['is ordered again after it crashed', { active: [record(2, ours, 'CRASHED')] }, 'order'],
    [
      'is ordered again where other code serves since',
      {
        records: [record(2, ours, 'SUCCESS')],
        active: [record(3, newer, 'SUCCESS')],
        from: { [newer]: 'contains' },
      },
      'order',
    ],
    [
      'is refused where newer code serves',
      { active: [record(3, newer, 'SUCCESS')], from: { [newer]: 'older' } },
      'would-go-back: commit bbbbbbb',
    ],
    [
      'is refused where newer code is on its way',
      { records: [record(3, newer, 'BUILDING')], from: { [newer]: 'older' } },
      'would-go-back: commit bbbbbbb',
    ],
    [
      'is not refused for code that waits for its checks',
      { records: [record(3, newer, 'WAITING')], from: { [newer]: 'older' } },
      'order',
    ],
    [
      'is refused where another line serves',
      { active: [record(3, newer, 'SUCCESS')], from: { [newer]: 'diverged' } },
      'other-line: commit bbbbbbb',
    ],
    [
      'is refused where nobody knows',
      { active: [record(3, newer, 'SUCCESS')], from: { [newer]: 'unknown' } },
      'ancestry-unknown: commit bbbbbbb: no token',
    ],
    [
      'is refused over an upload of no known commit',
      { active: [record(3, undefined, 'SUCCESS')] },
      'ancestry-unknown: deployment d3 has no known commit',
    ],
    [
      'is ordered over all of these on purpose',
      {
        records: [record(4, undefined, 'BUILDING')],
        active: [record(3, newer, 'SUCCESS')],
        allowOlder: true,
      },
      'order',
    ],
  ])('%s', (_name, given, expected) => {
    expect(decided(given)).toBe(expected);
  });
});
