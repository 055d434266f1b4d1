import { binomialCdf } from './binomial.ts';

/** Standard normal quantile of 97.5 %: a two-sided 95 % interval. */
export const z95 = 1.959963984540054;

/**
 * Wilson score interval of a rate; for one look at the end, not for looking again and again.
 * Without outcomes it is [0, 1]: nothing is ruled out.
 *
 *     centre = (p + z²/2n) / (1 + z²/n),  half = z / (1 + z²/n) · sqrt(p(1-p)/n + z²/4n²)
 *
 * Wilson 1927; Brown, Cai and DasGupta 2001, https://doi.org/10.1214/ss/1009213286
 */
export function wilsonInterval(
  bad: number,
  total: number,
  z = z95,
): { readonly lower: number; readonly upper: number } {
  checkCounts(bad, total);
  if (total === 0) return { lower: 0, upper: 1 };
  const rate = bad / total;
  const scale = 1 + z ** 2 / total;
  const centre = (rate + z ** 2 / (2 * total)) / scale;
  const half = (z / scale) * Math.sqrt((rate * (1 - rate)) / total + z ** 2 / (4 * total ** 2));
  return {
    lower: bad === 0 ? 0 : Math.max(0, centre - half),
    upper: bad === total ? 1 : Math.min(1, centre + half),
  };
}

/**
 * Exact one-sided upper bound of a rate: the largest p with P(Bin(total, p) <= bad) > 1 -
 * confidence, found by bisection. Without outcomes it is 1.
 *
 * Clopper and Pearson 1934, https://doi.org/10.1093/biomet/26.4.404
 */
export function clopperPearsonUpper(bad: number, total: number, confidence = 0.95): number {
  checkCounts(bad, total);
  if (bad === total) return 1;
  let low = bad / total;
  let high = 1;
  for (let middle = (low + high) / 2; low < middle && middle < high; middle = (low + high) / 2) {
    if (binomialCdf(bad, total, middle) > 1 - confidence) low = middle;
    else high = middle;
  }
  return high;
}

/**
 * Outcomes below which even a clean sheet leaves the Wilson upper bound above `limit`:
 * n >= z² (1 - limit) / limit. 73 at 5 %.
 */
export const leastOutcomes = (limit: number, z = z95): number =>
  Math.ceil((z ** 2 * (1 - limit)) / limit);

function checkCounts(bad: number, total: number): void {
  if (!Number.isSafeInteger(bad) || !Number.isSafeInteger(total) || bad < 0 || bad > total) {
    throw new RangeError(`counts must be whole with 0 <= bad <= total, got ${bad} of ${total}`);
  }
}
