import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leastForQuantile, nearestRank, quantileUpperBound } from './quantile.ts';

const upTo = (n: number): number[] => Array.from({ length: n }, (_, index) => index + 1);
const values = fc.array(fc.double({ min: 0, max: 60_000, noNaN: true }), { maxLength: 400 });

describe('the nearest rank', () => {
  it.each([
    [[15, 20, 35, 40, 50], 0.3, 20],
    [[15, 20, 35, 40, 50], 0.4, 20],
    [[15, 20, 35, 40, 50], 0.5, 35],
    [[50, 15, 40, 20, 35], 0.95, 50],
    [[7], 0.5, 7],
  ])('of %j at %f is %i', (sample, q, expected) => {
    expect(nearestRank(sample, q)).toBe(expected);
  });

  it('is unknown without values', () => {
    expect(nearestRank([], 0.95)).toBeUndefined();
  });
});

describe('the upper bound of a quantile', () => {
  it.each([
    [0.5, 5],
    [0.9, 29],
    [0.95, 59],
    [0.99, 299],
  ])('of %f needs %i values at 95 %%', (q, least) => {
    expect(leastForQuantile(q)).toBe(least);
    expect(quantileUpperBound(upTo(least - 1), q)).toBeUndefined();
    expect(quantileUpperBound(upTo(least), q)).toBe(least);
  });

  it('is a value of the sample, not below the quantile itself', () => {
    fc.assert(
      fc.property(values, fc.constantFrom(0.5, 0.9, 0.95), (sample, q) => {
        const bound = quantileUpperBound(sample, q);
        expect(bound === undefined).toBe(sample.length < leastForQuantile(q));
        if (bound === undefined) return;
        expect(sample).toContain(bound);
        expect(bound).toBeGreaterThanOrEqual(nearestRank(sample, q) ?? Number.NaN);
      }),
    );
  });

  it('is the smallest order statistic with the asked confidence', () => {
    // P(Bin(100, 0.95) <= 97) = 0.882 and P(Bin(100, 0.95) <= 98) = 0.963.
    expect(quantileUpperBound(upTo(100), 0.95)).toBe(99);
  });

  it('refuses quantiles outside (0, 1)', () => {
    expect(() => quantileUpperBound([1], 1)).toThrow(RangeError);
    expect(() => nearestRank([1], 0)).toThrow(RangeError);
  });
});
