/** JSON read strictly: no key twice, no number that a double would change. */
export type ParsedJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problem: string };

export function parseJson(text: string): ParsedJson {
  try {
    const value: unknown = JSON.parse(text, exactNumber);
    const twice = keyTwice(text);
    return twice === undefined
      ? { ok: true, value }
      : { ok: false, problem: `the key ${JSON.stringify(twice)} twice` };
  } catch {
    return { ok: false, problem: '' };
  }
}

/** https://github.com/tc39/proposal-json-parse-with-source: the digits as they were sent. */
function exactNumber(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  const source = context?.source ?? '';
  return /^-?\d+$/.test(source) ? BigInt(source) : value;
}

// Strings (keys with their colon) and brackets; enough for text that JSON.parse has accepted.
const token = /"[^"\\]*(?:\\.[^"\\]*)*"(?<colon>\s*:)?|[{}[\]]/g;

function keyTwice(text: string): string | undefined {
  const open: Set<string>[] = [];
  for (const { 0: found, groups } of text.matchAll(token)) {
    if (found === '{' || found === '[') open.push(new Set());
    else if (found === '}' || found === ']') open.pop();
    else if (groups?.['colon']) {
      const key = String(JSON.parse(found.slice(0, -groups['colon'].length)));
      if (open.at(-1)?.has(key)) return key;
      open.at(-1)?.add(key);
    }
  }
  return undefined;
}

/** Equal in type and value; a number however it is written. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (isNumeric(a) && isNumeric(b)) return !(a < b) && !(a > b);
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => sameJson(item, b[index]));
  }
  if (isObject(a) && isObject(b)) {
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(b).length &&
      keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key], b[key]))
    );
  }
  return a === b;
}

const isNumeric = (value: unknown): value is number | bigint =>
  typeof value === 'number' || typeof value === 'bigint';

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

// In Node since 22, in TypeScript's own declarations not yet.
const { rawJSON } = JSON as unknown as { rawJSON: (text: string) => unknown };

export function jsonText(value: unknown): string {
  try {
    return JSON.stringify(value, (_key, part) =>
      typeof part === 'bigint' ? rawJSON(String(part)) : part,
    );
  } catch {
    return '(nested too deeply to be shown)';
  }
}
