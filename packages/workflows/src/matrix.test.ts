import { describe, expect, it } from 'vitest';
import { expandMatrix, MatrixError, matrixSuffix } from './matrix.ts';

describe('expandMatrix', () => {
  it('multiplies, excludes and includes as the documented example does', () => {
    const rows = expandMatrix({
      fruit: ['apple', 'pear'],
      animal: ['cat', 'dog'],
      include: [
        { color: 'green' },
        { color: 'pink', animal: 'cat' },
        { fruit: 'apple', shape: 'circle' },
        { fruit: 'banana' },
        { fruit: 'banana', animal: 'cat' },
      ],
    });
    expect(rows).toEqual([
      { fruit: 'apple', animal: 'cat', color: 'pink', shape: 'circle' },
      { fruit: 'apple', animal: 'dog', color: 'green', shape: 'circle' },
      { fruit: 'pear', animal: 'cat', color: 'pink' },
      { fruit: 'pear', animal: 'dog', color: 'green' },
      { fruit: 'banana' },
      { fruit: 'banana', animal: 'cat' },
    ]);
  });

  it('leaves excluded rows out', () => {
    const rows = expandMatrix({ a: [1, 2], b: ['x', 'y'], exclude: [{ a: 1, b: 'y' }, { a: 2 }] });
    expect(rows).toEqual([{ a: 1, b: 'x' }]);
  });

  it.each([[{}], ['x'], [{ a: 'x' }], [{ include: 'x' }], [{ a: [] }]])('refuses %j', (matrix) => {
    expect(() => expandMatrix(matrix)).toThrow(MatrixError);
  });

  it('names a row by its values', () => {
    expect(matrixSuffix({ os: 'linux', at: { node: 24, x: true } })).toBe(' (linux, 24, true)');
    expect(matrixSuffix({})).toBe('');
  });
});
