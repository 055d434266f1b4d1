import { describe, expect, it } from 'vitest';
import { planOf, release, sync } from './history.fixture.ts';
import { carriedPaths, commitsToCarry } from './index.ts';

const told = {
  base: { a: 'o', b: 'o', c: 'o' },
  main: [{ a: 'x', b: 'x' }],
  staging: [{ a: 'x' }, { b: 'x' }, { a: 'y' }, { c: 'z' }],
  seconds: { m1: 25 },
};

describe('commits to carry', () => {
  it('are those with a change after the last meeting of its path', () => {
    expect(commitsToCarry(planOf(told), 'staging')).toEqual(['s3', 's4']);
    expect(commitsToCarry(planOf({ ...told, records: [release('s2', 'm1')] }), 'staging')).toEqual([
      's3',
      's4',
    ]);
  });

  it('are all of them where nothing was released', () => {
    const plan = planOf({ ...told, main: [] });
    expect(commitsToCarry(plan, 'staging')).toEqual(['s1', 's2', 's3', 's4']);
  });

  it('came after the source of a release, even if before it landed', () => {
    const plan = planOf({ ...told, seconds: { m1: 100 }, records: [release('s2', 'm1')] });
    expect(commitsToCarry(plan, 'staging')).toEqual(['s3', 's4']);
  });

  it('do not include a sync, and a sync releases nothing', () => {
    const synced = {
      base: { a: 'o', b: 'o' },
      main: [{ b: 'h' }],
      staging: [{ a: 'x', b: 'y' }, { b: 'hy' }],
      records: [sync('m1', 's2')],
    };
    expect(commitsToCarry(planOf(synced), 'staging')).toEqual(['s1']);
    expect(commitsToCarry(planOf(synced), 'main')).toEqual([]);
  });

  it('of main are the hotfixes staging lacks', () => {
    const plan = planOf({ ...told, main: [...told.main, { c: 'h' }] });
    expect(commitsToCarry(plan, 'main')).toEqual(['m2']);
  });
});

describe('paths a partial release carries', () => {
  it('are those whose every open change was picked', () => {
    const plan = planOf({ ...told, staging: [...told.staging, { c: 'zz', d: 'n' }] });

    expect(carriedPaths(plan, new Set(['s3', 's4']))).toEqual(new Set(['a']));
    expect(carriedPaths(plan, new Set(['s4', 's5']))).toEqual(new Set(['c', 'd']));
    expect(carriedPaths(plan, new Set())).toEqual(new Set());
  });
});
