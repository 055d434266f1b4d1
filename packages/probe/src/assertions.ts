import type { Expectations, JsonExpectation, Mismatch } from './expectation.ts';
import { isObject, jsonText, parseJson, sameJson } from './json.ts';
import { parseJsonPath, valueAt } from './json-path.ts';
import type { ProbeAnswer } from './probe.ts';
import { type Redactor, redactorOf } from './redactor.ts';

/** Characters of a value that a message shows. */
const mostShown = 120;

const nothingSecret = redactorOf();

/** Every expectation the answer does not meet; empty means it meets all. */
export function mismatches(
  answer: ProbeAnswer,
  expectations: Expectations,
  { show }: Redactor = nothingSecret,
): Mismatch[] {
  const shown = (text: string): string => show(text, mostShown);
  const quoted: Quote = (text) => (text === '' ? '' : JSON.stringify(shown(text)));
  const json = expectations.json ? jsonMismatches(answer.body, expectations.json, quoted) : [];
  return [
    ...statusMismatch(answer, expectations),
    ...finalUrlMismatch(answer, expectations),
    ...bodyMismatch(answer, expectations, quoted),
    ...headerMismatch(answer, expectations, quoted),
    ...latencyMismatch(answer, expectations),
    ...certificateMismatch(answer, expectations),
    ...json,
  ].map(({ at, expected, actual }) => ({
    at: shown(at),
    expected: show(expected, 2 * mostShown),
    actual: show(actual, 2 * mostShown),
  }));
}

/** Text of an answer, made harmless before it is put in quotes. */
type Quote = (text: string) => string;

function statusMismatch({ status }: ProbeAnswer, expectations: Expectations): Mismatch[] {
  if (isWithin(status, expectations.status)) return [];
  const expected = expectations.status.map(([a, b]) => (a === b ? `${a}` : `${a}-${b}`)).join(', ');
  return [{ at: 'status', expected, actual: String(status) }];
}

export const isWithin = (status: number, ranges: Expectations['status'] = []): boolean =>
  ranges.some(([from, to]) => status >= from && status <= to);

function finalUrlMismatch(answer: ProbeAnswer, { finalUrl }: Expectations): Mismatch[] {
  const page = (url: URL): string => url.origin + url.pathname + url.search;
  if (!finalUrl || page(answer.finalUrl) === page(finalUrl)) return [];
  return [{ at: 'final URL', expected: page(finalUrl), actual: page(answer.finalUrl) }];
}

function bodyMismatch(
  { body }: ProbeAnswer,
  { body: expected }: Expectations,
  quoted: Quote,
): Mismatch[] {
  if (expected === undefined || body.includes(expected)) return [];
  return [{ at: 'body', expected: `contains ${quoted(expected)}`, actual: quoted(body) }];
}

function headerMismatch(
  { headers }: ProbeAnswer,
  { header }: Expectations,
  quoted: Quote,
): Mismatch[] {
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

function certificateMismatch(answer: ProbeAnswer, expectations: Expectations): Mismatch[] {
  const { minCertificateDays: least } = expectations;
  const days = answer.certificateDays;
  if (least === undefined || (days !== undefined && days >= least)) return [];
  const actual = days === undefined ? 'no certificate' : `${days} left`;
  return [{ at: 'certificate', expected: `at least ${least} days left`, actual }];
}

function jsonMismatches(body: string, expectation: JsonExpectation, quoted: Quote): Mismatch[] {
  const parsed = parseJson(body);
  if (!parsed.ok) {
    return [{ at: 'body', expected: 'JSON', actual: parsed.problem || quoted(body) || 'empty' }];
  }
  if (expectation.kind === 'subset') return subsetMismatches('$', expectation.value, parsed.value);
  return Object.entries(expectation.paths).flatMap(([path, expected]) => {
    const found = valueAt(parsed.value, parseJsonPath(path) ?? []);
    return found.found ? subsetMismatches(path, expected, found.value) : [missing(path, expected)];
  });
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
    : [{ at, expected: jsonText(expected), actual: jsonText(actual) }];
}

const missing = (at: string, expected: unknown): Mismatch => ({
  at,
  expected: jsonText(expected),
  actual: 'missing',
});
