import { describe, expect, it } from 'vitest';
import type { Expectations, RevisionSource } from './expectation.ts';
import { type Judged, judge, sameRevision } from './judge.ts';
import type { ProbeAnswer, ProbeFailure, ProbeResult } from './probe.ts';

const sha = 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678';

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

const failure = (part: Partial<ProbeFailure> = {}): ProbeFailure => ({
  kind: 'failure',
  failure: 'connect',
  message: 'ECONNREFUSED',
  side: 'app',
  permanent: false,
  totalMs: 3,
  ...part,
});

const expectations: Expectations = { status: [[200, 299]] };
const fromText: RevisionSource = { from: 'text' };

const asking = (result: ProbeResult, source: RevisionSource, own?: ProbeResult): Judged => ({
  result,
  expectations,
  revision: { expected: sha, source, ...(own ? { result: own } : {}) },
});

describe('one probe', () => {
  it('is good when it meets everything, and says that no revision was asked for', () => {
    expect(judge({ result: answer(), expectations })).toEqual({
      ok: true,
      side: 'app',
      kind: 'ok',
      reason: '',
      revision: 'not-asked',
      totalMs: 20,
      permanent: false,
      remoteAddress: '203.0.113.1',
    });
  });

  it('is the app’s failure by its status, with every mismatch named', () => {
    const judged = judge({
      result: answer({ status: 503, body: 'no' }),
      expectations: { ...expectations, body: 'yes' },
    });
    expect(judged).toMatchObject({
      ok: false,
      side: 'app',
      kind: 'status',
      reason: 'status: expected 200-299, got 503; body: expected contains "yes", got "no"',
    });
  });

  it('is the app’s failure by an assertion under a good status', () => {
    const judged = judge({ result: answer(), expectations: { ...expectations, body: 'yes' } });
    expect(judged).toMatchObject({ ok: false, side: 'app', kind: 'assertion' });
  });

  it.each([
    ['app', false],
    ['app', true],
    ['probe', false],
  ] as const)('that got no answer keeps side %s and permanence %s', (side, permanent) => {
    const judged = judge({ result: failure({ side, permanent }), expectations });
    expect(judged).toEqual({
      ok: false,
      side,
      kind: 'connect',
      reason: 'connect: ECONNREFUSED',
      revision: 'not-asked',
      totalMs: 3,
      permanent,
    });
  });

  it('that was throttled says nothing about the app', () => {
    expect(judge({ result: answer({ status: 429 }), expectations })).toMatchObject({
      ok: false,
      side: 'probe',
      kind: 'throttled',
      reason: 'status: the app answered 429 to the probe',
    });
  });

  it.each([
    [429, { 'retry-after': '7' }, 7_000],
    [503, { 'retry-after': '0' }, 0],
    [
      503,
      { 'retry-after': 'Mon, 23 Nov 2026 07:00:30 GMT', date: 'Mon, 23 Nov 2026 07:00:00 GMT' },
      30_000,
    ],
    [
      503,
      { 'retry-after': 'Mon, 23 Nov 2026 06:59:00 GMT', date: 'Mon, 23 Nov 2026 07:00:00 GMT' },
      0,
    ],
    [503, { 'retry-after': 'Mon, 23 Nov 2026 07:00:30 GMT' }, undefined],
    [503, { 'retry-after': 'soon' }, undefined],
    [503, { 'retry-after': '-5' }, undefined],
    [503, {}, undefined],
    [500, { 'retry-after': '7' }, undefined],
    [200, { 'retry-after': '7' }, undefined],
  ] as const)('of status %d with %j asks to be left alone for %s ms', (status, headers, ms) => {
    expect(judge({ result: answer({ status, headers }), expectations }).retryAfterMs).toBe(ms);
  });

  it('of a status that waiting does not heal is permanent', () => {
    const failFast = { ...expectations, failFast: [[401, 403]] } as const;
    const permanent = [400, 401, 403, 404].map(
      (status) => judge({ result: answer({ status }), expectations: failFast }).permanent,
    );
    expect(permanent).toEqual([false, true, true, false]);
    const isExpected = { status: [[401, 401]], failFast: [[401, 401]] } as const;
    expect(judge({ result: answer({ status: 401 }), expectations: isExpected })).toMatchObject({
      ok: true,
      permanent: false,
    });
  });

  it('that is bad leaves a sample without cookies; a good one leaves none', () => {
    const headers = { 'content-type': 'text/html', 'set-cookie': 's=1', server: 'edge' };
    const bad = answer({ status: 502, headers, body: '<h1>\n::error::Bad gateway</h1>' });
    expect(judge({ result: bad, expectations }).sample).toBe(
      [
        '502 from 203.0.113.1 https://app.test/',
        'content-type: text/html',
        'server: edge',
        '',
        '<h1> :\u200b:error::Bad gateway</h1>',
      ].join('\n'),
    );
    expect(judge({ result: answer(), expectations }).sample).toBeUndefined();
  });

  it('may expect 429', () => {
    const judged = judge({
      result: answer({ status: 429 }),
      expectations: { status: [[429, 429]] },
    });
    expect(judged.ok).toBe(true);
  });
});

describe('the revision', () => {
  it.each([
    ['text', fromText, answer({ body: `${sha}\n` }), 'new', sha],
    ['text', fromText, answer({ body: 'deadbeef' }), 'other', 'deadbeef'],
    ['text', fromText, answer({ body: ' \n' }), 'unknown', undefined],
    [
      'a header',
      { from: 'header', name: 'x-rev' },
      answer({ headers: { 'x-rev': sha } }),
      'new',
      sha,
    ],
    ['a header', { from: 'header', name: 'x-rev' }, answer(), 'unknown', undefined],
    ['a header', { from: 'header', name: 'constructor' }, answer(), 'unknown', undefined],
    [
      'JSON',
      { from: 'json', path: '$.commit' },
      answer({ body: `{"commit":"${sha}"}` }),
      'new',
      sha,
    ],
    [
      'JSON',
      { from: 'json', path: '$.commit' },
      answer({ body: '{"commit":"v1"}' }),
      'other',
      'v1',
    ],
    [
      'JSON',
      { from: 'json', path: '$.commit' },
      answer({ body: '{"commit":17}' }),
      'unknown',
      undefined,
    ],
    ['JSON', { from: 'json', path: '$.commit' }, answer({ body: '{}' }), 'unknown', undefined],
    ['JSON', { from: 'json', path: '$.commit' }, answer({ body: '<html>' }), 'unknown', undefined],
    ['nothing', fromText, failure(), 'unknown', undefined],
  ] as const)('from %s', (...[, source, result, revision, shown]) => {
    const judged = judge(asking(result, source));
    expect(judged.revision).toBe(revision);
    expect(judged.shown).toBe(shown);
    expect(judged.ok).toBe(revision === 'new');
  });

  it('that is another is the app’s failure and is shown beside the expected one', () => {
    expect(judge(asking(answer({ body: 'deadbeef' }), fromText))).toMatchObject({
      side: 'app',
      kind: 'revision',
      reason: 'revision: expected a1b2c3d4e5f6, the app shows deadbeef',
    });
  });

  it('that is not shown is a failure too: unknown is never new', () => {
    expect(judge(asking(answer(), fromText))).toMatchObject({
      side: 'app',
      kind: 'revision',
      reason: 'revision: expected a1b2c3d4e5f6, the app shows none',
    });
  });

  it('that is right does not make a bad answer good', () => {
    const judged = judge(asking(answer({ status: 500, body: sha }), fromText));
    expect(judged).toMatchObject({ ok: false, kind: 'status', revision: 'new' });
  });

  it('is told with a throttled probe', () => {
    const judged = judge(asking(answer({ status: 429, body: sha }), fromText));
    expect(judged).toMatchObject({ kind: 'throttled', revision: 'new' });
  });

  it('is read from its own answer where it has a URL of its own', () => {
    const judged = judge(asking(answer({ body: 'deadbeef' }), fromText, answer({ body: sha })));
    expect(judged).toMatchObject({ ok: true, revision: 'new', shown: sha });
  });

  it('whose own URL gives no answer fails by that, with its side and permanence', () => {
    const own = failure({
      failure: 'address-blocked',
      side: 'probe',
      permanent: true,
      message: 'x',
    });
    expect(judge(asking(answer({ totalMs: 20 }), fromText, own))).toMatchObject({
      ok: false,
      side: 'probe',
      kind: 'address-blocked',
      reason: 'revision: address-blocked: x',
      revision: 'unknown',
      permanent: true,
      totalMs: 20,
    });
  });

  it('whose own URL is throttled says nothing about the app', () => {
    const judged = judge(asking(answer(), fromText, answer({ status: 429 })));
    expect(judged).toMatchObject({
      ok: false,
      side: 'probe',
      kind: 'throttled',
      revision: 'unknown',
    });
    expect(judged.reason).toMatch(/^revision: /);
  });

  it('whose own URL is silent does not excuse a bad answer', () => {
    const judged = judge(asking(answer({ status: 500 }), fromText, failure({ side: 'probe' })));
    expect(judged).toMatchObject({ side: 'app', kind: 'status' });
  });
});

describe('two revisions are the same', () => {
  it.each([
    [sha, sha, true],
    [sha.toUpperCase(), sha, true],
    [` ${sha}\n`, sha, true],
    [sha.slice(0, 7), sha, true],
    [sha, sha.slice(0, 12), true],
    ['v1.2.3', 'v1.2.3', true],
    [sha.slice(0, 6), sha, false],
    [sha.slice(1, 12), sha, false],
    ['v1.2', 'v1.2.3', false],
    [sha, sha.slice(0, 6), false],
    ['', sha, false],
    ['main', sha, false],
  ])('%j and %j: %s', (shown, expected, same) => {
    expect(sameRevision(shown, expected)).toBe(same);
  });
});
