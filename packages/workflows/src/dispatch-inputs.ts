import type { DataMap } from './template.ts';
import type { DispatchInput } from './workflow.ts';

export type DispatchInputs =
  | { readonly kind: 'accepted'; readonly inputs: DataMap }
  | { readonly kind: 'refused'; readonly reasons: readonly string[] };

/**
 * The `inputs` context of a `workflow_dispatch` run: defaults filled in, booleans and numbers
 * typed. (`github.event.inputs` keeps the sender's strings.)
 */
export function resolveDispatchInputs(
  declared: readonly DispatchInput[],
  given: Readonly<Record<string, unknown>>,
): DispatchInputs {
  const unknown = Object.keys(given)
    .filter((name) => !declared.some((input) => input.name === name))
    .map((name) => `unexpected input "${name}"`);
  const resolved = declared.map((input) => [input, given[input.name] ?? input.default] as const);
  const wrong = resolved.flatMap(([input, value]) => problemsOf(input, value));
  const reasons = [...unknown, ...wrong];
  if (reasons.length > 0) return { kind: 'refused', reasons };
  return {
    kind: 'accepted',
    inputs: Object.fromEntries(resolved.map(([input, value]) => [input.name, typed(input, value)])),
  };
}

function problemsOf(input: DispatchInput, value: unknown): readonly string[] {
  const text = String(value ?? '');
  if (input.required && text === '') return [`required input "${input.name}" is not provided`];
  if (text === '') return [];
  if (input.type === 'choice' && !input.options.includes(text)) {
    return [`input "${input.name}" is "${text}", expected one of: ${input.options.join(', ')}`];
  }
  if (input.type === 'boolean' && text !== 'true' && text !== 'false') {
    return [`input "${input.name}" is "${text}", expected true or false`];
  }
  return input.type === 'number' && Number.isNaN(Number(text))
    ? [`input "${input.name}" is "${text}", expected a number`]
    : [];
}

function typed(input: DispatchInput, value: unknown): string | boolean | number {
  const text = String(value ?? '');
  if (input.type === 'boolean') return text === 'true';
  return input.type === 'number' && text !== '' ? Number(text) : text;
}
