import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logEvidence, logEvidencePath, openBet, placeBet } from './block-bet.ts';

const evidencePath = (limit: number, shares: readonly (number | undefined)[], blocks = 60) =>
  logEvidencePath(limit, blocks, shares).map(Math.exp);

const limits = fc.double({ min: 0.001, max: 0.5, noNaN: true });
const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 59 });

describe('the evidence of a block table', () => {
  it.each([
    {
      limit: 0.05,
      table: [0, 0, 0.1, 0, 0.5, 1, 1, 1],
      values: [0.827893, 0.76283, 0.802206, 0.747157, 1.07753, 3.71156, 28.1592, 318.817],
    },
    {
      limit: 0.01,
      table: [0.1, 0, 0.2, 0.1, 0, 0.3, 0.1, 0.2],
      values: [2.54896, 1.38525, 7.20771, 39.71, 14.2319, 213.832, 1375.84, 18732.3],
    },
  ])('has the known values at limit $limit', ({ limit, table, values }) => {
    const path = evidencePath(limit, table);
    path.forEach((value, block) => {
      expect(value / (values[block] ?? 0)).toBeCloseTo(1, 5);
    });
  });

  it('is 1 before the first block', () => {
    expect(logEvidence(openBet(0.05, 60))).toBeCloseTo(0, 12);
  });

  it('stays finite as a logarithm where the value itself would overflow', () => {
    const last =
      logEvidencePath(
        0.01,
        2000,
        Array.from({ length: 2000 }, () => 1),
      ).at(-1) ?? 0;
    expect(last).toBeGreaterThan(Math.log(Number.MAX_VALUE));
    expect(last).toBeLessThan(Number.POSITIVE_INFINITY);
  });

  it('neither gains nor loses expected value on a fair block, whatever came before', () => {
    fc.assert(
      fc.property(limits, shares, (limit, past) => {
        const before = past.reduce(placeBet, openBet(limit, 60));
        const good = Math.exp(logEvidence(placeBet(before, 0)) - logEvidence(before));
        const bad = Math.exp(logEvidence(placeBet(before, 1)) - logEvidence(before));
        expect((1 - limit) * good + limit * bad).toBeCloseTo(1, 8);
      }),
    );
  });

  it('grows with the bad share of any block', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(limits, shares, fc.tuple(share, share), (limit, past, pair) => {
        const before = past.reduce(placeBet, openBet(limit, 60));
        const less = logEvidence(placeBet(before, Math.min(...pair)));
        const more = logEvidence(placeBet(before, Math.max(...pair)));
        expect(more).toBeGreaterThanOrEqual(less - 1e-12);
      }),
    );
  });

  it('falls with a clean block and keeps its value through a block without data', () => {
    fc.assert(
      fc.property(limits, shares, (limit, past) => {
        const before = past.reduce(placeBet, openBet(limit, 60));
        expect(logEvidence(placeBet(before, 0))).toBeLessThan(logEvidence(before));
        expect(logEvidence(placeBet(before, undefined))).toBeCloseTo(logEvidence(before), 10);
      }),
    );
  });

  it.each([
    ['a limit of 0', () => openBet(0, 60)],
    ['a limit of 1', () => openBet(1, 60)],
    ['no blocks', () => openBet(0.05, 0)],
    ['a share above 1', () => placeBet(openBet(0.05, 60), 1.1)],
    ['a share that is not a number', () => placeBet(openBet(0.05, 60), Number.NaN)],
    ['a block after the last', () => placeBet(placeBet(openBet(0.05, 1), 0), 0)],
  ])('refuses %s', (_, act) => {
    expect(act).toThrow(RangeError);
  });
});
