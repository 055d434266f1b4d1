/** The words inputs are made of. Each is a zod schema from the YAML string to a typed value. */
import * as z from 'zod/mini';
import { parseDuration } from './duration.ts';
import { languages } from './language.ts';
import { oneLine } from './text.ts';

export type InputType<T> = z.ZodMiniType<T, string>;

const forms = new WeakMap<object, string>();

/** The accepted form of an input type, for messages and for the README. */
export const formOf = (type: object): string => forms.get(type) ?? 'text';

/**
 * An input type from a form in words and a parser; `undefined` from the parser means "not of that
 * form". A parser may throw an Error whose message says more.
 */
export function inputType<T>(form: string, parse: (text: string) => T | undefined): InputType<T> {
  const type = z.pipe(
    z.string(),
    z.transform((text: string, context): T => {
      const [value, detail] = attempt(parse, text);
      if (value !== undefined) return value;
      const message = `must be ${form}${detail ? ` (${detail})` : ''}`;
      context.issues.push({ code: 'custom', message, input: text });
      return z.NEVER;
    }),
  );
  forms.set(type, form);
  return type;
}

const loaders = new WeakMap<object, () => Promise<InputType<unknown>>>();

/**
 * The same with a parser that is loaded for a value that is given (`loadContract`), and not before:
 * a large one would slow every start.
 */
export function lazyInputType<T>(
  form: string,
  load: () => Promise<(text: string) => T | undefined>,
): InputType<T> {
  const type = inputType<T>(form, () => {
    throw new Error('its parser was not loaded');
  });
  loaders.set(type, async () => inputType(form, await load()));
  return type;
}

/** The type itself, or what a lazy one loads. */
export const loadedType = async (type: InputType<unknown>): Promise<InputType<unknown>> =>
  (await loaders.get(type)?.()) ?? type;

function attempt<T>(parse: (text: string) => T | undefined, text: string): [T | undefined, string] {
  try {
    return [parse(text), ''];
  } catch (error) {
    return [undefined, oneLine(error instanceof Error ? error.message : String(error), 160)];
  }
}

export const Text = inputType('text', (text) => text);

/** Milliseconds. */
export const Duration = inputType('a duration such as 500ms, 30s, 10m or 1h30m', parseDuration);

/** Milliseconds, of a schedule that must not turn into a tight loop. */
export const Interval = inputType('a duration of at least 100ms, such as 1s', (text) => {
  const ms = parseDuration(text);
  return ms !== undefined && ms >= 100 ? ms : undefined;
});

/** Lower-case 40-digit commit SHA. */
export const Sha = inputType('a full commit SHA of 40 hexadecimal digits', (text) =>
  /^[0-9a-f]{40}$/i.test(text) ? text.toLowerCase() : undefined,
);

const flags = new Map([
  ['true', true],
  ['false', false],
]);

export const Flag = inputType('true or false', (text) => flags.get(text));

export const Url = inputType('an absolute http(s) URL', parseHttpUrl);

export function parseHttpUrl(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url && (url.protocol === 'http:' || url.protocol === 'https:') ? url : undefined;
}

/** A share in [0, 1], written as a percentage. */
export const Percentage = inputType('a percentage such as 1% or 0.5%', (text) => {
  const match = /^(?<amount>\d+(?:\.\d+)?)%$/.exec(text);
  const share = Number(match?.groups?.['amount'] ?? Number.NaN) / 100;
  return share <= 1 ? share : undefined;
});

export const count = (least: number, most = Number.MAX_SAFE_INTEGER): InputType<number> =>
  inputType(
    most === Number.MAX_SAFE_INTEGER
      ? `a whole number of at least ${least}`
      : `a whole number from ${least} to ${most}`,
    (text) =>
      /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most
        ? Number(text)
        : undefined,
  );

export const choice = <const V extends readonly string[]>(...values: V): InputType<V[number]> =>
  inputType(`one of ${values.join(', ')}`, (text) => values.find((value) => value === text));

/** What people are addressed in; see `language.ts` for how texts are kept. */
export const Language = choice(...languages);

/** One item per line, or comma-separated; empty items are dropped. */
export const splitList = (text: string): string[] =>
  text
    .split(/[\n,]/)
    .map((item) => item.trim())
    .filter((item) => item !== '');

export const List = inputType('a list, one item per line or comma-separated', splitList);

/** `json` or `yaml` text is parsed by the action that needs it; this one takes plain JSON. */
export const Json = inputType('JSON', (text): unknown => JSON.parse(text));

/**
 * A branch name git accepts. https://git-scm.com/docs/git-check-ref-format
 */
export const Branch = inputType('a branch name such as staging or release/next', (text) =>
  isBranchName(text) ? text : undefined,
);

export function isBranchName(text: string): boolean {
  const forbidden = /[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{|\/\/|^[-/]|[/.]$|^@$/;
  const badPart = (part: string): boolean => part.startsWith('.') || part.endsWith('.lock');
  return text !== '' && !forbidden.test(text) && !text.split('/').some(badPart);
}
