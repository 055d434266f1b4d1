import { describe, expect, it } from 'vitest';
import { jsonText, parseJson, sameJson } from './json.ts';
import { parseJsonExpectation } from './parse-json-expectation.ts';

describe('an answer read as JSON', () => {
  it.each([
    ['{"a":[1,"2",null,true,{"b":-0.5}]}', { a: [1, '2', null, true, { b: -0.5 }] }],
    ['9007199254740991', 9007199254740991],
    ['[9007199254740992,-9007199254740993]', [9007199254740992n, -9007199254740993n]],
    ['{"a":{"k":1},"b":{"k":2},"k":3}', { a: { k: 1 }, b: { k: 2 }, k: 3 }],
    ['[{"k":1},{"k":2}]', [{ k: 1 }, { k: 2 }]],
    ['{"a":"\\"k\\": {[","k":"}"}', { a: '"k": {[', k: '}' }],
    ['{"k":["k","k"]}', { k: ['k', 'k'] }],
  ])('%s', (text, value) => {
    expect(parseJson(text)).toEqual({ ok: true, value });
  });

  it.each([
    ['{"ok":false,"ok":true}', 'the key "ok" twice'],
    ['{"a":{"b":[{"c":1,"d":{},"c":2}]}}', 'the key "c" twice'],
    ['{"ok":false,"\\u006fk" : true}', 'the key "ok" twice'],
    ['{"__proto__":1,"__proto__":2}', 'the key "__proto__" twice'],
    ['{"n":NaN}', ''],
    ['{"n":Infinity}', ''],
    ["{'a':1}", ''],
    ['{"a":1,}', ''],
    ['// yes\n{}', ''],
    ['', ''],
  ])('%s is refused: %s', (text, problem) => {
    expect(parseJson(text)).toEqual({ ok: false, problem });
  });

  it('may be as deep or as long as a body may be, and harms nobody', () => {
    for (const text of [
      '['.repeat(500_000) + ']'.repeat(500_000),
      `"${'\\\\'.repeat(500_000)}"`,
      `{"${'x'.repeat(1_000_000)}":1}`,
      `[${'{"a":1},'.repeat(100_000)}0]`,
    ]) {
      const parsed = parseJson(text);
      if (parsed.ok) expect(jsonText(parsed.value).length).toBeGreaterThan(0);
      else expect(parsed.problem).toBe('');
    }
  });
});

describe('two values', () => {
  it.each([
    [1, 1n, true],
    [2n ** 64n, 2 ** 64, true],
    [2n ** 64n, 2n ** 64n + 1n, false],
    [2n ** 53n + 1n, 2 ** 53, false],
    [1, '1', false],
    [0, false, false],
    [null, undefined, false],
    [{ a: [1n] }, { a: [1] }, true],
    [{ a: 1 }, { a: 1, b: 2 }, false],
  ])('%# are the same: %s', (a, b, same) => {
    expect(sameJson(a, b)).toBe(same);
    expect(sameJson(b, a)).toBe(same);
  });

  it('are written with all their digits', () => {
    expect(jsonText({ id: 9007199254740993n, n: 1 })).toBe('{"id":9007199254740993,"n":1}');
  });
});

describe('an expectation', () => {
  it('keeps the digits of a long number, and a short one plain', () => {
    expect(parseJsonExpectation('{a: 9007199254740993, b: 5, c: 0.5}')).toEqual({
      kind: 'subset',
      value: { a: 9007199254740993n, b: 5, c: 0.5 },
    });
  });

  it.each(['a: .nan', 'a: .inf', 'a: [-.inf]'])(
    'of a number JSON has not is refused: %s',
    (text) => {
      expect(() => parseJsonExpectation(text)).toThrow('is no value of JSON');
    },
  );
});
