import { type Condition, parseCondition } from './condition.ts';
import { formulaEvaluator, type Values } from './formula.ts';
import { type Domains, domainsOf, pathsOf, withFreeTests } from './formula-domains.ts';
import { type StatusRule, statusesFor } from './job-status.ts';
import type { Data } from './template.ts';

/** What is known of a context path: it has one of these values, and why. */
export interface Known {
  readonly path: string;
  readonly values: readonly Data[];
  readonly because: string;
}

export interface Circumstances {
  readonly known: readonly Known[];
  readonly status: StatusRule;
}

export type Satisfiability =
  | { readonly kind: 'sometimes' }
  | {
      readonly kind: 'never';
      /** The smallest set of facts that already makes it so; none where it contradicts itself. */
      readonly facts: readonly Known[];
      /** Whether it is so only because of what the status functions answer. */
      readonly byStatus: boolean;
    }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Tried combinations per condition; beyond it the answer is `unknown`. */
const LIMIT = 20_000;

/**
 * Whether a condition can ever be true: binds what is known, tries every telling value of the rest.
 * `never` is proof; a part that is not understood counts as true or false at will. Never throws.
 */
export function satisfiability(expression: string, given: Circumstances): Satisfiability {
  try {
    const condition = withFreeTests(parseCondition(expression));
    const known = relevant(given.known, condition);
    const answer = canHold(condition, known, given.status);
    if (answer === 'too-many') return { kind: 'unknown', reason: 'too many combinations to try' };
    if (answer) return { kind: 'sometimes' };
    return explain(condition, known, given.status);
  } catch (error) {
    return { kind: 'unknown', reason: error instanceof Error ? error.message : String(error) };
  }
}

function relevant(known: readonly Known[], condition: Condition): readonly Known[] {
  const paths = new Set(pathsOf(condition).map((path) => path.toLowerCase()));
  return known.filter(({ path }) => paths.has(path.toLowerCase()));
}

function explain(
  condition: Condition,
  known: readonly Known[],
  status: StatusRule,
): Satisfiability {
  const free: StatusRule = { kind: 'free' };
  const byStatus = canHold(condition, known, free) !== false;
  const rule = byStatus ? status : free;
  const facts = known.reduce<readonly Known[]>((kept, fact) => {
    const fewer = kept.filter((other) => other !== fact);
    return canHold(condition, fewer, rule) === false ? fewer : kept;
  }, known);
  return { kind: 'never', facts, byStatus };
}

function canHold(
  condition: Condition,
  known: readonly Known[],
  status: StatusRule,
): boolean | 'too-many' {
  const holds = formulaEvaluator();
  return anyAssignment(domainsOf(condition, known), (values) =>
    statusesFor(status, values).some((answer) => holds(condition, values, answer)),
  );
}

/** Tries assignments until one holds, all are tried, or there are too many. */
function anyAssignment(domains: Domains, holds: (values: Values) => boolean): boolean | 'too-many' {
  const entries = [...domains];
  const size = entries.reduce((product, [, choices]) => product * choices.length, 1);
  const tried = Math.min(size, LIMIT);
  for (const at of spread(tried, size)) {
    if (holds(assignment(entries, at))) return true;
  }
  return size > LIMIT ? 'too-many' : false;
}

/** Numbers from 0 to `size`, all of them or `count` that lie far apart. */
function* spread(count: number, size: number): Generator<number> {
  // A stride without a common factor visits every remainder.
  const stride = count < size ? 2_654_435_761 % size : 1;
  for (let at = 0; at < count; at += 1) yield (at * stride) % size;
}

function assignment(entries: readonly (readonly [string, readonly Data[]])[], at: number): Values {
  const values = new Map<string, Data>();
  entries.reduce((rest, [path, choices]) => {
    values.set(path, choices[rest % choices.length] ?? null);
    return Math.floor(rest / choices.length);
  }, at);
  return values;
}
