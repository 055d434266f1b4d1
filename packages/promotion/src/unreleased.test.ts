import { describe, expect, it } from 'vitest';
import { histories, planOf, release, sync } from './history.fixture.ts';
import { commitsToCarry, openChanges, partialPaths, planPromotion } from './index.ts';

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

  it('are none of what a merge commit with the other branch took back, and all of what it kept', () => {
    const merged = (file: string) => {
      const { lines, ...rest } = histories({
        base: { a: 'three' },
        main: [{ a: 'two' }, { a: file }],
        staging: [{ b: 'new' }],
      });
      return planPromotion({ lines: { ...lines, main: { ...lines.main, entry: 2 } }, ...rest });
    };
    expect(commitsToCarry(merged('three'), 'main')).toEqual([]);
    expect(commitsToCarry(merged('three, fixed'), 'main')).toEqual(['m1']);
  });

  it('of main are the hotfixes staging lacks', () => {
    const plan = planOf({ ...told, main: [...told.main, { c: 'h' }] });
    expect(commitsToCarry(plan, 'main')).toEqual(['m2']);
  });
});

describe('a partial release', () => {
  const plan = planOf({ ...told, staging: [...told.staging, { c: 'zz', d: 'n' }] });
  const partial = (...picked: string[]) => partialPaths(plan, new Set(picked));

  it('carries whole the paths whose every open change was picked', () => {
    expect(partial('s3', 's5')).toEqual({
      source: 's5',
      carried: new Set(['a', 'd']),
      leftOut: new Set(['c']),
    });
    expect(partial('s4', 's5')).toEqual({
      source: 's5',
      carried: new Set(['c', 'd']),
      leftOut: new Set(['a']),
    });
  });

  it('is asked about nothing that came after its newest commit', () => {
    expect(partial('s4')).toMatchObject({
      source: 's4',
      carried: new Set(['c']),
      leftOut: new Set(['a']),
    });
    expect(partial('s3', 's4')).toMatchObject({
      carried: new Set(['a', 'c']),
      leftOut: new Set(),
    });
  });

  it('carries nothing of staging where nothing of staging was picked', () => {
    expect(partial()).toBeUndefined();
    expect(partial('h1')).toBeUndefined();
  });

  it('may claim nothing of a path whose history allows two readings', () => {
    const back = { base: { a: 'o' }, main: [{ a: 'x' }, { a: 'o' }], staging: [{ a: 'x' }] };
    const doubtful = planOf({ ...back, staging: [...back.staging, { a: 'o' }, { a: 'z' }] });
    expect(doubtful.paths.get('a')?.isAmbiguous).toBe(true);

    expect(partialPaths(doubtful, new Set(['s1', 's2', 's3']))).toMatchObject({
      carried: new Set(),
      leftOut: new Set(['a']),
    });
  });

  it('is remembered by its commits, though it did not carry their files whole', () => {
    const parts = {
      base: { a: 'o' },
      staging: [{ a: 'ox' }, { a: 'oxy' }, { a: 'oxyz' }],
      main: [{ a: 'oy' }],
      records: [{ ...release('s2', 'm1'), without: new Set(['a']), picked: new Set(['s2']) }],
    };
    const after = planOf(parts);

    expect(commitsToCarry(after, 'staging')).toEqual(['s1', 's3']);
    expect([...openChanges(after).keys()]).toEqual(['s1', 's3']);
    // With the first, the second is there too: the record then tells of both.
    expect(partialPaths(after, new Set(['s1']))).toMatchObject({
      source: 's2',
      carried: new Set(['a']),
    });
  });

  it('finds the changes of a commit that are not released yet', () => {
    const half = { base: { a: 'o', b: 'o' }, main: [{ a: 'x' }], staging: [{ a: 'x', b: 'y' }] };

    const open = openChanges(planOf({ ...half, seconds: { m1: 25 } }));

    expect([...open.keys()]).toEqual(['s1']);
    expect(open.get('s1')).toMatchObject([{ path: 'b' }]);
  });
});
