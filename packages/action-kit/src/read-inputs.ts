import { ActionError } from './action-error.ts';
import type { ActionContract, InputProblem, InputSpec, InputsOf } from './contract.ts';
import type { Runner } from './runner.ts';
import { hideUrlSecrets, oneLine } from './text.ts';
import { formOf, loadedType } from './vocabulary.ts';

/** The contract with every lazy type loaded for which there is a value. */
export async function loadContract<C extends ActionContract>(
  contract: C,
  runner: Pick<Runner, 'input'>,
): Promise<C> {
  const load = async ([name, spec]: [string, InputSpec]) =>
    runner.input(name) === ''
      ? [name, spec]
      : [name, { ...spec, type: await loadedType(spec.type) }];
  const inputs = await Promise.all(Object.entries(contract.inputs).map(load));
  // Each type is replaced by one with the same output.
  return { ...contract, inputs: Object.fromEntries(inputs) } as C;
}

/**
 * Reads and checks every input of a contract. Secrets are masked before anything is parsed.
 *
 * @throws ActionError `bad-input` that names every wrong input at once
 */
export function readInputs<C extends ActionContract>(contract: C, runner: Runner): InputsOf<C> {
  const raw = Object.entries(contract.inputs).map(
    ([name, spec]) => [name, spec, runner.input(name)] as const,
  );
  for (const [, spec, text] of raw) if (spec.secret) maskSecret(runner, text, spec);
  const read = raw.map(([name, spec, text]) => [name, readInput(name, spec, text)] as const);
  const problems = [
    ...read.flatMap(([, result]) => ('problem' in result ? [result] : [])),
    ...lonely(contract, new Set(raw.flatMap(([name, , text]) => (text === '' ? [] : [name])))),
  ];
  if (problems.length > 0) throw badInput(problems);
  // The loop above checked each value against the schema its key is declared with.
  return Object.fromEntries(
    read.map(([name, result]) => [name, 'value' in result ? result.value : undefined]),
  ) as InputsOf<C>;
}

/** One error for all problems, in the order of the contract. */
export function badInput(problems: readonly InputProblem[]): ActionError<'bad-input'> {
  const lines = problems.map(({ input, problem }) => `input "${input}" ${problem}`);
  const [only] = lines;
  const message =
    lines.length === 1 && only
      ? only
      : `${lines.length} inputs are wrong:\n${lines.map((line) => `- ${line}`).join('\n')}`;
  return new ActionError('bad-input', message);
}

const lonely = (contract: ActionContract, given: ReadonlySet<string>): InputProblem[] =>
  Object.entries(contract.inputs).flatMap(([name, { needs }]) => {
    const needed = needs === undefined ? undefined : contract.inputs[needs];
    if (!needs || !needed || !given.has(name) || given.has(needs)) return [];
    const problem = `is required with "${name}": ${lowerFirst(needed.description)}`;
    return [{ input: needs, problem }];
  });

type Read = { readonly value: unknown } | InputProblem;

function readInput(name: string, spec: InputSpec, given: string): Read {
  const isExpression = spec.default?.startsWith('${{') ?? false;
  const text = given === '' && spec.default !== undefined && !isExpression ? spec.default : given;
  if (text === '') {
    const isRequired = spec.required || (isExpression && !spec.optional);
    return isRequired ? { input: name, problem: missing(spec) } : { value: undefined };
  }
  const result = spec.type.safeParse(text);
  if (result.success) return { value: result.data };
  // A parser's own words may quote the value, so of a secret only the form is told.
  if (spec.secret)
    return { input: name, problem: `(secret, not shown) must be ${formOf(spec.type)}` };
  const message = result.error.issues[0]?.message ?? 'is not valid';
  if (spec.unquoted) return { input: name, problem: `(not shown) ${message}` };
  return { input: name, problem: hideUrlSecrets(`is "${oneLine(text, 80)}": ${message}`) };
}

const missing = (spec: InputSpec): string =>
  spec.secret
    ? 'is required but not set: pass a secret; if one is named, check that it exists and is available to this workflow'
    : `is required but not set: ${lowerFirst(spec.description)}`;

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

function maskSecret(runner: Runner, text: string, { secretParts }: InputSpec): void {
  if (text === '') return;
  const lines = text.split('\n').map((line) => line.trim());
  // A header line's value is the secret part, and the last word of that: `Authorization: Bearer …`.
  const values = lines.flatMap((line) => {
    const value = line.slice(line.indexOf(':') + 1).trim();
    return [value, ...value.split(/\s+/).slice(-1)];
  });
  const parts = secretParts?.(text) ?? [];
  for (const secret of new Set([text, ...lines, ...values, ...parts])) {
    if (secret.length < 4) continue;
    for (const form of [
      secret,
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64'),
    ]) {
      runner.mask(form);
    }
  }
}
