import type { Condition, Term } from './condition.ts';
import { evaluateCondition, type Status } from './expression.ts';
import type { Data } from './template.ts';

/** Lower-case context path, or id of a free part → the value tried. */
export type Values = ReadonlyMap<string, Data>;

/** undefined where what is tried so far does not decide it. */
export type Truth = boolean | undefined;

export type EvaluateFormula = (condition: Condition, values: Values, status?: Status) => Truth;

/** Tells the truth of formulas under assignments; comparisons are GitHub's evaluator's. */
export function formulaEvaluator(): EvaluateFormula {
  const answered = new Map<string, boolean>();
  const compute = (expression: string, left: Data | undefined, right: Data | undefined): Truth => {
    if (left === undefined || right === undefined) return undefined;
    const key = JSON.stringify([expression, left, right]);
    const answer =
      answered.get(key) ?? evaluateCondition(expression, { contexts: { v: { left, right } } });
    answered.set(key, answer);
    return answer;
  };
  const truth: EvaluateFormula = (condition, values, status) => {
    switch (condition.kind) {
      case 'constant':
        return condition.value;
      case 'free':
        return values.has(freeKey(condition.id))
          ? values.get(freeKey(condition.id)) === true
          : undefined;
      case 'status':
        return status?.[condition.name];
      case 'truthy':
        return compute('v.left', valueAt(values, condition.path), null);
      case 'compare': {
        const [left, right] = [condition.left, condition.right];
        return compute(`v.left ${condition.op} v.right`, at(left, values), at(right, values));
      }
      case 'test': {
        const call = `${condition.test}(v.left, v.right)`;
        return compute(call, valueAt(values, condition.path), condition.text);
      }
      case 'not':
        return negated(truth(condition.of, values, status));
      case 'and':
        return conjunction(condition.of.map((part) => truth(part, values, status)));
      case 'or':
        return negated(
          conjunction(condition.of.map((part) => negated(truth(part, values, status)))),
        );
      default:
        return condition satisfies never;
    }
  };
  return truth;
}

export const freeKey = (id: string): string => `free ${id}`;

const negated = (truth: Truth): Truth => (truth === undefined ? undefined : !truth);

function conjunction(parts: readonly Truth[]): Truth {
  if (parts.includes(false)) return false;
  return parts.includes(undefined) ? undefined : true;
}

const valueAt = (values: Values, path: string): Data | undefined => values.get(path.toLowerCase());

const at = (term: Term, values: Values): Data | undefined =>
  term.kind === 'literal' ? term.value : valueAt(values, term.path);
