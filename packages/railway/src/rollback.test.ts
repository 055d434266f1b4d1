import { describe, expect, it } from 'vitest';
import type { Deployment, Service, Step } from './railway.ts';
import {
  isRollback,
  madeBy,
  type RollbackWish,
  refusalNow,
  refusalOfBad,
  rollbackTargets,
  wasHealthy,
} from './rollback.ts';
import { phaseOf } from './status.ts';

const commit = (letter: string): string => letter.repeat(40);

/** Created at minute `at`, of commit and image `letter`. */
const record = (
  at: number,
  letter: string,
  ...[status, more = {}]: [status: string, more?: Partial<Deployment>]
): Deployment => ({
  id: `d${at}`,
  serviceId: 'web',
  status,
  phase: phaseOf(status),
  createdAtMs: at * 60_000,
  commit: commit(letter),
  imageDigest: `sha256:${letter}`,
  canRollback: true,
  stopped: false,
  ...more,
});

const without = (key: keyof Deployment, from: Deployment): Deployment => {
  const copy = { ...from };
  Reflect.deleteProperty(copy, key);
  return copy;
};

const bad = record(9, 'z', 'SUCCESS');

describe('the deployment to bring back', () => {
  const choose = (records: readonly Deployment[], wish: Partial<RollbackWish> = {}) => {
    const { targets, refusal } = rollbackTargets([...records, bad], bad, wish);
    const [first] = targets;
    return first ? `${first.deployment.id} ${first.basis}` : refusal;
  };

  it.each<readonly [string, readonly Deployment[], Partial<RollbackWish>, string]>([
    [
      'is the newest earlier one',
      [record(1, 'a', 'REMOVED'), record(2, 'b', 'REMOVED')],
      {},
      'd2 was-healthy',
    ],
    ['is not a later one', [record(10, 'a', 'SUCCESS')], {}, 'no-candidate'],
    [
      'is not one of the bad commit',
      [record(1, 'z', 'REMOVED', { imageDigest: 'sha256:y' })],
      {},
      'no-candidate',
    ],
    [
      'is not one of the bad image',
      [record(1, 'a', 'REMOVED', { imageDigest: 'sha256:z' })],
      {},
      'no-candidate',
    ],
    [
      'is not an upload of unknown code',
      [without('commit', record(1, 'a', 'REMOVED'))],
      {},
      'no-candidate',
    ],
    [
      'is not one that aged out',
      [record(1, 'a', 'REMOVED', { canRollback: false })],
      {},
      'not-restorable',
    ],
    [
      'is not one that was never built',
      [without('imageDigest', record(1, 'a', 'REMOVED'))],
      {},
      'not-restorable',
    ],
    ['is not one that failed', [record(1, 'a', 'FAILED')], {}, 'not-restorable'],
    ['is not one that crashed', [record(1, 'a', 'CRASHED')], {}, 'not-restorable'],
    [
      'is one recorded as good before a newer one',
      [record(1, 'a', 'REMOVED'), record(2, 'b', 'REMOVED')],
      { knownGood: [commit('A')] },
      'd1 known-good',
    ],
    [
      'is the best of those recorded that Railway still has',
      [record(1, 'a', 'REMOVED'), record(2, 'b', 'REMOVED', { canRollback: false })],
      { knownGood: ['d2', 'd1'] },
      'd1 known-good',
    ],
    [
      'is the one asked for before one recorded',
      [record(1, 'a', 'REMOVED'), record(2, 'b', 'REMOVED')],
      { targetId: 'd1', knownGood: ['d2'] },
      'd1 asked',
    ],
    [
      'is never another than asked for',
      [record(2, 'b', 'REMOVED')],
      { targetId: 'd1' },
      'target-elsewhere',
    ],
    [
      'asked for must be restorable',
      [record(1, 'a', 'REMOVED', { canRollback: false })],
      { targetId: 'd1' },
      'not-restorable',
    ],
    [
      'asked for must change something',
      [record(1, 'z', 'REMOVED')],
      { targetId: 'd1' },
      'same-image',
    ],
  ])('%s', (_name, ...[records, wish, expected]) => {
    expect(choose(records, wish)).toBe(expected);
    expect(choose(records.toReversed(), wish)).toBe(expected);
  });
});

describe('steps show health', () => {
  const done: Step = { name: 'CREATE_CONTAINER', startedAtMs: 0, endedAtMs: 1 };
  const checked: Step = { ...done, name: 'HEALTHCHECK' };

  it.each<readonly [string, readonly Step[], boolean, boolean]>([
    ['when the health check passed', [done, checked], true, true],
    ['when it failed once and passed then', [{ ...checked, error: 'no' }, checked], true, true],
    ['not when it failed', [done, { ...checked, error: 'no answer' }], true, false],
    ['not when it never ended', [done, { name: 'HEALTHCHECK', startedAtMs: 0 }], true, false],
    ['not by a started container alone, where there is a check now', [done], true, false],
    ['by a started container, where there is no check', [done], false, true],
    [
      'not when the old check failed, though there is none now',
      [done, { ...checked, error: 'x' }],
      false,
      false,
    ],
    ['not when there are none', [], false, false],
  ])('%s', (_name, ...[steps, hasHealthcheck, expected]) => {
    expect(wasHealthy(steps, hasHealthcheck)).toBe(expected);
  });
});

describe('a rollback is recognised', () => {
  it.each<readonly [string, readonly Deployment[], Deployment, boolean]>([
    ["by Railway's word", [], record(3, 'a', 'SUCCESS', { reason: 'rollback' }), true],
    [
      'by an image from before other code',
      [record(1, 'a', 'REMOVED'), record(2, 'b', 'REMOVED')],
      record(3, 'a', 'SUCCESS'),
      true,
    ],
    [
      'not in a redeploy of what served',
      [record(1, 'a', 'REMOVED')],
      record(3, 'a', 'SUCCESS'),
      false,
    ],
    [
      'not in the first deployment of an image',
      [record(1, 'b', 'REMOVED')],
      record(3, 'a', 'SUCCESS'),
      false,
    ],
    [
      'not where what lay between was never built',
      [record(1, 'a', 'REMOVED'), without('imageDigest', record(2, 'b', 'SKIPPED'))],
      record(3, 'a', 'SUCCESS'),
      false,
    ],
  ])('%s', (_name, ...[earlier, deployment, expected]) => {
    expect(isRollback([...earlier, deployment], deployment)).toBe(expected);
  });
});

const service: Service = {
  id: 'web',
  name: 'web',
  watchPatterns: [],
  hasHealthcheck: true,
  isCron: false,
  urls: [],
  active: [],
};
const wish: RollbackWish = { service, badId: bad.id };

describe('a rollback is refused', () => {
  const later = (status: string) => record(10, 'y', status);

  it.each<readonly [string, readonly Deployment[], readonly Deployment[], string | undefined]>([
    ['not while the bad one serves', [bad], [bad], undefined],
    ['not of one that crashed and is listed no more', [], [record(9, 'z', 'CRASHED')], undefined],
    ['when another serves', [later('SUCCESS')], [later('SUCCESS'), bad], 'bad-not-active'],
    [
      'when another serves beside it',
      [bad, later('SUCCESS')],
      [later('SUCCESS'), bad],
      'bad-not-active',
    ],
    ['when nothing serves', [], [record(9, 'z', 'REMOVED')], 'bad-not-active'],
    ['while a newer one is built', [bad], [later('BUILDING'), bad], 'newer-under-way'],
    ['while a newer one is queued', [bad], [later('QUEUED'), bad], 'newer-under-way'],
    ['not for one that waits for checks', [bad], [later('WAITING'), bad], undefined],
    ['not for one that failed', [bad], [later('FAILED'), bad], undefined],
    [
      'when the bad one is a rollback itself',
      [bad],
      [bad, record(8, 'b', 'REMOVED'), record(7, 'z', 'REMOVED')],
      'is-rollback',
    ],
  ])('%s', (_name, ...[active, records, expected]) => {
    expect(refusalOfBad({ active, records }, wish)).toBe(expected);
  });

  it('not from a rollback where a person names the target', () => {
    const records = [bad, record(8, 'b', 'REMOVED'), record(7, 'z', 'REMOVED')];
    expect(refusalOfBad({ active: [bad], records }, { ...wish, targetId: 'd8' })).toBeUndefined();
  });

  const place = { projectId: 'p', projectName: 'p', environmentId: 'e', environmentName: 'e' };
  const target = { ...record(1, 'a', 'REMOVED'), projectId: 'p', environmentId: 'e' };

  it.each([
    ['of another service', { serviceId: 'worker' }, 'target-elsewhere'],
    ['of another environment', { environmentId: 'staging' }, 'target-elsewhere'],
    ['of another project', { projectId: 'blog' }, 'target-elsewhere'],
    ['that aged out since', { canRollback: false }, 'not-restorable'],
    ['that holds', {}, undefined],
  ])('for a target %s', (_name, change, expected) => {
    const state = { target: { ...target, ...change }, active: [bad], records: [bad] };
    const planned = { wish, target: { deployment: target, basis: 'asked' as const }, place };
    expect(refusalNow(state, planned)).toBe(expected);
  });
});

describe('the deployment that a rollback made', () => {
  const target = record(1, 'a', 'REMOVED');
  const order = { target, before: new Set(['d1', 'd9']), atMs: 20 * 60_000 };

  it.each<readonly [string, Deployment, boolean]>([
    ['is a new one of the same image', record(20, 'a', 'BUILDING'), true],
    ['may be older by as much as clocks differ', record(19, 'a', 'BUILDING'), true],
    [
      'is known by its commit where it has no image yet',
      without('imageDigest', record(20, 'a', 'QUEUED')),
      true,
    ],
    ['is not one from long before', record(18, 'a', 'SUCCESS'), false],
    ['is not one that was there', record(20, 'a', 'SUCCESS', { id: 'd9' }), false],
    ['is not one of another image', record(20, 'b', 'BUILDING'), false],
    ['is not one of another service', record(20, 'a', 'BUILDING', { serviceId: 'worker' }), false],
  ])('%s', (_name, made, isIt) => {
    expect(madeBy([target, made], order)).toBe(isIt ? made : undefined);
  });
});
