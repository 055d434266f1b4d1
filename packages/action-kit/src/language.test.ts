import { describe, expect, it } from 'vitest';
import { counted } from './language.ts';

const file = { one: 'file', other: 'files' };
const файл = { one: 'файл', few: 'файла', many: 'файлов', other: 'файла' };

describe('a counted noun', () => {
  it.each([
    [0, '0 files'],
    [1, '1 file'],
    [2, '2 files'],
    [1_200, '1,200 files'],
  ])('of %d in English is "%s"', (amount, expected) => {
    expect(counted('en', amount, file)).toBe(expected);
  });

  it.each([
    [0, '0 файлов'],
    [1, '1 файл'],
    [3, '3 файла'],
    [5, '5 файлов'],
    [11, '11 файлов'],
    [21, '21 файл'],
    [112, '112 файлов'],
    [1_202, '1 202 файла'],
    [1.5, '1,5 файла'],
  ])('of %d in Russian is "%s"', (amount, expected) => {
    expect(counted('ru', amount, файл).replace(/\u00a0/g, ' ')).toBe(expected);
  });

  it('falls back to the form for everything else', () => {
    expect(counted('ru', 5, { other: 'PR' })).toBe('5 PR');
  });
});
