import { describe, expect, it } from 'vitest';
import { charts } from './chart.ts';
import { courseOf } from './course.ts';
import { decide, type End, type Finding } from './decide.ts';
import type { Limits } from './measure.ts';
import { redactor } from './redact.ts';
import { renderFailure, renderOutputs, renderProgress, renderSummary } from './render.ts';
import { words } from './render-words.ts';
import { factsOf, reportOf, shownEvidence } from './report.ts';
import { reasonText, reportLine } from './report-line.ts';
import { probeReasons } from './verdict.ts';

const limits: Limits = {
  blockMs: 10_000,
  blocks: 30,
  degradedRate: 0.01,
  failedRate: 0.05,
  isRevisionAsked: false,
  endpoints: 1,
};

interface Scene {
  readonly badFrom?: number;
  readonly name?: string;
  readonly reason?: string;
  readonly closed?: number;
  readonly end?: End;
}

/** 300 probes, one a second, bad from a second on. */
function rendered({
  badFrom = 300,
  name = 'app',
  reason = '',
  closed = 30,
  end = 'complete',
}: Scene) {
  const outcomes = Array.from({ length: closed * 10 }, (_, second) => ({
    endpoint: name,
    dueMs: second * 1000,
    counts: second < badFrom ? ('ok' as const) : ('bad' as const),
    kind: second < badFrom ? 'ok' : 'status',
    reason: second < badFrom ? '' : reason,
    isProven: false,
    latencyMs: 148,
  }));
  const seen = { outcomes, control: [], closed, end };
  const watched = {
    seen,
    endpoints: [{ name, request: 'GET https://app.test/health' }],
    limits,
    commit: 'c'.repeat(40),
    startedAt: '2026-01-05T09:00:00.000Z',
    redact: (text: string) => text,
  };
  const facts = factsOf(watched);
  const decision = decide(facts, limits);
  const course = courseOf(seen, { graceMs: 0, seenMs: closed * 10_000, blockMs: 10_000 });
  return { facts, decision, course, report: reportOf(watched, facts, decision) };
}

const down = { badFrom: 240, reason: 'status: expected 200-299, got 500' };

describe('the report line', () => {
  it('says of a clean window what it rules out', () => {
    const [finding] = rendered({}).decision.findings;
    expect(reportLine(finding!, limits, { p95Ms: 148 })).toBe(
      '0 of 300 probes failed (rules out > 1.3 % at 95 %); evidence against <= 1 %: 0.2 (needs 100); p95 148 ms',
    );
  });

  it('says of an outage how strong the evidence is', () => {
    const [finding] = rendered(down).decision.findings;
    expect(reportLine(finding!, limits, { p95Ms: 148 })).toMatch(
      /^60 of 300 probes failed \(rules out > 24\.9 % at 95 %\); evidence against <= 5 %: 131245 \(needs 1000\); p95 148 ms$/,
    );
  });

  it('claims nothing before the first outcome', () => {
    const [finding] = rendered({ closed: 0, end: 'running' }).decision.findings;
    expect(reportLine(finding!, limits)).toBe(
      '0 of 0 probes failed; evidence against <= 1 %: 1.0 (needs 100)',
    );
  });

  it('names the latency limit where there is one', () => {
    const budget = { ...limits, latencyBudgetMs: 212 };
    const { facts } = rendered({});
    const [finding] = decide(facts, budget).findings;
    expect(reportLine(finding!, budget, { p95Ms: 148 })).toContain(
      'evidence against <= 1 %: 0.2 (needs 200); p95 148 ms vs limit 212 ms; evidence against it: 0.2 (needs 200)',
    );
  });
});

describe('the reason', () => {
  it('is a sentence of its own for every code', () => {
    const [finding] = rendered({}).decision.findings;
    const texts = probeReasons.map((reason) =>
      reasonText({ ...finding!, reason } as Finding, limits),
    );
    expect(new Set(texts).size).toBe(probeReasons.length);
    expect(texts.filter((text) => /undefined|NaN/.test(text))).toEqual([]);
  });
});

describe('the failure', () => {
  it('tells what, how sure, since when, what was seen and where to look', () => {
    const { message, hint } = renderFailure(rendered(down));
    expect(message).toMatch(
      /^failed \(errors\): app: the share of bad probes is above 5 % \(60 of 300 .*; first bad after 4m: GET https:\/\/app\.test\/health: status: expected 200-299, got 500\)$/,
    );
    expect(hint).toContain('log of the application');
  });
});

describe('the outputs', () => {
  it('are numbers a workflow can compare', () => {
    expect(renderOutputs(rendered(down))).toMatchObject({
      verdict: 'failed',
      reason: 'errors',
      'action-taken': 'none',
      probes: 300,
      'bad-probes': 60,
      'p95-ms': 148,
    });
    expect(renderOutputs(rendered({})).evidence).toBeCloseTo(0.2, 1);
    expect(renderOutputs(rendered({ closed: 0, end: 'cancelled' }))).toMatchObject({
      verdict: 'inconclusive',
      reason: 'cancelled',
      probes: 0,
      'p95-ms': undefined,
    });
  });

  it('keep evidence finite however large it is', () => {
    expect(shownEvidence(5000)).toBeGreaterThan(1e200);
    expect(Number.isFinite(shownEvidence(5000))).toBe(true);
  });
});

describe('the summary', () => {
  it('puts the verdict first, then the numbers, the table and the chart', () => {
    const summary = renderSummary(rendered({}));
    expect(summary.split('\n').slice(0, 8)).toEqual([
      '### post-deploy-monitor: healthy',
      '',
      'no evidence against the release, and more than 5 % bad probes are ruled out · 5m watched · commit `cccccccccccc`',
      '',
      '- app: 0 of 300 probes failed (rules out > 1.3 % at 95 %); evidence against <= 1 %: 0.2 (needs 100); p95 148 ms',
      '',
      '| endpoint | verdict | good | bad | old revision | not attributable | p50 / p95 |',
      '| --- | --- | --- | --- | --- | --- | --- |',
    ]);
    expect(summary).toContain('| `app` | healthy | 300 | 0 | 0 | 0 | 148 / 148 ms |');
    expect(summary).toContain('xychart-beta');
  });

  it('shows hostile text as text', () => {
    const hostile = { ...down, name: 'x|<b>@team', reason: '` | <img src=x>\n::error::@team' };
    const summary = renderSummary(rendered(hostile));
    expect(summary).not.toMatch(/^::error/m);
    expect(summary).toContain('First bad answer of x\\|\\<b\\>@\u200bteam, 4m into the window:');
    expect(summary).toContain('`` ` \\| <img src=x> :\u200b:error::@team ``');
  });
});

describe('the progress line', () => {
  it('says how far the watch is and what it holds', () => {
    const { decision } = rendered({ closed: 9, end: 'running' });
    expect(renderProgress(decision, limits)).toMatch(
      /^1m 30s of 5m, nothing found so far: app: 0 of 90 probes failed \(rules out > 4\.1 % at 95 %\)/,
    );
  });
});

describe('the charts', () => {
  const probe = (dueMs: number, counts: 'ok' | 'bad' | 'lost', latencyMs = 20) => ({
    ...{ endpoint: 'app', dueMs, counts, latencyMs },
    ...{ kind: counts, reason: '', isProven: false },
  });
  const drawn = (
    outcomes: ReturnType<typeof probe>[],
    span: { graceMs: number; seenMs: number },
    control: { dueMs: number; isOk: boolean }[] = [],
  ) =>
    charts(
      courseOf({ outcomes, control }, { ...span, blockMs: 10_000 }),
      { failedRate: 0.05, latencyBudgetMs: 250 },
      { say: words.en, verdict: 'failed' },
    ).join('\n');

  it('show bad probes and latency with their limits, from the cut-over to the verdict', () => {
    const outcomes = [probe(-5000, 'ok'), probe(1000, 'ok', 30), probe(12_000, 'bad', 400)];
    const text = drawn(outcomes, { graceMs: 10_000, seenMs: 20_000 });
    expect(text).toContain('["-0:10 cut-over", "0:00", "0:10 failed"]');
    expect(text).toContain('bar [0, 0, 100]\n  line [5, 5, 5]');
    expect(text).toContain('line [20, 30, 400]\n  line [250, 250, 250]');
    expect(text).toContain('title "p95 latency per 10 s, ms"');
  });

  it('merge blocks rather than draw hundreds of bars, each with a name of its own', () => {
    const outcomes = Array.from({ length: 600 }, (_, second) => probe(second * 1000, 'ok'));
    const text = drawn(outcomes, { graceMs: 30_000, seenMs: 600_000 });
    expect(text).toContain('title "Bad probes per 30 s, %"');
    const names = /x-axis .*?\[(.*)\]/.exec(text)?.[1]?.split(', ') ?? [];
    expect([names.length, new Set(names).size]).toEqual([21, 21]);
  });

  it('leave out what is not the doing of the application', () => {
    const lost = { dueMs: 11_000, isOk: false };
    const outcomes = [probe(1000, 'bad'), probe(2000, 'lost'), probe(12_000, 'bad')];
    const text = drawn(outcomes, { graceMs: 0, seenMs: 20_000 }, [lost]);
    expect(text).toContain('bar [100, 0]');
  });

  it('are not drawn where nothing was seen', () => {
    expect(drawn([], { graceMs: 30_000, seenMs: 0 })).toBe('');
  });
});

describe('in Russian', () => {
  it('verdict, reason, numbers, advice and what was done are Russian', () => {
    const acted = { taken: 'rolled-back', deeds: [], services: {} } as const;
    const summary = renderSummary({ ...rendered(down), acted }, 'ru');
    for (const text of [
      '### post-deploy-monitor: сломан',
      'доля неудачных проб выше 5 %',
      'неудачных проб: 60 из 300',
      '**откатили**',
      'Что делать: Смотрите первый неудачный ответ',
      'Первый неудачный ответ app',
    ]) {
      expect(summary).toContain(text);
    }
    expect(renderFailure(rendered(down)).message).not.toMatch(/[а-яё]/i);
  });
});

describe('redaction', () => {
  it('removes given header values and the credentials inside them', () => {
    const redact = redactor(['Bearer abcd1234', 'x']);
    expect(redact('echo Bearer abcd1234, token=abcd1234, x')).toBe('echo ***, token=***, x');
  });
});
