import { describe, expect, it } from 'vitest';
import { type BlockCount, emptyBlock } from './block-table.ts';
import { consequenceOf, decide, type End, neededOutcomes } from './decide.ts';
import type { Limits } from './measure.ts';

const limits: Limits = {
  blockMs: 10_000,
  blocks: 30,
  degradedRate: 0.01,
  failedRate: 0.05,
  isRevisionAsked: false,
  endpoints: 1,
};

type Row = Partial<BlockCount>;
const good: Row = { ok: 10 };
const silent: Row = { lost: 10 };
const repeat = (count: number, row: Row): Row[] => Array.from({ length: count }, () => row);

/** Fills in the counts; bad outcomes are taken to span their whole block. */
const tableOf = (rows: readonly Row[]): BlockCount[] =>
  rows.map((row, index) => ({
    ...emptyBlock,
    ...(row.bad ? { badFromMs: index * 10_000, badToMs: index * 10_000 + 9000 } : {}),
    ...row,
  }));

const judged = (rows: readonly Row[], end: End = 'complete', change: Partial<Limits> = {}) => {
  const facts = { endpoints: [{ name: 'app', blocks: tableOf(rows) }], end };
  const { verdict, reason } = decide(facts, { ...limits, ...change });
  return `${verdict} ${reason}`;
};

const bad = (count: number): Row => ({ ok: 10 - count, bad: count });

describe('the verdict of a complete window', () => {
  it.each<[string, Row[], string]>([
    ['clean', repeat(30, good), 'healthy clean'],
    ['down at the end', [...repeat(24, good), ...repeat(6, bad(10))], 'failed errors'],
    ['down, then well', [...repeat(4, bad(10)), ...repeat(26, good)], 'degraded errors-recovered'],
    ['one error in ten', [...repeat(15, bad(1)), ...repeat(15, bad(2))], 'failed errors'],
    ['below the failed limit', repeat(30, { ok: 29, bad: 1 }), 'degraded errors'],
    ['one old answer at the end', [...repeat(29, good), { ok: 9, old: 1 }], 'failed old-revision'],
    ['an old answer early', [{ ok: 9, old: 1 }, ...repeat(29, good)], 'degraded old-revision-gone'],
    ['a fifth silent', [...repeat(24, good), ...repeat(6, silent)], 'healthy clean'],
    [
      'over a fifth silent',
      [...repeat(23, good), ...repeat(7, silent)],
      'inconclusive not-attributable',
    ],
    ['nothing at all', repeat(30, {}), 'inconclusive not-attributable'],
    ['72 outcomes', [...repeat(29, { ok: 2 }), { ok: 14 }], 'inconclusive too-few-outcomes'],
    ['73 outcomes', [...repeat(29, { ok: 2 }), { ok: 15 }], 'healthy clean'],
    ['an unclear rate', [...repeat(29, { ok: 3 }), bad(3)], 'inconclusive error-rate-unclear'],
  ])('%s', (_, rows, expected) => {
    expect(judged(rows)).toBe(expected);
  });

  it('does not count errors while the control address fails', () => {
    const blamed = [...repeat(24, good), ...repeat(6, bad(10))];
    const excused = [...repeat(24, good), ...repeat(6, { bad: 10, controlFailed: 1 })];
    expect([judged(blamed), judged(excused)]).toEqual(['failed errors', 'healthy clean']);
  });

  it('asks for the expected revision in every block that says something', () => {
    const asked = { isRevisionAsked: true };
    const proven = { ok: 10, proven: 1 };
    expect(judged(repeat(30, proven), 'complete', asked)).toBe('healthy clean');
    expect(judged([...repeat(29, proven), good], 'complete', asked)).toBe(
      'inconclusive revision-unproven',
    );
    expect(judged([...repeat(29, proven), silent], 'complete', asked)).toBe('healthy clean');
  });

  it('is at most degraded for latency', () => {
    const slow = repeat(30, { ok: 10, slow: 10 });
    expect(judged(slow, 'complete', { latencyBudgetMs: 300 })).toBe('degraded latency');
    expect(judged(slow)).toBe('healthy clean');
  });

  it('needs more outcomes where the failed limit is stricter', () => {
    expect(neededOutcomes(limits)).toBe(73);
    expect(neededOutcomes({ ...limits, failedRate: 0.01 })).toBe(381);
    expect(neededOutcomes({ ...limits, failedRate: 0.5 })).toBe(73);
  });
});

describe('a failed verdict is held back', () => {
  const outage = [...repeat(10, good), ...repeat(5, bad(10))];

  it('not at all while it burns: it may end the watch early', () => {
    expect(judged(outage, 'running')).toBe('failed errors');
  });

  it('once the last 30 s are clean', () => {
    expect(judged([...outage, ...repeat(3, good)], 'running')).toBe('degraded errors-recovered');
  });

  it('with fewer than five bad outcomes', () => {
    expect(judged(repeat(4, { bad: 1 }), 'running')).toBe('degraded errors');
    expect(judged(repeat(5, { bad: 1 }), 'running')).toBe('failed errors');
  });

  it('while all bad outcomes fall within 15 s', () => {
    const outageUntil = (badToMs: number): Row[] => [
      { bad: 10, badFromMs: 0, badToMs: 9000 },
      { bad: 10, badFromMs: 10_000, badToMs },
    ];
    const eager = { failedRate: 0.01 };
    expect(judged(outageUntil(14_999), 'running', eager)).toBe('degraded errors');
    expect(judged(outageUntil(15_000), 'running', eager)).toBe('failed errors');
  });

  it('while more than a fifth of the blocks are silent', () => {
    expect(judged([...repeat(4, silent), ...repeat(5, bad(10))], 'running')).toBe('watching clean');
  });
});

describe('a watch that is not complete', () => {
  it('says nothing yet, or what it holds so far', () => {
    expect(judged(repeat(20, good), 'running')).toBe('watching clean');
    expect(judged(repeat(20, { ok: 29, bad: 1 }), 'running')).toBe('degraded errors');
  });

  it('is inconclusive when cancelled, unless production was already found broken', () => {
    expect(judged(repeat(20, good), 'cancelled')).toBe('inconclusive cancelled');
    expect(judged([], 'cancelled')).toBe('inconclusive cancelled');
    expect(judged(repeat(5, bad(10)), 'cancelled')).toBe('failed errors');
  });
});

describe('several endpoints', () => {
  const both = (first: readonly Row[], second: readonly Row[]) => {
    const endpoints = [first, second].map((rows, index) => ({
      name: `e${index}`,
      blocks: tableOf(rows),
    }));
    return decide({ endpoints, end: 'complete' }, { ...limits, endpoints: 2 }).verdict;
  };

  it('are as bad as the worst of them', () => {
    const down = [...repeat(25, good), ...repeat(5, bad(10))];
    const seldom = repeat(30, { ok: 29, bad: 1 });
    expect(both(repeat(30, good), repeat(30, good))).toBe('healthy');
    expect(both(repeat(30, good), repeat(30, silent))).toBe('inconclusive');
    expect(both(repeat(30, silent), seldom)).toBe('degraded');
    expect(both(seldom, down)).toBe('failed');
  });

  it('share the stated error: each needs twice the evidence', () => {
    const facts = { endpoints: [{ name: 'app', blocks: [] }], end: 'running' } as const;
    const needed = (endpoints: number) => {
      const { measures } = decide(facts, { ...limits, endpoints }).findings[0]!;
      return [measures.degraded.needed, measures.failed.needed].map((log) =>
        Math.round(Math.exp(log)),
      );
    };
    expect([needed(1), needed(2)]).toEqual([
      [100, 1000],
      [200, 2000],
    ]);
  });

  it('share it with a latency limit and with logs as well, which may not make it failed', () => {
    const facts = { endpoints: [{ name: 'app', blocks: [] }], end: 'running' } as const;
    const needed = (change: Partial<Limits>) => {
      const { measures } = decide(facts, { ...limits, ...change }).findings[0]!;
      return [measures.degraded, measures.failed, measures.latency].map(
        (evidence) => evidence && Math.round(Math.exp(evidence.needed)),
      );
    };
    expect(needed({})).toEqual([100, 1000, undefined]);
    expect(needed({ hasLogs: true })).toEqual([200, 1000, undefined]);
    expect(needed({ latencyBudgetMs: 500 })).toEqual([200, 1000, 200]);
    expect(needed({ latencyBudgetMs: 500, hasLogs: true, endpoints: 2 })).toEqual([800, 2000, 800]);
  });

  it('none of which was watched prove nothing', () => {
    expect(decide({ endpoints: [], end: 'complete' }, limits).verdict).toBe('inconclusive');
  });
});

describe('what a verdict does to the step', () => {
  it.each([
    ['healthy', 'degraded', 'fail', 'none'],
    ['inconclusive', 'failed', 'warn', 'warn'],
    ['inconclusive', 'never', 'fail', 'fail'],
    ['inconclusive', 'degraded', 'ignore', 'none'],
    ['degraded', 'failed', 'fail', 'warn'],
    ['degraded', 'degraded', 'warn', 'fail'],
    ['failed', 'failed', 'warn', 'fail'],
    ['failed', 'degraded', 'warn', 'fail'],
    ['failed', 'never', 'fail', 'warn'],
  ] as const)('%s with fail-on %s and on-inconclusive %s: %s', (...row) => {
    const [verdict, failOn, onInconclusive, expected] = row;
    const policy = { 'fail-on': failOn, 'on-inconclusive': onInconclusive };
    expect(consequenceOf(verdict, policy)).toBe(expected);
  });
});
