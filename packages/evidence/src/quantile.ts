import { binomialCdf } from './binomial.ts';

/**
 * The `q` quantile by nearest rank: the smallest value that at least a share `q` of all values does
 * not exceed. `undefined` without values. https://en.wikipedia.org/wiki/Percentile#The_nearest-rank_method
 */
export function nearestRank(values: readonly number[], q: number): number | undefined {
  checkShare(q);
  return ascending(values)[Math.max(1, Math.ceil(q * values.length)) - 1];
}

/**
 * Upper confidence bound of the `q` quantile of whatever distribution the values come from: the
 * order statistic X(k) with the smallest k for which P(Bin(n, q) <= k - 1) >= confidence.
 * `undefined` where the values are too few for a finite one (see `leastForQuantile`).
 *
 * David and Nagaraja, Order Statistics, section 7.1, https://doi.org/10.1002/0471722162
 */
export function quantileUpperBound(
  values: readonly number[],
  q: number,
  confidence = 0.95,
): number | undefined {
  checkShare(q);
  const n = values.length;
  if (n < leastForQuantile(q, confidence)) return undefined;
  let [low, high] = [1, n];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (binomialCdf(middle - 1, n, q) >= confidence) high = middle;
    else low = middle + 1;
  }
  return ascending(values)[high - 1];
}

/** Values a finite upper bound of the `q` quantile needs: 1 - q^n >= confidence. 59 for p95. */
export const leastForQuantile = (q: number, confidence = 0.95): number =>
  Math.ceil(Math.log(1 - confidence) / Math.log(q));

const ascending = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

function checkShare(q: number): void {
  if (!(q > 0 && q < 1)) throw new RangeError(`a quantile must be in (0, 1), got ${q}`);
}
