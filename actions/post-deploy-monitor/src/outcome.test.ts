import type { Verdict } from '@release-train/probe';
import { describe, expect, it } from 'vitest';
import { blockTable } from './block-table.ts';
import { lateOutcome, outcomeOf } from './outcome.ts';

const slot = { endpoint: 'app', dueMs: 12_000, delayMs: 300 };
const fine: Verdict = {
  ok: true,
  side: 'app',
  kind: 'ok',
  reason: '',
  revision: 'not-asked',
  totalMs: 50,
  permanent: false,
};
const of = (change: Partial<Verdict>) => outcomeOf(slot, { ...fine, ...change });

describe('a judged probe counts', () => {
  it.each<[string, Partial<Verdict>, string]>([
    ['as good when all is as expected', {}, 'ok'],
    ['as bad when an expectation fails', { ok: false, kind: 'status' }, 'bad'],
    ['as bad when the answer never came', { ok: false, kind: 'timeout' }, 'bad'],
    ['as lost when only our side failed', { ok: false, kind: 'dns', side: 'probe' }, 'lost'],
    ['as lost when it was turned away', { ok: false, kind: 'throttled', side: 'probe' }, 'lost'],
    ['as lost when we refused to ask', { ok: false, kind: 'address-blocked' }, 'lost'],
    ['as old when another revision answered', { ok: false, revision: 'other' }, 'old'],
    ['as old even when that answer was an error', { kind: 'status', revision: 'other' }, 'old'],
    ['as good without a revision', { ok: false, kind: 'revision', revision: 'unknown' }, 'ok'],
  ])('%s', (_, change, counts) => {
    expect(of({ ...change }).counts).toBe(counts);
  });

  it('from its intended start', () => {
    expect(of({}).latencyMs).toBe(350);
  });

  it('as proof only when the expected revision answered', () => {
    expect(of({ revision: 'new' }).isProven).toBe(true);
    expect(of({ ok: false, kind: 'revision', revision: 'unknown' }).isProven).toBe(false);
  });
});

describe('a block table', () => {
  const grid = { blockMs: 10_000, closed: 2, latencyBudgetMs: 340 };

  it('counts slow, timed-out and unstarted probes as exceedances', () => {
    const outcomes = [
      of({}),
      of({ totalMs: 10 }),
      of({ ok: false, kind: 'timeout', totalMs: 10 }),
      of({ ok: false, kind: 'dns', side: 'probe', totalMs: 9000 }),
      lateOutcome({ endpoint: 'app', dueMs: 13_000 }, 'app-hangs', 10_000),
      lateOutcome({ endpoint: 'app', dueMs: 14_000 }, 'runner-stalled', 10_000),
    ];
    const [first, second] = blockTable(outcomes, [], grid);
    expect(first).toMatchObject({ ok: 0, bad: 0 });
    expect(second).toMatchObject({ ok: 2, bad: 2, slow: 3, lost: 2 });
    expect(second).toMatchObject({ badFromMs: 12_000, badToMs: 13_000 });
  });

  it('leaves out the grace and blocks that are not closed', () => {
    const at = (dueMs: number) => ({ ...of({}), dueMs });
    const table = blockTable([at(-1), at(0), at(9999), at(20_000)], [], grid);
    expect(table.map(({ ok }) => ok)).toEqual([2, 0]);
  });

  it('notes where the control failed', () => {
    const control = [
      { dueMs: 3000, isOk: false },
      { dueMs: 11_000, isOk: true },
    ];
    expect(blockTable([], control, grid).map(({ controlFailed }) => controlFailed)).toEqual([1, 0]);
  });
});
