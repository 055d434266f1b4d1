import { describe, expect, it } from 'vitest';
import { parseKeyValues } from './step-files.ts';

describe('parseKeyValues', () => {
  it('reads lines and blocks, of which the latest of a name counts', () => {
    const text = 'a=1\nb<<END\nline 1\nc=not a key\nEND\r\na=x<<y\nempty=\n';
    expect([...parseKeyValues(text, 'output')]).toEqual([
      ['a', 'x<<y'],
      ['b', 'line 1\nc=not a key'],
      ['empty', ''],
    ]);
  });

  it.each([
    ['no separator', "Invalid format 'no separator'"],
    ['=value', "Invalid format '=value'"],
    ['a<<', "Invalid format 'a<<'"],
    ['a<<END\nx\nEND2', "Matching delimiter not found 'END'"],
  ])('refuses %j', (text, reason) => {
    expect(() => parseKeyValues(text, 'output')).toThrow(
      `Unable to process file command 'output' successfully. ${reason}`,
    );
  });
});
