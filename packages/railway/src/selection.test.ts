import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Deployment } from './railway.ts';
import { liveOf, rollbackCandidate, selectDeployment, successorOf } from './selection.ts';
import { deploymentStatuses, phaseOf } from './status.ts';

const ours = 'a'.repeat(40);
const theirs = 'b'.repeat(40);

const record = (
  id: string,
  createdAtMs: number,
  ...[status, more = {}]: [status: string, more?: object]
): Deployment => ({
  id,
  serviceId: 'web',
  status,
  phase: phaseOf(status),
  createdAtMs,
  commit: ours,
  canRollback: false,
  stopped: false,
  ...more,
});

const digest = { imageDigest: 'sha256:1' };

describe('the deployment that speaks for a commit', () => {
  it.each([
    [
      'one in flight before a live one',
      [record('a', 1, 'SUCCESS'), record('b', 2, 'BUILDING')],
      'b',
    ],
    [
      'a live one before an older one left in the queue',
      [record('a', 1, 'WAITING'), record('b', 2, 'SUCCESS')],
      'b',
    ],
    [
      'a live one before a newer failure',
      [record('a', 1, 'SUCCESS'), record('b', 2, 'FAILED')],
      'a',
    ],
    ['the newer of two live ones', [record('a', 1, 'SLEEPING'), record('b', 2, 'SUCCESS')], 'b'],
    [
      'one that was built before one that was not',
      [record('a', 1, 'REMOVED', digest), record('b', 2, 'FAILED')],
      'a',
    ],
    [
      'a failure before a removed one without image',
      [record('a', 1, 'CRASHED'), record('b', 2, 'REMOVED')],
      'a',
    ],
    ['anything before a skipped one', [record('a', 1, 'FAILED'), record('b', 2, 'SKIPPED')], 'a'],
    ['the newest of two skipped ones', [record('a', 1, 'SKIPPED'), record('b', 2, 'SKIPPED')], 'b'],
    [
      'an unknown status, which may still end well',
      [record('a', 1, 'SUCCESS'), record('b', 2, 'THAWING')],
      'b',
    ],
  ])('is %s', (_name, records, id) => {
    expect(selectDeployment(records, ours)?.id).toBe(id);
    expect(selectDeployment(records.toReversed(), ours)?.id).toBe(id);
  });

  it('is none where only other commits were deployed', () => {
    expect(selectDeployment([record('a', 1, 'SUCCESS', { commit: theirs })], ours)).toBeUndefined();
  });

  it('stays the pinned one when it fails while an older one is live', () => {
    const records = [record('old', 1, 'SUCCESS'), record('pinned', 2, 'FAILED')];
    expect(selectDeployment(records, ours, 'pinned')?.id).toBe('pinned');
  });

  it('becomes a newer record of the commit', () => {
    const records = [record('pinned', 1, 'FAILED'), record('retry', 2, 'BUILDING')];
    expect(selectDeployment(records, ours, 'pinned')?.id).toBe('retry');
  });

  it('stays the pinned one when the newer record was only skipped', () => {
    const records = [record('pinned', 1, 'BUILDING'), record('twin', 2, 'SKIPPED')];
    expect(selectDeployment(records, ours, 'pinned')?.id).toBe('pinned');
  });

  it('does not depend on the order of the records, and is always one of the commit', () => {
    const records = fc.uniqueArray(
      fc
        .tuple(
          fc.integer({ min: 1, max: 1000 }),
          fc.constantFrom(...deploymentStatuses, 'THAWING'),
          fc.boolean(),
        )
        .map(([at, status, isOurs]) =>
          record(`d${at}`, at, status, { commit: isOurs ? ours : theirs }),
        ),
      { selector: ({ id }) => id, maxLength: 40 },
    );
    fc.assert(
      fc.property(records, fc.integer(), (some, seed) => {
        const shuffled = some.toSorted(
          (a, b) => ((a.createdAtMs * seed) % 97) - ((b.createdAtMs * seed) % 97),
        );
        const selected = selectDeployment(some, ours);
        expect(selectDeployment(shuffled, ours)).toEqual(selected);
        expect(selected?.commit ?? ours).toBe(ours);
        expect(selected === undefined).toBe(some.every(({ commit }) => commit !== ours));
      }),
    );
  });
});

describe('what replaced a removed deployment', () => {
  const removed = record('removed', 5, 'REMOVED');
  const other = { commit: theirs };

  it.each([
    [
      'the newest later one',
      [record('x', 6, 'SUCCESS', other), record('y', 7, 'BUILDING', other)],
      'y',
    ],
    [
      'not one that was skipped',
      [record('x', 6, 'SUCCESS', other), record('y', 7, 'SKIPPED', other)],
      'x',
    ],
    ['not an earlier one', [record('x', 4, 'SUCCESS', other)], undefined],
    ['not one of the same commit', [record('x', 6, 'SUCCESS')], undefined],
    ['a removed one only where nothing else is there', [record('x', 6, 'REMOVED', other)], 'x'],
  ])('is %s', (_name, records, id) => {
    expect(successorOf([removed, ...records], removed)?.id).toBe(id);
  });
});

it('what serves is the newest record that is up, not the newest record', () => {
  const records = [
    record('old', 1, 'SUCCESS'),
    record('up', 2, 'SLEEPING'),
    record('no', 3, 'SKIPPED'),
  ];
  expect(liveOf(records)?.id).toBe('up');
  expect(liveOf([record('x', 1, 'REMOVED')])).toBeUndefined();
});

it('a rollback goes to the newest earlier image of other code that Railway still has', () => {
  const can = { canRollback: true, commit: theirs, ...digest };
  const records = [
    record('oldest', 1, 'REMOVED', can),
    record('good', 2, 'REMOVED', can),
    record('same code', 3, 'REMOVED', { ...can, commit: ours }),
    record('never built', 4, 'REMOVED', { ...can, imageDigest: undefined }),
    record('aged out', 5, 'REMOVED', { ...can, canRollback: false }),
    record('later', 9, 'SUCCESS', can),
  ];
  expect(rollbackCandidate(records, record('now', 8, 'CRASHED'))?.id).toBe('good');
});
