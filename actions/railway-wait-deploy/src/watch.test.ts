import type { Deployment, Service } from '@release-train/railway';
import { phaseOf } from '@release-train/railway/status';
import { describe, expect, it } from 'vitest';
import { newer, older, ours } from './scenario.suite.ts';
import { observe, startWatch, unseen, type Watched } from './watch.ts';

const record = (id: string, status: string, more: Partial<Deployment> = {}): Deployment => ({
  id,
  serviceId: 's',
  status,
  phase: phaseOf(status),
  createdAtMs: 1,
  commit: ours,
  canRollback: false,
  stopped: false,
  ...more,
});

const live = record('old', 'SUCCESS', { createdAtMs: 0, commit: older });

const service: Service = {
  id: 's',
  name: 'web',
  watchPatterns: [],
  hasHealthcheck: true,
  isCron: false,
  urls: [],
  active: [live],
};

/** Looks one second apart. */
const after = (...looks: readonly (readonly Deployment[])[]): Watched => {
  const last = looks
    .reduce<readonly Watched[]>(
      (watch, records, index) => observe(watch, { records, commit: ours, nowMs: index * 1000 }),
      startWatch([service]),
    )
    .at(0);
  if (!last) throw new Error('the watch lost its service');
  return last;
};

describe('a look', () => {
  it('counts from when the deployment came into its status', () => {
    const building = [record('a', 'BUILDING')];
    const up = [record('a', 'SUCCESS')];
    expect(after(building, up)).toMatchObject({ sinceMs: 1000, looks: 1 });
    expect(after(building, up, up, up)).toMatchObject({ sinceMs: 1000, looks: 3 });
  });

  it('counts anew for another deployment in the same status', () => {
    const first = record('a', 'BUILDING');
    const second = record('b', 'BUILDING', { createdAtMs: 2 });
    expect(after([first], [first], [first, second])).toMatchObject({ sinceMs: 2000, looks: 1 });
  });

  it('leaves records of other services alone', () => {
    expect(after([record('a', 'SUCCESS', { serviceId: 'other' })]).pinned).toBeUndefined();
  });

  it('remembers what serves although the page does not show it', () => {
    expect(after([record('a', 'BUILDING')]).live).toMatchObject({ id: 'old', commit: older });
  });

  it('names what replaced a removed deployment, and only then', () => {
    const next = record('b', 'BUILDING', { createdAtMs: 2, commit: newer });
    expect(after([record('a', 'REMOVED'), next]).successor).toMatchObject({ id: 'b' });
    expect(after([record('a', 'BUILDING'), next]).successor).toBeUndefined();
  });
});

describe('a service to be asked for by itself', () => {
  it.each([
    ['not before the first look', [], false],
    ['one without a record on the page', [[]], true],
    ['not one with any record', [[live]], false],
    ['one whose deployment fell off the page', [[record('a', 'BUILDING')], [live]], true],
    [
      'not one whose deployment came back',
      [[record('a', 'BUILDING')], [live], [record('a', 'BUILDING')]],
      false,
    ],
  ])('is %s', (_name, looks, isUnseen) => {
    const watch = looks.length === 0 ? startWatch([service]) : [after(...looks)];
    expect(unseen(watch)).toEqual(isUnseen ? ['s'] : []);
  });
});
