import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide, type End } from './decide.ts';
import type { Limits } from './measure.ts';
import type { Outcome } from './outcome.ts';
import { factsOf, type Report, replay, reportOf, type Watched } from './report.ts';

const outcome = fc.record({
  dueMs: fc.integer({ min: -30_000, max: 299_999 }),
  counts: fc.constantFrom<Outcome['counts']>('ok', 'ok', 'ok', 'bad', 'old', 'lost'),
  kind: fc.constantFrom('ok', 'status', 'timeout', 'late'),
  isProven: fc.boolean(),
  latencyMs: fc.integer({ min: 1, max: 12_000 }),
});

const limitsOf = fc.record({
  degradedRate: fc.constantFrom(0.005, 0.01, 0.05),
  failedRate: fc.constantFrom(0.05, 0.2, 0.5),
  latencyBudgetMs: fc.constantFrom(undefined, 300),
  isRevisionAsked: fc.boolean(),
});

const watchedOf = fc
  .tuple(
    fc.array(outcome, { maxLength: 400 }),
    fc.array(fc.record({ dueMs: fc.nat(299_999), isOk: fc.boolean() }), { maxLength: 5 }),
    fc.record({ closed: fc.nat(30), end: fc.constantFrom<End>('complete', 'cancelled') }),
    limitsOf,
  )
  .map(([outcomes, control, { closed, end }, asked]): Watched => {
    const names = ['a', 'b'];
    const endpoints = names.map((name) => ({ name, request: 'GET https://app.test/' }));
    const limits: Limits = { ...asked, blockMs: 10_000, blocks: 30, endpoints: names.length };
    const named = outcomes.map((one, index) => ({
      ...one,
      reason: '',
      endpoint: names[index % 2] ?? 'a',
    }));
    const seen = { outcomes: named, control, closed, end };
    return { seen, limits, endpoints, commit: '', startedAt: '', redact: (text) => text };
  });

describe('a report', () => {
  it('gives its verdict again when replayed from JSON alone', () => {
    fc.assert(
      fc.property(watchedOf, (watched) => {
        const facts = factsOf(watched);
        const decision = decide(facts, watched.limits);
        const written = JSON.stringify(reportOf(watched, facts, decision));
        const read: Report = JSON.parse(written);
        expect(replay(read)).toEqual({ verdict: decision.verdict, reason: decision.reason });
      }),
    );
  });

  it('changes its verdict when its blocks are changed', () => {
    const watched = cleanWatch([]);
    const facts = factsOf(watched);
    const report = reportOf(watched, facts, decide(facts, watched.limits));
    expect(replay(report).verdict).toBe('healthy');
    const [endpoint] = report.endpoints;
    const blocks = (endpoint?.blocks ?? []).map(() => ({ bad: 10, badFromMs: 0, badToMs: 99_000 }));
    const forged = { ...report, endpoints: [{ ...endpoint!, blocks }] };
    expect(replay(forged).verdict).toBe('failed');
  });

  it('keeps the grace apart and shows the earliest bad answer, redacted', () => {
    const extra = [
      { ...good(20_500), counts: 'bad', kind: 'status', reason: 'got secret' },
      { ...good(10_500), counts: 'bad', kind: 'reset', reason: 'first secret' },
      { ...good(-5000), counts: 'bad', kind: 'reset', reason: 'before' },
      { ...good(-4000), counts: 'old', kind: 'revision', reason: 'before' },
    ] as const;
    const watched = cleanWatch(extra);
    const facts = factsOf(watched);
    const [own] = reportOf(watched, facts, decide(facts, watched.limits)).endpoints;
    expect(own?.first).toEqual({ bad: { atMs: 10_500, kind: 'reset', reason: 'first ***' } });
    expect(own?.grace).toEqual({ ok: 0, bad: 1, old: 1, lost: 0 });
    expect([own?.p50Ms, own?.p95Ms]).toEqual([20, 20]);
    expect(own?.blocks[1]).toEqual({ ok: 10, bad: 1, badFromMs: 10_500, badToMs: 10_500 });
  });
});

const good = (dueMs: number): Outcome => ({
  endpoint: 'app',
  dueMs,
  counts: 'ok',
  kind: 'ok',
  reason: '',
  isProven: false,
  latencyMs: 20,
});

const cleanWatch = (extra: readonly Outcome[]): Watched => ({
  seen: {
    outcomes: [...Array.from({ length: 300 }, (_, second) => good(second * 1000)), ...extra],
    control: [],
    closed: 30,
    end: 'complete',
  },
  endpoints: [{ name: 'app', request: 'GET https://app.test/' }],
  limits: {
    blockMs: 10_000,
    blocks: 30,
    degradedRate: 0.01,
    failedRate: 0.05,
    isRevisionAsked: false,
    endpoints: 1,
  },
  commit: '',
  startedAt: '',
  redact: (text) => text.replaceAll('secret', '***'),
});
