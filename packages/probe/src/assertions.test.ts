import { describe, expect, it } from 'vitest';
import { mismatches } from './assertions.ts';
import type { Expectations } from './expectation.ts';
import { parseJsonExpectation } from './parse-json-expectation.ts';
import type { ProbeAnswer } from './probe.ts';

const answer = (part: Partial<ProbeAnswer> = {}): ProbeAnswer => ({
  kind: 'answer',
  status: 200,
  headers: {},
  body: '',
  finalUrl: new URL('https://app.test'),
  remoteAddress: '203.0.113.1',
  totalMs: 20,
  ...part,
});

const ok: Expectations = { status: [[200, 299]] };

function jsonMismatches(expected: string, body: string): string[] {
  const json = parseJsonExpectation(expected);
  if (!json) throw new Error(`not an expectation: ${expected}`);
  return mismatches(answer({ body }), { ...ok, json }).map(
    ({ at, expected: wanted, actual }) => `${at}: ${wanted} / ${actual}`,
  );
}

describe('the status', () => {
  it.each([
    [200, []],
    [299, []],
    [304, []],
    [199, ['199']],
    [300, ['300']],
  ])('%d against 200-299, 304', (status, actual) => {
    const expectations = {
      status: [
        [200, 299],
        [304, 304],
      ],
    } as const;
    const found = mismatches(answer({ status }), expectations);
    expect(found).toEqual(
      actual.map((text) => ({ at: 'status', expected: '200-299, 304', actual: text })),
    );
  });
});

describe('JSON', () => {
  it.each([
    ['ok: true', '{"ok":true,"more":1}'],
    ['a: {b: 1}', '{"a":{"b":1,"c":2}}'],
    ['a: [1, {b: 2}]', '{"a":[1,{"b":2}]}'],
    ['[1, 2]', '[1,2]'],
    ['a: null', '{"a":null}'],
    ['$.checks[0].state: up', '{"checks":[{"state":"up"}]}'],
    ['$.db: {ready: true}', '{"db":{"ready":true,"lag":3}}'],
    ['$: {a: 1}', '{"a":1}'],
    ['id: 9007199254740993', '{"id":9007199254740993}'],
    ['n: 100', '{"n":1e2}'],
    ['n: 100000000000000000000', '{"n":1e20}'],
  ])('that meets %j: %s', (expected, body) => {
    expect(jsonMismatches(expected, body)).toEqual([]);
  });

  it.each([
    ['ok: true', '{"ok":"true"}', '$.ok: true / "true"'],
    ['ok: "true"', '{"ok":true}', '$.ok: "true" / true'],
    ['count: 5', '{"count":"5"}', '$.count: 5 / "5"'],
    ['share: 0.5', '{"share":0}', '$.share: 0.5 / 0'],
    ['a: null', '{}', '$.a: null / missing'],
    ['a: {b: 1}', '{"a":[]}', '$.a: {"b":1} / []'],
    ['a: {b: {c: 1}}', '{"a":{"b":{"c":2}}}', '$.a.b.c: 1 / 2'],
    ['a: [1]', '{"a":[1,2]}', '$.a: [1] / [1,2]'],
    ['a: [{b: 1}]', '{"a":[{"b":1,"c":2}]}', '$.a: [{"b":1}] / [{"b":1,"c":2}]'],
    ['a: [{b: 1}]', '{"a":[{"c":1}]}', '$.a: [{"b":1}] / [{"c":1}]'],
    ['constructor: x', '{}', '$.constructor: "x" / missing'],
    ['$.a[1]: x', '{"a":["x"]}', '$.a[1]: "x" / missing'],
    ['$.a.length: 1', '{"a":["x"]}', '$.a.length: 1 / missing'],
    ['ok: true', '<html>down</html>', 'body: JSON / "<html>down</html>"'],
    ['ok: true', '', 'body: JSON / empty'],
    ['ok: true', '{"ok":true,"ok":true}', 'body: JSON / the key "ok" twice'],
    ['n: 1', '{"n":NaN}', 'body: JSON / "{\\"n\\":NaN}"'],
    [
      'id: 9007199254740993',
      '{"id":9007199254740992}',
      '$.id: 9007199254740993 / 9007199254740992',
    ],
    [
      'id: "9007199254740993"',
      '{"id":9007199254740993}',
      '$.id: "9007199254740993" / 9007199254740993',
    ],
    ['ok: true', 'null', '$: {"ok":true} / null'],
  ])('that does not meet %j: %s', (expected, body, found) => {
    expect(jsonMismatches(expected, body)).toEqual([found]);
  });

  it('has every difference named', () => {
    expect(jsonMismatches('{a: 1, b: 2}', '{"a":2}')).toEqual(['$.a: 1 / 2', '$.b: 2 / missing']);
  });
});

describe('text, header and latency', () => {
  it.each([
    ['a body that contains the text', { body: 'all is ready' }, { body: 'ready' }, []],
    ['a body without it', { body: 'no' }, { body: 'ready' }, ['body: contains "ready" / "no"']],
    ['the header', { headers: { 'x-a': '1' } }, { header: { name: 'x-a', value: '1' } }, []],
    [
      'another value',
      { headers: { 'x-a': '2' } },
      { header: { name: 'x-a', value: '1' } },
      ['header x-a: "1" / "2"'],
    ],
    [
      'no such header',
      {},
      { header: { name: 'constructor', value: '1' } },
      ['header constructor: "1" / missing'],
    ],
    ['just fast enough', { totalMs: 500 }, { maxLatencyMs: 500 }, []],
    [
      'a certificate that lasts just long enough',
      { certificateDays: 14 },
      { minCertificateDays: 14 },
      [],
    ],
    [
      'a certificate that does not',
      { certificateDays: 13 },
      { minCertificateDays: 14 },
      ['certificate: at least 14 days left / 13 left'],
    ],
    [
      'no certificate at all',
      {},
      { minCertificateDays: 14 },
      ['certificate: at least 14 days left / no certificate'],
    ],
    ['the final URL', {}, { finalUrl: new URL('https://app.test#part') }, []],
    [
      'another final URL',
      { finalUrl: new URL('https://app.test/login?next=x') },
      { finalUrl: new URL('https://app.test') },
      ['final URL: https://app.test/ / https://app.test/login?next=x'],
    ],
    ['too slow', { totalMs: 500.6 }, { maxLatencyMs: 500 }, ['latency: at most 500 ms / 501 ms']],
  ])('%s', (...[, part, expected, found]) => {
    const seen = mismatches(answer(part), { ...ok, ...expected });
    expect(seen.map((one) => `${one.at}: ${one.expected} / ${one.actual}`)).toEqual(found);
  });

  it('show what was there cut and harmless', () => {
    const body = `\n::error::x ##[error]\u001b[31m ${'y'.repeat(500)}`;
    const [found] = mismatches(answer({ body }), { ...ok, body: 'ready' });
    expect(found?.actual.length).toBeLessThan(130);
    expect(found?.actual).not.toMatch(/^::|##\[|\u001b|\n/);
  });
});
