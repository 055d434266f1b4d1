import { parse } from 'yaml';
import type { JsonExpectation } from './expectation.ts';
import { parseJsonPath } from './json-path.ts';

export function parseJsonExpectation(text: string): JsonExpectation | undefined {
  const options = { schema: 'core', maxAliasCount: 0, intAsBigInt: true } as const;
  const value: unknown = parse(text, jsonNumber, options);
  if (typeof value !== 'object' || value === null) return undefined;
  const keys = Array.isArray(value) ? [] : Object.keys(value);
  if (!keys.some((key) => key.startsWith('$'))) return { kind: 'subset', value };
  const wrong = keys.filter((key) => parseJsonPath(key) === undefined);
  if (wrong.length > 0)
    throw new Error(`"${wrong[0]}" is not a path such as $.status or $.items[0]`);
  return { kind: 'paths', paths: Object.fromEntries(Object.entries(value)) };
}

/** Integers exact, as in an answer; YAML has numbers that JSON has not. */
function jsonNumber(_key: unknown, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new Error(`${value} is no value of JSON`);
  }
  if (typeof value !== 'bigint') return value;
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}
