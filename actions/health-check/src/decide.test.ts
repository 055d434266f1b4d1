import type { Verdict as Judged } from '@release-train/probe';
import { describe, expect, it } from 'vitest';
import {
  type CheckVerdict,
  countRevisions,
  decideEndpoint,
  decideVerdict,
  isFailure,
  lastChanceMs,
  lastStartMs,
  type Policy,
  percentile,
  restUntilMs,
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
    [3_000, policy, 0],
    [2_999, policy, 0],
    [2_000, policy, -1_000],
    [10_000, policy, 7_000],
    [3_000, { consecutiveSuccesses: 3, stableForMs: 2_001 }, -1],
    [3_000, { consecutiveSuccesses: 4, stableForMs: 0 }, -1_000],
    [0, { consecutiveSuccesses: 1, stableForMs: 0 }, 0],
  ])('in %d ms every second, the last row of %j begins at %d ms', (timeoutMs, asked, at) => {
    expect(lastChanceMs(asked, { timeoutMs, intervalMs: 1_000 })).toBe(at);
  });

  it.each([
    [undefined, 0],
    [0, 5_020],
    [10_000, 15_020],
    [3_600_000, 60_000],
  ])('an app that asks to be left alone for %s ms is, until %d ms', (retryAfterMs, untilMs) => {
    const asking = retryAfterMs === undefined ? bad : { ...bad, retryAfterMs };
    const sample = { startedMs: 5_000, endedMs: 5_020, judged: asking };
    expect(restUntilMs(sample, 60_000)).toBe(untilMs);
  });
});

describe('a slow app', () => {
  const taking = (...times: number[]): Story => ({
    name: 'api',
    isCritical: true,
    samples: times.map((totalMs, index) => ({
      startedMs: index * 1_000,
      endedMs: index * 1_000 + totalMs,
      judged: { ...good, totalMs },
    })),
  });
  const asked: Policy = { ...policy, degradedLatencyMs: 300 };

  it.each([
    [[300, 300, 300], 'healthy'],
    [[10, 10, 9_000], 'healthy'],
    [[10, 301, 301], 'degraded'],
    [[301, 301, 301], 'degraded'],
  ] as const)('with the times %j is %s, by the median of the row', (times, verdict) => {
    expect(decideVerdict([taking(...times)], asked)).toBe(verdict);
    expect(decideVerdict([taking(...times)], policy)).toBe('healthy');
  });

  it('counts only the row that proves it, and is none while it is not proven', () => {
    const [first, ...row] = taking(9_000, 9_000, 10, 10, 10).samples;
    const failed = { ...row[0], startedMs: 1_000, endedMs: 1_020, judged: bad };
    const samples = [...(first ? [first] : []), failed, ...row.slice(1)];
    expect(decideEndpoint(samples, asked)).toMatchObject({ state: 'healthy', slowMs: undefined });
    expect(decideEndpoint(taking(900, 900).samples, asked).slowMs).toBeUndefined();
  });

  it('does not make up for one that is lost', () => {
    expect(decideVerdict([taking(900, 900, 900), story('b')], asked)).toBe('unhealthy');
  });
});

describe('revisions', () => {
  it('are counted as new, old (the first other one), other and unknown', () => {
    const of = (revision: Judged['revision'], shown?: string): Sample => ({
      startedMs: 0,
      endedMs: 1,
      judged: { ...good, revision, ...(shown === undefined ? {} : { shown }) },
    });
    const seen = [
      of('unknown'),
      of('other', 'aaa'),
      of('other', 'bbb'),
      of('new', 'ccc'),
      of('other', 'aaa'),
      of('new', 'ccc'),
      of('not-asked'),
    ];
    expect(countRevisions(seen)).toEqual({ new: 2, old: 2, other: 1, unknown: 1 });
    expect(countRevisions([])).toEqual({ new: 0, old: 0, other: 0, unknown: 0 });
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
