import { data, Evaluator, type Expr, Lexer, Parser } from '@actions/expressions';
import type { FunctionDefinition } from '@actions/expressions/funcs/info';
import { type Data, type DataMap, isExpression, isList, isMap, type Template } from './template.ts';

/** What `success()`, `failure()`, `cancelled()` answer at one place of a run. */
export interface Status {
  readonly success: boolean;
  readonly failure: boolean;
  readonly cancelled: boolean;
}

export interface Scope {
  /** Context name (`github`, `needs`, …) → its data. A name that is absent may not be used. */
  readonly contexts: DataMap;
  /** Absent where status functions may not be called. */
  readonly status?: Status;
}

/** An expression that cannot be parsed or evaluated; the message quotes it. */
export class ExpressionFailure extends Error {
  override readonly name = 'ExpressionFailure';
}

/** Evaluates the text between `${{` and `}}` with GitHub's own evaluator. */
export function evaluate(expression: string, scope: Scope): Data {
  return toPlain(run(expression, scope));
}

/** As `if:` does it: GitHub's truthiness of the result. */
export function evaluateCondition(expression: string, scope: Scope): boolean {
  const result = run(expression, scope);
  switch (result.kind) {
    case data.Kind.Null:
      return false;
    case data.Kind.Array:
    case data.Kind.Dictionary:
      return true;
    default: {
      const plain = toPlain(result);
      return Boolean(plain);
    }
  }
}

/** Evaluates every expression inside a value. */
export function evaluateTemplate(template: Template, scope: Scope): Data {
  if (isExpression(template)) return evaluate(template.expression, scope);
  if (isList(template)) return template.map((item) => evaluateTemplate(item, scope));
  if (isMap(template)) {
    return Object.fromEntries(
      [...template].map(([key, value]) => [key, evaluateTemplate(value, scope)]),
    );
  }
  return template;
}

/** As text, by GitHub's rules: null is '', a number drops trailing zeros, a list is `Array`. */
export function evaluateText(template: Template, scope: Scope): string {
  if (isExpression(template)) return run(template.expression, scope).coerceString();
  return toExpressionData(evaluateTemplate(template, scope)).coerceString();
}

/** Text of an evaluated value, by the same rules. */
export const textOf = (value: Data): string => toExpressionData(value).coerceString();

function run(expression: string, scope: Scope): data.ExpressionData {
  const functions = new Map(scopeFunctions(scope).map((item) => [item.name, item]));
  try {
    const tree = parseExpression(expression, Object.keys(scope.contexts), [...functions.values()]);
    const contexts = new data.Dictionary(
      ...Object.entries(scope.contexts).map(([key, value]) => ({
        key,
        value: toExpressionData(value),
      })),
    );
    return new Evaluator(tree, contexts, functions).evaluate();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ExpressionFailure(`cannot evaluate "${expression}": ${reason}`, { cause: error });
  }
}

function parseExpression(
  expression: string,
  contexts: string[],
  functions: FunctionDefinition[],
): Expr {
  return new Parser(new Lexer(expression).lex().tokens, contexts, functions).parse();
}

function scopeFunctions({ status }: Scope): readonly FunctionDefinition[] {
  return status ? [...statusFunctions(status), HASH_FILES] : [HASH_FILES];
}

const statusFunctions = (status: Status): readonly FunctionDefinition[] => [
  constant('always', true),
  constant('success', status.success),
  constant('failure', status.failure),
  constant('cancelled', status.cancelled),
];

const constant = (name: string, value: boolean): FunctionDefinition => ({
  name,
  minArgs: 0,
  maxArgs: 0,
  call: () => new data.BooleanData(value),
});

// It needs the files of a runner's workspace, which no caller of this package hands over.
const HASH_FILES: FunctionDefinition = {
  name: 'hashfiles',
  minArgs: 1,
  maxArgs: 255,
  call: () => {
    throw new Error('hashFiles() is not supported');
  },
};

const toExpressionData = (value: Data): data.ExpressionData =>
  // `reviver` builds the evaluator's data bottom up, as the library documents it.
  JSON.parse(JSON.stringify(value), data.reviver) as data.ExpressionData;

const toPlain = (value: data.ExpressionData): Data =>
  JSON.parse(JSON.stringify(value, data.replacer)) as Data;
