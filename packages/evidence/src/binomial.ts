/**
 * P(Bin(n, p) <= k), accurate in the tails: summed from the term at the edge outwards on the side
 * away from the mean, where terms only shrink. Relative error about 1e-9 for n up to 100,000.
 */
export function binomialCdf(k: number, n: number, p: number): number {
  if (k < 0) return 0;
  if (k >= n || p <= 0) return 1;
  if (p >= 1) return 0;
  return k < n * p ? lowerTail(k, n, p) : 1 - lowerTail(n - k - 1, n, 1 - p);
}

function lowerTail(k: number, n: number, p: number): number {
  const first = Math.exp(logTerm(k, n, p));
  let sum = first;
  let term = first;
  for (let i = k; i > 0 && term > sum * Number.EPSILON; i -= 1) {
    term *= (i / (n - i + 1)) * ((1 - p) / p);
    sum += term;
  }
  return Math.min(1, sum);
}

const logTerm = (k: number, n: number, p: number): number =>
  logFactorial(n) -
  logFactorial(k) -
  logFactorial(n - k) +
  k * Math.log(p) +
  (n - k) * Math.log1p(-p);

/** Stirling's series, exact to about 1e-13 from 16 on. https://dlmf.nist.gov/5.11#E1 */
function logFactorial(n: number): number {
  if (n < 16) {
    return Math.log(Array.from({ length: n }, (_, i) => i + 1).reduce((a, b) => a * b, 1));
  }
  const series = 1 / (12 * n) - 1 / (360 * n ** 3) + 1 / (1260 * n ** 5);
  return n * Math.log(n) - n + Math.log(2 * Math.PI * n) / 2 + series;
}
