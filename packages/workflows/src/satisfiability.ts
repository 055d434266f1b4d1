import { type Condition, parseCondition } from './condition.ts';
import { formulaEvaluator, type Values } from './formula.ts';
import { domainsOf, pathsOf, withFreeTests } from './formula-domains.ts';
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

/** Steps of the search per condition; beyond it the answer is `unknown`. */
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

/** Depth first; a branch ends where what is tried so far already makes it false. */
function canHold(
  condition: Condition,
  known: readonly Known[],
  status: StatusRule,
): boolean | 'too-many' {
  const truth = formulaEvaluator();
  const entries = [...domainsOf(condition, known)];
  const budget = { left: LIMIT };
  const search = (at: number, values: Values): boolean | 'too-many' => {
    budget.left -= 1;
    if (budget.left < 0) return 'too-many';
    if (truth(condition, values) === false) return false;
    const entry = entries[at];
    if (!entry) return statusesFor(status, values).some((each) => truth(condition, values, each));
    const [path, choices] = entry;
    for (const choice of choices) {
      const answer = search(at + 1, new Map([...values, [path, choice]]));
      if (answer !== false) return answer;
    }
    return false;
  };
  return search(0, new Map());
}
