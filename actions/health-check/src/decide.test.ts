import type { Verdict as Judged } from '@release-train/probe';
import { describe, expect, it } from 'vitest';
import {
  type CheckVerdict,
  decideEndpoint,
  decideVerdict,
  isFailure,
  isReachable,
  lastStartMs,
  type Policy,
  percentile,
  revisionProof,
  type Sample,
  type Story,
} from './decide.ts';

const policy: Policy = { consecutiveSuccesses: 3, stableForMs: 2_000 };

const good: Judged = {
  ok: true,
  side: 'app',
  kind: 'ok',
  reason: '',
  revision: 'not-asked',
  totalMs: 20,
  permanent: false,
};
const bad: Judged = { ...good, ok: false, kind: 'status', reason: 'status: 503' };
const lost: Judged = { ...bad, kind: 'tls', permanent: true };
const unknown: Judged = { ...bad, kind: 'throttled', side: 'probe' };

const judgedBy: Readonly<Record<string, Judged>> = { g: good, b: bad, l: lost, u: unknown };

/** `gbg`: one letter a probe, one second apart: good, bad, lost for ever, unknown to the probe. */
const samples = (letters: string): Sample[] =>
  [...letters].map((letter, index) => ({
    startedMs: index * 1_000,
    endedMs: index * 1_000 + 20,
    judged: judgedBy[letter] ?? good,
  }));

const story = (letters: string, isCritical = true): Story => ({
  name: letters,
  isCritical,
  samples: samples(letters),
});

describe('an endpoint', () => {
  it.each([
    ['', 'waiting', 0, 0],
    ['g', 'waiting', 1, 0],
    ['gg', 'waiting', 2, 1_000],
    ['ggg', 'healthy', 3, 2_000],
    ['gggg', 'healthy', 4, 3_000],
    ['b', 'waiting', 0, 0],
    ['bggg', 'healthy', 3, 2_000],
    ['ggbg', 'waiting', 1, 0],
    ['ggbggg', 'healthy', 3, 2_000],
    ['ggu', 'waiting', 0, 0],
    ['gggb', 'waiting', 0, 0],
    ['l', 'hopeless', 0, 0],
    ['ggl', 'hopeless', 0, 0],
    ['lb', 'waiting', 0, 0],
    ['lggg', 'healthy', 3, 2_000],
  ])(
    'with the probes "%s" is %s, %d in a row over %d ms',
    (...[letters, state, streak, spreadMs]) => {
      expect(decideEndpoint(samples(letters), policy)).toMatchObject({ state, streak, spreadMs });
    },
  );

  it('needs as many as asked, however long they lasted', () => {
    expect(decideEndpoint(samples('ggg'), { ...policy, consecutiveSuccesses: 4 }).state).toBe(
      'waiting',
    );
  });

  it('needs to be stable as long as asked, however many were good', () => {
    expect(decideEndpoint(samples('gggg'), { ...policy, stableForMs: 3_001 }).state).toBe(
      'waiting',
    );
    expect(decideEndpoint(samples('gggg'), { ...policy, stableForMs: 3_000 }).state).toBe(
      'healthy',
    );
  });

  it('needs one good probe where one is enough', () => {
    const once = { consecutiveSuccesses: 1, stableForMs: 0 };
    expect(decideEndpoint(samples('g'), once).state).toBe('healthy');
    expect(decideEndpoint([], once).state).toBe('waiting');
  });

  it('is not reset by a failure that began before the row, as one that hung on the old container', () => {
    const hung: Sample = { startedMs: 0, endedMs: 10_000, judged: bad };
    const row = samples('xggg').slice(1);
    expect(decideEndpoint([...row, hung], policy)).toMatchObject({
      state: 'healthy',
      streak: 3,
      lastFailure: hung,
    });
  });

  it('is reset by a failure that began within the row and ended after it', () => {
    const hung: Sample = { startedMs: 1_500, endedMs: 10_000, judged: bad };
    expect(decideEndpoint([...samples('ggg'), hung], policy)).toMatchObject({
      state: 'waiting',
      streak: 1,
    });
  });

  it('is reset by a failure that began together with a good probe', () => {
    const twin: Sample = { startedMs: 2_000, endedMs: 2_010, judged: bad };
    expect(decideEndpoint([...samples('ggg'), twin], policy).streak).toBe(0);
  });

  it('is judged by when probes began, not by the order they came back in', () => {
    const backwards = samples('bggg').reverse();
    expect(decideEndpoint(backwards, policy)).toMatchObject({ state: 'healthy', spreadMs: 2_000 });
  });
});

describe('the verdict', () => {
  const n = (letters: string): Story => story(letters, false);
  const cases: [string, Story[], CheckVerdict][] = [
    ['nothing was checked', [], 'inconclusive'],
    ['nothing was seen', [story('')], 'inconclusive'],
    ['all are healthy', [story('ggg'), n('bggg')], 'healthy'],
    ['a critical one failed', [story('ggg'), story('b')], 'unhealthy'],
    ['a critical one was never good for long enough', [story('gg')], 'unhealthy'],
    ['a critical one failed now and then', [story('gbgbg')], 'unhealthy'],
    ['only a non-critical one failed', [story('ggg'), n('b')], 'degraded'],
    ['all failed and none is critical', [n('b')], 'degraded'],
    ['both kinds failed', [story('b'), n('b')], 'unhealthy'],
    ['only the probing side failed', [story('uuu')], 'inconclusive'],
    ['the probing side failed between good answers', [story('gugug')], 'inconclusive'],
    ['the app failed and so did the probing side', [story('uubu')], 'unhealthy'],
    ['one app failed, another is unknown', [story('u'), story('b')], 'unhealthy'],
    ['one is unknown, a non-critical one failed', [story('u'), n('b')], 'inconclusive'],
  ];
  it.each(cases)('where %s', (_what, stories, verdict) => {
    expect(decideVerdict(stories, policy)).toBe(verdict);
  });
});

describe('a step fails', () => {
  it.each([
    ['healthy', [false, false, false]],
    ['degraded', [false, true, false]],
    ['unhealthy', [true, true, false]],
    ['inconclusive', [true, true, false]],
  ] as const)('by the verdict %s on unhealthy, degraded, never: %j', (verdict, expected) => {
    const policies = ['unhealthy', 'degraded', 'never'] as const;
    expect(policies.map((failOn) => isFailure(verdict, failOn))).toEqual(expected);
  });
});

describe('the revision', () => {
  it.each([
    [[story('ggg')], true, 'true'],
    [[story('ggg'), story('gg', false)], true, 'false'],
    [[story('b')], true, 'false'],
    [[], true, 'false'],
    [[story('ggg')], false, 'not-asked'],
  ] as const)('case %#', (stories, isAsked, proof) => {
    expect(revisionProof(stories, policy, isAsked)).toBe(proof);
  });
});

describe('what fits before the deadline', () => {
  it.each([
    [5_000, 1_000, 4_000],
    [5_001, 1_000, 5_000],
    [500, 1_000, 0],
    [0, 1_000, 0],
  ])('in %d ms every %d ms, the last probe starts at %d ms', (timeoutMs, intervalMs, at) => {
    expect(lastStartMs({ timeoutMs, intervalMs })).toBe(at);
  });

  it.each([
    [3_000, policy, true],
    [2_999, policy, true],
    [2_000, policy, false],
    [3_000, { consecutiveSuccesses: 3, stableForMs: 2_001 }, false],
    [3_000, { consecutiveSuccesses: 4, stableForMs: 0 }, false],
    [0, { consecutiveSuccesses: 1, stableForMs: 0 }, true],
  ])('in %d ms every second: %j is reachable: %s', (timeoutMs, asked, reachable) => {
    expect(isReachable(asked, { timeoutMs, intervalMs: 1_000 })).toBe(reachable);
  });
});

it.each([
  [[], 0.5, undefined],
  [[7], 0.95, 7],
  [[30, 10, 20], 0.5, 20],
  [[4, 3, 2, 1], 0.5, 2],
  [[1, 2], 0, 1],
])('of %j the percentile %d is %s', (values, share, expected) => {
  expect(percentile(values, share)).toBe(expected);
});
