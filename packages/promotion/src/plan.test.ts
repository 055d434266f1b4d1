import { describe, expect, it } from 'vitest';
import { baseOf, planOf, release, sync } from './history.fixture.ts';
import { findConflicts } from './index.ts';

const kinds = (told: Parameters<typeof planOf>[0]): string[] =>
  findConflicts(planOf(told)).map(({ kind, path }) => `${kind} ${path}`);

describe('the last meeting of a path', () => {
  it("is git's merge base where the branches never met since", () => {
    expect(baseOf({ base: { a: 'o' }, main: [{ a: 'm' }], staging: [{ a: 's' }] })).toBeUndefined();
  });

  it('is the content a squash release put on main', () => {
    const told = {
      base: { a: 'o' },
      main: [{ a: 'x' }],
      staging: [{ a: 'x' }, { a: 'y' }],
      seconds: { m1: 15 },
    };
    expect(baseOf(told)).toBe('x');
  });

  it('is the content a squash sync put on staging', () => {
    const told = { base: { a: 'o' }, main: [{ a: 'h' }, { a: 'h2' }], staging: [{ a: 'h' }] };
    expect(baseOf({ ...told, seconds: { s1: 15 } })).toBe('h');
  });

  it('is found whatever the clocks say', () => {
    const told = { base: { a: 'o' }, main: [{ a: 'x' }], staging: [{ a: 'x' }, { a: 'y' }] };
    expect(baseOf({ ...told, seconds: { m1: 1 } })).toBe('x');
    expect(baseOf({ ...told, seconds: { m1: 1000 } })).toBe('x');
  });

  it('keeps a revert on main a revert: content from before the meeting is old news', () => {
    const told = { base: { a: 'o' }, main: [{ a: 'x' }, { a: 'o' }], staging: [{ a: 'x' }] };
    expect(baseOf({ ...told, seconds: { m1: 15 } })).toBe('x');
    expect(kinds({ ...told, seconds: { m1: 15 } })).toEqual([]);
  });

  it('keeps the branches apart where each was changed on its own', () => {
    const told = { base: { a: 'o', b: 'o' }, main: [{ a: 'h' }], staging: [{ b: 'f' }] };
    expect(planOf(told).base.size).toBe(0);
  });
});

describe('a record', () => {
  const told = {
    base: { a: 'o' },
    // A hotfix, then a release that git merged with it: main never holds what staging holds.
    main: [{ a: 'h' }, { a: 'hx' }],
    staging: [{ a: 'x' }, { a: 'y' }],
    seconds: { m1: 5, m2: 15 },
  };

  it("makes its source's content the base, which keeps the hotfix", () => {
    expect(baseOf(told)).toBeUndefined();
    expect(baseOf({ ...told, records: [release('s1', 'm2')] })).toBe('x');
  });

  it("never makes its landing's content the base, which would drop the hotfix", () => {
    const released = { ...told, staging: [{ a: 'x' }], records: [release('s1', 'm2')] };
    const { meeting } = planOf(released).paths.get('a')!;
    // Main differs from the base, staging does not: the merge keeps what main holds.
    expect(meeting.base).toBe('100644 x');
    expect(baseOf(released)).not.toBe('hx');
  });

  it('of a sync makes the content of main the base', () => {
    const synced = {
      base: { a: 'o' },
      main: [{ a: 'h' }],
      staging: [{ a: 'x' }, { a: 'hx' }],
      records: [sync('m1', 's2')],
    };
    expect(baseOf(synced)).toBe('h');
  });

  it('is not believed when its source is not on the line it names', () => {
    expect(baseOf({ ...told, records: [release('m1', 'm2')] })).toBeUndefined();
    expect(baseOf({ ...told, records: [release('s1', 's2')] })).toBeUndefined();
  });

  it('of a partial release counts for the paths it carried, and no others', () => {
    const partial = {
      base: { a: 'o', b: 'o' },
      main: [{ a: 'ha' }, { a: 'hax' }],
      staging: [{ a: 'x', b: 'x' }],
      records: [release('s1', 'm2', ['a'])],
    };
    expect(baseOf(partial, 'a')).toBe('x');
    expect(baseOf(partial, 'b')).toBeUndefined();
  });

  it('of older content than a later record does not lead back', () => {
    const records = [release('s2', 'm1'), release('s1', 'm2')];
    const late = { base: { a: 'o' }, main: [{ a: 'y' }, { b: 'z' }], staging: told.staging };
    expect(baseOf({ ...late, records })).toBe('y');
  });

  it('of a release and one of a sync under way at once make one base of both', () => {
    const crossing = {
      base: { a: 'o', b: 'o' },
      main: [{ a: 'h' }, { b: 'x' }],
      staging: [{ b: 'x' }, { a: 'h' }],
      records: [release('s1', 'm2'), sync('m1', 's2')],
    };
    expect(baseOf(crossing, 'a')).toBe('h');
    expect(baseOf(crossing, 'b')).toBe('x');
    expect(kinds(crossing)).toEqual([]);
  });
});

describe('ambiguity', () => {
  // Was y released, merged with the hotfix, before staging took it back? Contents cannot tell.
  const told = {
    base: { a: 'o' },
    main: [{ a: 'h' }, { a: 'h2' }],
    staging: [{ a: 'y' }, { a: 'o' }],
    seconds: { m1: 5, m2: 15, s1: 10, s2: 20 },
  };

  it('is a conflict that names the commits of both sides', () => {
    expect(findConflicts(planOf(told))).toEqual([
      { path: 'a', kind: 'went-back', main: ['m1', 'm2'], staging: ['s1', 's2'] },
    ]);
  });

  it('is none where nothing can have been received unseen', () => {
    expect(kinds({ ...told, main: [{ a: 'h' }] })).toEqual([]);
    expect(kinds({ ...told, main: [] })).toEqual([]);
  });

  it('is none where both branches hold the same in the end', () => {
    expect(kinds({ ...told, main: [{ a: 'h' }, { a: 'h2' }, { a: 'o' }] })).toEqual([]);
  });

  it('is settled by the knowledge that every release and sync is recorded', () => {
    expect(kinds({ ...told, isComplete: true })).toEqual([]);
  });

  it('arises from the same deletion on both sides, which may be chance', () => {
    const deleted = { base: { a: 'o' }, main: [{ a: null }], staging: [{ a: null }, { a: 'o' }] };
    expect(kinds(deleted)).toEqual(['went-back a']);
    const claimed = { ...deleted, isComplete: true };
    expect([kinds(claimed), baseOf(claimed)]).toEqual([[], undefined]);
  });

  it('is settled by what else came in the same commit', () => {
    const released = {
      base: { a: 'o', b: 'o' },
      main: [{ a: null, b: 'x' }],
      staging: [{ a: null, b: 'x' }, { a: 'o' }],
      seconds: { m1: 15 },
    };
    expect(kinds(released)).toEqual([]);
    expect(baseOf(released)).toBe('');
  });

  it('of a file here and a folder there is refused before git is asked', () => {
    const clash = {
      base: { 'd/x': 'o' },
      main: [{ b: 'n' }],
      staging: [{ 'd/x': null, d: 'f' }],
      records: [release('s1', 'm1', ['d'])],
    };
    expect(kinds(clash)).toContain('file-and-folder d/x');
  });
});
