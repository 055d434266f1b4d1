import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJsonPath, valueAt } from './json-path.ts';

describe('a path', () => {
  it.each([
    ['$', []],
    ['$.status', ['status']],
    ['$.items[0].id', ['items', 0, 'id']],
    ["$['odd key']['']", ['odd key', '']],
    [`$["it's"]['"']`, ["it's", '"']],
    ['$.a-b_c', ['a-b_c']],
  ])('%j has the parts %j', (text, parts) => {
    expect(parseJsonPath(text)).toEqual(parts);
  });

  it.each([
    '',
    'status',
    '.status',
    '$status',
    '$..a',
    '$.',
    '$[',
    '$[-1]',
    '$[*]',
    '$.a b',
    "$['a",
    `$["a']`,
  ])('%j is none', (text) => {
    expect(parseJsonPath(text)).toBeUndefined();
  });
});

describe('the value at a path', () => {
  const root = { a: [{ b: null }, false], '': 0, text: 'word' };

  it.each([
    ['$', root],
    ['$.a[0].b', null],
    ['$.a[1]', false],
    ["$['']", 0],
  ])('%s is %j', (text, value) => {
    expect(valueAt(root, parseJsonPath(text)!)).toEqual({ found: true, value });
  });

  it.each([
    '$.b',
    '$.a[2]',
    '$.a[0].b.c',
    '$.constructor',
    '$.__proto__',
    '$.a.length',
    '$.text[0]',
  ])('at %s there is none', (text) => {
    expect(valueAt(root, parseJsonPath(text)!)).toEqual({ found: false });
  });

  it('is found wherever JSON has one', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), (object, key) => {
        expect(valueAt(JSON.parse(JSON.stringify(object)), [key]).found).toBe(
          Object.keys(object).includes(key),
        );
      }),
    );
  });
});
