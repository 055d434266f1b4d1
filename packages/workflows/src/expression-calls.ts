import { Lexer, Parser } from '@actions/expressions';
import {
  Binary,
  type Expr,
  FunctionCall,
  Grouping,
  IndexAccess,
  Logical,
  Unary,
} from '@actions/expressions/ast';

const CONTEXTS = [
  'github',
  'env',
  'vars',
  'job',
  'jobs',
  'steps',
  'runner',
  'secrets',
  'strategy',
  'matrix',
  'needs',
  'inputs',
];

const STATUS_AND_FILES = ['success', 'failure', 'always', 'cancelled', 'hashfiles'];

/** Lower-case names of the functions an expression calls. Throws where it does not parse. */
export const calledFunctions = (expression: string): readonly string[] =>
  callsIn(parseTree(expression));

/** The syntax tree of any expression a workflow may hold. Throws where it does not parse. */
export function parseTree(expression: string): Expr {
  const functions = STATUS_AND_FILES.map((name) => ({ name, minArgs: 0, maxArgs: 255 }));
  return new Parser(new Lexer(expression).lex().tokens, CONTEXTS, functions).parse();
}

function callsIn(tree: Expr): readonly string[] {
  if (tree instanceof FunctionCall) {
    return [tree.functionName.lexeme.toLowerCase(), ...tree.args.flatMap(callsIn)];
  }
  if (tree instanceof Binary) return [tree.left, tree.right].flatMap(callsIn);
  if (tree instanceof Logical) return tree.args.flatMap(callsIn);
  if (tree instanceof Unary) return callsIn(tree.expr);
  if (tree instanceof Grouping) return callsIn(tree.group);
  return tree instanceof IndexAccess ? [tree.expr, tree.index].flatMap(callsIn) : [];
}
