import { describe, expect, it } from 'vitest';
import { nothingCarried, parsePart, partRecord } from './partial-record.ts';

const part = { carried: new Set(['a', 'b']), leftOut: new Set<string>(), picked: ['0123456789ab'] };
const picked = new Set(part.picked);

describe('the record of a part', () => {
  it('names what was left out, or what was carried, whichever is shorter', () => {
    expect(parsePart(partRecord(part))).toEqual({ without: new Set(), picked });
    const more = { ...part, leftOut: new Set(['c', 'd', 'a path of some length']) };
    expect(parsePart(partRecord(more))).toEqual({ paths: new Set(['a', 'b']), picked });
  });

  it('claims nothing where there would be too much to say', () => {
    const many = new Set(Array.from({ length: 2000 }, (_, at) => `folder/${at}`));
    const commits = Array.from({ length: 2000 }, (_, at) => `${at}`.padStart(12, '0'));
    const record = partRecord({ carried: many, leftOut: many, picked: commits });

    expect(record.length).toBeLessThan(100);
    expect(parsePart(record)).toEqual({ paths: new Set() });
    expect(parsePart(nothingCarried)).toEqual({ paths: new Set() });
  });

  it('is everything where there is no such record', () => {
    expect(parsePart(undefined)).toEqual({});
  });

  it.each([
    '',
    '{',
    'null',
    '[]',
    '{"without":"all"}',
    '{"paths":[1]}',
    '{"without":[],"picked":7}',
  ])('claims nothing where it reads %s', (text) => {
    expect(parsePart(text)).toEqual({ paths: new Set() });
  });

  it('keeps paths that are no UTF-8, and names that look like markup', () => {
    const leftOut = new Set(['\u00ff.txt', 'a --> b', 'line\nbreak']);
    const carried = new Set([...leftOut, 'one more']);

    expect(parsePart(partRecord({ ...part, carried, leftOut }))).toMatchObject({
      without: leftOut,
    });
  });
});
