import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialCdf } from './binomial.ts';
import { clopperPearsonUpper, leastOutcomes, wilsonInterval } from './error-rate.ts';

const counts = fc
  .integer({ min: 1, max: 100_000 })
  .chain((total) => fc.tuple(fc.integer({ min: 0, max: total }), fc.constant(total)));

describe('the binomial distribution function', () => {
  it.each([
    { k: 0, n: 1, p: 0.5, expected: 0.5 },
    { k: 2, n: 5, p: 0.5, expected: 0.5 },
    { k: 3, n: 10, p: 0.2, expected: 0.8791261184 },
    { k: 9, n: 10, p: 0.9, expected: 0.6513215599 },
    { k: 16, n: 20, p: 0.7, expected: 0.8929131955 },
    { k: 100, n: 1000, p: 0.1, expected: 0.5265990813 },
  ])('P(Bin <= $k) for n = $n, p = $p is $expected', ({ k, n, p, expected }) => {
    expect(binomialCdf(k, n, p)).toBeCloseTo(expected, 9);
  });

  it('is a distribution function that falls with p, up to 100,000 trials', () => {
    const share = fc.double({ min: 0.0001, max: 0.9999, noNaN: true });
    fc.assert(
      fc.property(counts, share, share, ([k, n], a, b) => {
        const more = binomialCdf(k, n, Math.min(a, b));
        const less = binomialCdf(k, n, Math.max(a, b));
        expect(less).toBeGreaterThanOrEqual(0);
        expect(more).toBeLessThanOrEqual(1);
        expect(more).toBeGreaterThanOrEqual(less - 1e-8);
        expect(binomialCdf(k - 1, n, a)).toBeLessThanOrEqual(binomialCdf(k, n, a) + 1e-8);
      }),
    );
  });
});

describe('the exact upper bound', () => {
  it.each([
    { bad: 0, total: 30, confidence: 0.95, expected: 0.095 },
    { bad: 0, total: 300, confidence: 0.95, expected: 0.0099 },
    { bad: 0, total: 900, confidence: 0.95, expected: 0.0033 },
    { bad: 1, total: 60, confidence: 0.995, expected: 0.117 },
    { bad: 1, total: 300, confidence: 0.995, expected: 0.0245 },
    { bad: 3, total: 300, confidence: 0.995, expected: 0.036 },
    { bad: 3, total: 900, confidence: 0.995, expected: 0.012 },
  ])(
    'of $bad bad in $total at confidence $confidence is about $expected',
    ({ bad, total, confidence, expected }) => {
      const relative = clopperPearsonUpper(bad, total, confidence) / expected;
      expect(relative).toBeGreaterThan(0.98);
      expect(relative).toBeLessThan(1.02);
    },
  );

  it('has its closed form where nothing failed, also for 100,000 outcomes', () => {
    for (const total of [1, 73, 10_000, 100_000]) {
      const closed = -Math.expm1(Math.log(0.05) / total);
      expect(clopperPearsonUpper(0, total) / closed).toBeCloseTo(1, 6);
    }
  });

  it('lies above the observed rate and leaves just the asked probability below', () => {
    fc.assert(
      fc.property(counts, ([bad, total]) => {
        const upper = clopperPearsonUpper(bad, total, 0.99);
        expect(upper).toBeGreaterThanOrEqual(bad / total);
        if (bad === total) expect(upper).toBe(1);
        else expect(binomialCdf(bad, total, upper)).toBeCloseTo(0.01, 6);
      }),
      { numRuns: 50 },
    );
  });

  it('rules nothing out without outcomes', () => {
    expect(clopperPearsonUpper(0, 0)).toBe(1);
  });
});

describe('the Wilson interval', () => {
  it.each([
    { bad: 0, total: 300, lower: 0, upper: 0.012643 },
    { bad: 0, total: 73, lower: 0, upper: 0.049992 },
    { bad: 10, total: 100, lower: 0.055229, upper: 0.174366 },
    { bad: 100, total: 100, lower: 0.963005, upper: 1 },
  ])('of $bad bad in $total is [$lower, $upper]', ({ bad, total, lower, upper }) => {
    const interval = wilsonInterval(bad, total);
    expect(interval.lower).toBeCloseTo(lower, 5);
    expect(interval.upper).toBeCloseTo(upper, 5);
  });

  it('holds the observed rate and rises with the bad outcomes', () => {
    fc.assert(
      fc.property(counts, ([bad, total]) => {
        const { lower, upper } = wilsonInterval(bad, total);
        expect(lower).toBeLessThanOrEqual(bad / total);
        expect(upper).toBeGreaterThanOrEqual(bad / total);
        if (bad < total)
          expect(wilsonInterval(bad + 1, total).upper).toBeGreaterThan(upper - 1e-12);
      }),
    );
  });

  it('rules nothing out without outcomes and refuses impossible counts', () => {
    expect(wilsonInterval(0, 0)).toEqual({ lower: 0, upper: 1 });
    expect(() => wilsonInterval(2, 1)).toThrow(RangeError);
    expect(() => clopperPearsonUpper(-1, 1)).toThrow(RangeError);
  });

  it('needs 73 clean outcomes to get to 5 %', () => {
    expect(leastOutcomes(0.05)).toBe(73);
    expect(wilsonInterval(0, 72).upper).toBeGreaterThan(0.05);
    expect(wilsonInterval(0, 73).upper).toBeLessThan(0.05);
  });
});
