import type { Status } from './expression.ts';
import type { Values } from './formula.ts';
import type { Data } from './template.ts';

/** What decides the answers of `success()`, `failure()` and `cancelled()`. */
export type StatusRule =
  | { readonly kind: 'free' }
  /** Of a step: the steps before it. `failing`: ids of those whose failure fails the job. */
  | { readonly kind: 'step'; readonly failing: readonly string[] }
  /** Of a job: the jobs it needs, and theirs. `hasAncestors`: those need others in turn. */
  | { readonly kind: 'job'; readonly needs: readonly string[]; readonly hasAncestors: boolean };

const SUCCESS: Status = { success: true, failure: false, cancelled: false };
const FAILURE: Status = { success: false, failure: true, cancelled: false };
const CANCELLED: Status = { success: false, failure: false, cancelled: true };
const SKIPPED: Status = { success: false, failure: false, cancelled: false };
const ANY = [SUCCESS, FAILURE, CANCELLED, SKIPPED];

/**
 * The answers possible beside the `needs.<job>.result` of an assignment. Jobs the condition does
 * not look at may have ended in any way.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#status-check-functions
 */
export function statusesFor(rule: StatusRule, values: Values): readonly Status[] {
  if (rule.kind === 'free') return ANY;
  if (rule.kind === 'step') return stepStatuses(rule.failing, values);
  if (rule.needs.length === 0) return [SUCCESS, CANCELLED];
  const seen = rule.needs.flatMap((id) => resultsAt(values, `needs.${id}.result`));
  const all = [...seen, ...resultsAt(values, 'needs.*.result')];
  const isLoose = rule.hasAncestors || seen.length < rule.needs.length;
  return ANY.filter((status) => isPossible(status, all, isLoose));
}

function stepStatuses(failing: readonly string[], values: Values): readonly Status[] {
  const results = failing.flatMap((id) =>
    ['outcome', 'conclusion'].flatMap((key) => resultsAt(values, `steps.${id}.${key}`)),
  );
  return results.includes('failure') ? [FAILURE, CANCELLED] : [SUCCESS, FAILURE, CANCELLED];
}

function isPossible(status: Status, results: readonly string[], isLoose: boolean): boolean {
  const hasFailure = results.includes('failure');
  if (status.success) return results.every((result) => result === 'success');
  if (status.failure) return hasFailure || isLoose;
  if (status.cancelled) return true;
  return !hasFailure && (isLoose || results.some((result) => result !== 'success'));
}

function resultsAt(values: Values, path: string): readonly string[] {
  const value: Data | undefined = values.get(path.toLowerCase());
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.map(String) : [];
}
