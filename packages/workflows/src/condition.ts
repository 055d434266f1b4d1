import { data } from '@actions/expressions';
import {
  Binary,
  ContextAccess,
  type Expr,
  FunctionCall,
  Grouping,
  IndexAccess,
  Literal,
  Logical,
  Star,
  Unary,
} from '@actions/expressions/ast';
import type { Token } from '@actions/expressions/lexer';
import { parseTree } from './expression-calls.ts';

export type LiteralValue = string | number | boolean | null;

export type Term =
  | { readonly kind: 'literal'; readonly value: LiteralValue }
  | { readonly kind: 'atom'; readonly path: string };

export type StatusName = 'success' | 'failure' | 'cancelled';
export type TextTest = 'contains' | 'startsWith' | 'endsWith';
export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=';

/**
 * The truth of an expression as a formula. What is not understood is `free`: it may be true or
 * false, so that a formula found to be never true is so whatever that part does.
 */
export type Condition =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'free'; readonly id: string }
  | { readonly kind: 'status'; readonly name: StatusName }
  | { readonly kind: 'truthy'; readonly path: string }
  | { readonly kind: 'compare'; readonly op: Comparison; readonly left: Term; readonly right: Term }
  | { readonly kind: 'test'; readonly test: TextTest; readonly path: string; readonly text: string }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Condition[] };

/** Throws where the expression does not parse. */
export const parseCondition = (expression: string): Condition => toCondition(parseTree(expression));

/** Every context path an expression reads, e.g. `vars.TOKEN`. Throws where it does not parse. */
export const accessedPaths = (expression: string): readonly string[] =>
  pathsIn(parseTree(expression));

function pathsIn(tree: Expr): readonly string[] {
  const path = pathOf(tree);
  if (path !== undefined) return [path];
  if (tree instanceof FunctionCall || tree instanceof Logical) return tree.args.flatMap(pathsIn);
  if (tree instanceof Binary) return [tree.left, tree.right].flatMap(pathsIn);
  if (tree instanceof Unary) return pathsIn(tree.expr);
  if (tree instanceof Grouping) return pathsIn(tree.group);
  return tree instanceof IndexAccess ? [tree.expr, tree.index].flatMap(pathsIn) : [];
}

function toCondition(tree: Expr): Condition {
  if (tree instanceof Grouping) return toCondition(tree.group);
  if (tree instanceof Unary) return { kind: 'not', of: toCondition(tree.expr) };
  if (tree instanceof Logical) {
    const kind = tree.operator.lexeme === '&&' ? 'and' : 'or';
    return { kind, of: tree.args.map(toCondition) };
  }
  if (tree instanceof Literal) return { kind: 'constant', value: isTruthy(literalOf(tree)) };
  if (tree instanceof Binary) return toComparison(tree);
  if (tree instanceof FunctionCall) return toCall(tree);
  const path = pathOf(tree);
  return path === undefined ? free(tree) : { kind: 'truthy', path };
}

const isTruthy = (value: LiteralValue): boolean => Boolean(value);

function toComparison(tree: Binary): Condition {
  const [left, right] = [termOf(tree.left), termOf(tree.right)];
  if (!left || !right) return free(tree);
  // The grammar has no other binary operators.
  const op = tree.operator.lexeme as Comparison;
  const isOrder = op !== '==' && op !== '!=';
  if (isOrder && left.kind === 'atom' && right.kind === 'atom') return free(tree);
  return { kind: 'compare', op, left, right };
}

const TEXT_TESTS: ReadonlyMap<string, TextTest> = new Map([
  ['contains', 'contains'],
  ['startswith', 'startsWith'],
  ['endswith', 'endsWith'],
]);

function toCall(tree: FunctionCall): Condition {
  const name = tree.functionName.lexeme.toLowerCase();
  if (name === 'always') return { kind: 'constant', value: true };
  if (name === 'success' || name === 'failure' || name === 'cancelled') {
    return { kind: 'status', name };
  }
  const test = TEXT_TESTS.get(name);
  const [subject, text] = tree.args.map(termOf);
  if (!test || subject?.kind !== 'atom' || text?.kind !== 'literal') return free(tree);
  return { kind: 'test', test, path: subject.path, text: String(text.value ?? '') };
}

function termOf(tree: Expr): Term | undefined {
  if (tree instanceof Grouping) return termOf(tree.group);
  if (tree instanceof Literal) return { kind: 'literal', value: literalOf(tree) };
  const path = pathOf(tree) ?? joinedResults(tree);
  return path === undefined ? undefined : { kind: 'atom', path };
}

// `contains(join(needs.*.result, ','), 'failure')` asks the same as `contains(needs.*.result, …)`.
function joinedResults(tree: Expr): string | undefined {
  if (!(tree instanceof FunctionCall) || tree.functionName.lexeme.toLowerCase() !== 'join') {
    return undefined;
  }
  const [list] = tree.args;
  return list && pathOf(list) === 'needs.*.result' ? 'needs.*.result' : undefined;
}

function literalOf({ literal }: Literal): LiteralValue {
  switch (literal.kind) {
    case data.Kind.String:
    case data.Kind.Number:
    case data.Kind.Boolean:
      return JSON.parse(JSON.stringify(literal, data.replacer)) as LiteralValue;
    default:
      return null;
  }
}

function pathOf(tree: Expr): string | undefined {
  if (tree instanceof ContextAccess) return tree.name.lexeme;
  if (!(tree instanceof IndexAccess)) return undefined;
  const parent = pathOf(tree.expr);
  if (parent === undefined) return undefined;
  if (tree.index instanceof Star) return `${parent}.*`;
  if (!(tree.index instanceof Literal)) return undefined;
  return `${parent}.${String(literalOf(tree.index))}`;
}

// Each opaque part answers for itself, which errs to "may be true".
const free = (tree: Expr): Condition => ({ kind: 'free', id: placeOf(tree) });

function placeOf(tree: Expr): string {
  const [leaf] = [tree].flatMap(tokensIn);
  const place = leaf ? `${leaf.range.start.line}:${leaf.range.start.column}` : 'end';
  return `${tree.constructor.name} ${place}`;
}

function tokensIn(tree: Expr): readonly Token[] {
  if (tree instanceof FunctionCall) return [tree.functionName];
  if (tree instanceof Binary || tree instanceof Logical || tree instanceof Unary) {
    return [tree.operator];
  }
  if (tree instanceof Grouping) return tokensIn(tree.group);
  if (tree instanceof IndexAccess) return [...tokensIn(tree.index), ...tokensIn(tree.expr)];
  if (tree instanceof ContextAccess) return [tree.name];
  return tree instanceof Literal ? [tree.token] : [];
}
