import { describe, expect, it } from 'vitest';
import {
  ExpressionFailure,
  evaluate,
  evaluateCondition,
  evaluateTemplate,
  evaluateText,
} from './expression.ts';
import { calledFunctions } from './expression-calls.ts';

const scope = {
  contexts: {
    github: { ref: 'refs/heads/main', event: { title: '"; rm -rf / #{0}' } },
    needs: { a: { result: 'failure', outputs: { n: '1' } }, b: { result: 'success' } },
    vars: {},
  },
  status: { success: false, failure: true, cancelled: false },
};

describe('evaluate', () => {
  it.each([
    ["github.ref == 'REFS/heads/MAIN'", true],
    ['vars.NOTHING', null],
    ["vars.NOTHING == ''", true],
    ["contains(needs.*.result, 'failure')", true],
    ["format('{0}-{1}', 'a', 2)", 'a-2'],
    ['fromJSON(\'{"a":[1,true,null]}\')', { a: [1, true, null] }],
    ['fromJSON(needs.a.outputs.n) == 1', true],
    ["join(fromJSON('[1,2]'), '-')", '1-2'],
    ["vars.x || 'fallback'", 'fallback'],
    ["startsWith(github.ref, 'refs/heads/')", true],
    ['always()', true],
    ['success()', false],
    ['failure() && !cancelled()', true],
  ])('%s', (expression, expected) => {
    expect(evaluate(expression, scope)).toEqual(expected);
  });

  it('prints objects as toJSON does, with two spaces', () => {
    expect(evaluate('toJSON(needs.b)', scope)).toBe('{\n  "result": "success"\n}');
  });

  it.each([
    ['secrets.X', 'Unrecognized named-value'],
    ['github.', 'Unexpected symbol'],
    ["hashFiles('**/lock')", 'hashFiles() is not supported'],
    ["frobnicate('x')", 'Unrecognized function'],
  ])('fails on %s and quotes it', (expression, reason) => {
    expect(() => evaluate(expression, scope)).toThrow(ExpressionFailure);
    expect(() => evaluate(expression, scope)).toThrow(reason);
    expect(() => evaluate(expression, scope)).toThrow(`"${expression}"`);
  });

  it('knows no status function where none is given', () => {
    expect(() => evaluate('success()', { contexts: {} })).toThrow('Unrecognized function');
  });
});

describe('evaluateCondition', () => {
  it.each([
    ['needs', true],
    ["fromJSON('[]')", true],
    ["''", false],
    ["'false'", true],
    ['0', false],
    ['vars.NOTHING', false],
  ])('%s is %s', (expression, expected) => {
    expect(evaluateCondition(expression, scope)).toBe(expected);
  });
});

describe('evaluateTemplate', () => {
  it('evaluates inside lists and mappings, and leaves hostile text as text', () => {
    const value = new Map([
      ['a', { expression: "format('t: {0}', github.event.title)", line: 1 }],
      ['b', [1, { expression: 'needs.b', line: 1 }]],
    ] as const);
    expect(evaluateTemplate(value, scope)).toEqual({
      a: 't: "; rm -rf / #{0}',
      b: [1, { result: 'success' }],
    });
  });

  it.each([
    [null, ''],
    [1.5, '1.5'],
    [true, 'true'],
    [[1], 'Array'],
    [{ expression: 'needs', line: 1 }, 'Object'],
    [{ expression: 'vars.NOTHING', line: 1 }, ''],
  ])('turns %j into the text %j', (template, expected) => {
    expect(evaluateText(template, scope)).toBe(expected);
  });
});

describe('calledFunctions', () => {
  it('finds calls at any depth', () => {
    const expression = "!(a.b[format('x')] == 1 && hashFiles('**') != '')".replace('a.b', 'env.b');
    expect(calledFunctions(expression)).toEqual(['format', 'hashfiles']);
  });
});
