import { oneLine } from '@release-train/action-kit/text';
import type { Expectations, JsonExpectation, Mismatch } from './expectation.ts';
import { parseJsonPath, valueAt } from './json-path.ts';
import type { ProbeAnswer } from './probe.ts';

/** Every expectation the answer does not meet; empty means it meets all. */
export const mismatches = (answer: ProbeAnswer, expectations: Expectations): Mismatch[] => [
  ...statusMismatch(answer, expectations),
  ...bodyMismatch(answer, expectations),
  ...headerMismatch(answer, expectations),
  ...latencyMismatch(answer, expectations),
  ...(expectations.json ? jsonMismatches(answer.body, expectations.json) : []),
];

function statusMismatch({ status }: ProbeAnswer, expectations: Expectations): Mismatch[] {
  if (expectations.status.some(([from, to]) => status >= from && status <= to)) return [];
  const expected = expectations.status.map(([a, b]) => (a === b ? `${a}` : `${a}-${b}`)).join(', ');
  return [{ at: 'status', expected, actual: String(status) }];
}

function bodyMismatch({ body }: ProbeAnswer, { body: expected }: Expectations): Mismatch[] {
  if (expected === undefined || body.includes(expected)) return [];
  return [{ at: 'body', expected: `contains ${quoted(expected)}`, actual: quoted(body) }];
}

function headerMismatch({ headers }: ProbeAnswer, { header }: Expectations): Mismatch[] {
  const actual = header && headerOf(headers, header.name);
  if (!header || actual === header.value) return [];
  return [
    {
      at: `header ${header.name}`,
      expected: quoted(header.value),
      actual: actual === undefined ? 'missing' : quoted(actual),
    },
  ];
}

/** Own properties only: a header called `constructor` is missing, not a function. */
export const headerOf = (headers: ProbeAnswer['headers'], name: string): string | undefined =>
  Object.hasOwn(headers, name) ? headers[name] : undefined;

function latencyMismatch({ totalMs }: ProbeAnswer, { maxLatencyMs }: Expectations): Mismatch[] {
  if (maxLatencyMs === undefined || totalMs <= maxLatencyMs) return [];
  return [
    { at: 'latency', expected: `at most ${maxLatencyMs} ms`, actual: `${Math.round(totalMs)} ms` },
  ];
}

function jsonMismatches(body: string, expectation: JsonExpectation): Mismatch[] {
  const parsed = parseJson(body);
  if (!parsed) return [{ at: 'body', expected: 'JSON', actual: quoted(body) || 'empty' }];
  if (expectation.kind === 'subset') return subsetMismatches('$', expectation.value, parsed.value);
  return Object.entries(expectation.paths).flatMap(([path, expected]) => {
    const found = valueAt(parsed.value, parseJsonPath(path) ?? []);
    return found.found ? subsetMismatches(path, expected, found.value) : [missing(path, expected)];
  });
}

export function parseJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** Objects match as subsets; everything else exactly, type included: `"true"` is not `true`. */
function subsetMismatches(at: string, expected: unknown, actual: unknown): Mismatch[] {
  if (isObject(expected) && isObject(actual)) {
    return Object.entries(expected).flatMap(([key, value]) =>
      Object.hasOwn(actual, key)
        ? subsetMismatches(`${at}.${key}`, value, actual[key])
        : [missing(`${at}.${key}`, value)],
    );
  }
  return sameJson(expected, actual)
    ? []
    : [{ at, expected: shown(expected), actual: shown(actual) }];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function sameJson(a: unknown, b: unknown): boolean {
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

const missing = (at: string, expected: unknown): Mismatch => ({
  at,
  expected: shown(expected),
  actual: 'missing',
});

const shown = (value: unknown): string => oneLine(JSON.stringify(value), 120);
const quoted = (text: string): string => (text === '' ? '' : JSON.stringify(oneLine(text, 120)));
