import type { Condition, Term } from './condition.ts';
import { evaluateCondition, type Status } from './expression.ts';
import type { Data } from './template.ts';

/** Lower-case context path, or id of a free part → the value tried. */
export type Values = ReadonlyMap<string, Data>;

export type EvaluateFormula = (condition: Condition, values: Values, status: Status) => boolean;

/** Tells the truth of formulas under assignments; comparisons are GitHub's evaluator's. */
export function formulaEvaluator(): EvaluateFormula {
  const answered = new Map<string, boolean>();
  const compute = (expression: string, left: Data, right: Data = null): boolean => {
    const key = JSON.stringify([expression, left, right]);
    const answer =
      answered.get(key) ?? evaluateCondition(expression, { contexts: { v: { left, right } } });
    answered.set(key, answer);
    return answer;
  };
  const holds: EvaluateFormula = (condition, values, status) => {
    switch (condition.kind) {
      case 'constant':
        return condition.value;
      case 'free':
        return values.get(freeKey(condition.id)) === true;
      case 'status':
        return status[condition.name];
      case 'truthy':
        return compute('v.left', valueAt(values, condition.path));
      case 'compare': {
        const [left, right] = [condition.left, condition.right];
        return compute(`v.left ${condition.op} v.right`, at(left, values), at(right, values));
      }
      case 'test':
        return compute(
          `${condition.test}(v.left, v.right)`,
          valueAt(values, condition.path),
          condition.text,
        );
      case 'not':
        return !holds(condition.of, values, status);
      case 'and':
        return condition.of.every((part) => holds(part, values, status));
      case 'or':
        return condition.of.some((part) => holds(part, values, status));
      default:
        return condition satisfies never;
    }
  };
  return holds;
}

export const freeKey = (id: string): string => `free ${id}`;

const valueAt = (values: Values, path: string): Data => values.get(path.toLowerCase()) ?? null;

const at = (term: Term, values: Values): Data =>
  term.kind === 'literal' ? term.value : valueAt(values, term.path);
