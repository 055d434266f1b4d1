/** Typed reading of JSON bodies, refusing in GitHub's words. */
import { ApiError } from './api.ts';

export interface Fields {
  readonly has: (name: string) => boolean;
  readonly raw: (name: string) => unknown;
  /** Refuses an absent field. */
  readonly text: (name: string) => string;
  readonly optionalText: (name: string) => string | null;
  readonly flag: (name: string, otherwise: boolean) => boolean;
  readonly texts: (name: string) => readonly string[];
  readonly oneOf: <Value extends string>(
    name: string,
    values: readonly Value[],
    otherwise: Value,
  ) => Value;
}

export function readFields(body: unknown): Fields {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new ApiError(400, 'Body should be a JSON object');
  }
  const values = new Map<string, unknown>(Object.entries(body));
  const raw = (name: string): unknown => values.get(name);
  const optionalText = (name: string): string | null => {
    const value = raw(name) ?? null;
    if (value === null || typeof value === 'string') return value;
    throw wrongType(name, value, 'string');
  };
  return {
    has: (name) => values.has(name),
    raw,
    optionalText,
    text: (name) => required(name, optionalText(name)),
    flag: (name, otherwise) => flag(name, raw(name) ?? otherwise),
    texts: (name) => texts(name, raw(name) ?? []),
    oneOf: (name, allowed, otherwise) => {
      const value = optionalText(name) ?? otherwise;
      const known = allowed.find((each) => each === value);
      if (known === undefined) throw notAmong(name, value, allowed);
      return known;
    },
  };
}

function required(name: string, value: string | null): string {
  if (value === null) throw new ApiError(422, `Invalid request.\n\n"${name}" wasn't supplied.`);
  return value;
}

function flag(name: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw wrongType(name, value, 'boolean');
}

function texts(name: string, value: unknown): readonly string[] {
  if (!Array.isArray(value)) throw wrongType(name, value, 'array');
  return value.map((item: unknown) => {
    if (typeof item === 'string') return item;
    throw wrongType(name, item, 'string');
  });
}

const wrongType = (name: string, value: unknown, type: string): ApiError =>
  new ApiError(
    422,
    `Invalid request.\n\nFor 'properties/${name}', ${JSON.stringify(value)} is not ${type === 'array' ? 'an' : 'a'} ${type}.`,
  );

const notAmong = (name: string, value: string, allowed: readonly string[]): ApiError =>
  new ApiError(
    422,
    `Invalid request.\n\nFor 'properties/${name}', ${value} is not a member of ${JSON.stringify(allowed)}.`,
  );
