/**
 * A block-betting e-detector for "the share of bad outcomes is above `limit`".
 *
 * Time is cut into `blocks` blocks. For each block with bad share Y, every bet c multiplies its
 * stake by f = 1 + (c / limit) (Y - limit), which is fair or worse while E[Y | past] <= limit:
 *
 *     K = K f             from 1: bad since the start
 *     D = (1 + D) f       from 0: turned bad at some point (Shiryaev-Roberts)
 *     S = mean_c K / 2 + (mean_c D + blocks - b) / blocks / 2
 *
 * S starts at 1 and is a non-negative supermartingale under that hypothesis, so by Ville's
 * inequality P(S >= 1/a in any block) <= a: whatever the dependence inside a block, and however
 * often one looks. Stakes are kept as logarithms, so long windows neither overflow nor vanish.
 *
 * Waudby-Smith and Ramdas, Estimating means of bounded random variables by betting,
 * https://arxiv.org/abs/2010.09686; Shin, Ramdas and Rinaldo, E-detectors,
 * https://arxiv.org/abs/2203.03532
 */
export interface BlockBet {
  /** The largest share of bad outcomes that is still acceptable; in (0, 1). */
  readonly limit: number;
  /** Blocks the whole window has; the guarantee covers these. */
  readonly blocks: number;
  /** Blocks seen so far. */
  readonly seen: number;
  readonly logSinceStart: readonly number[];
  readonly logSinceSome: readonly number[];
}

/** Shares of the most a bet may stake: from patient (small excess) to bold (outage). */
const bets = [0.02, 0.05, 0.1, 0.2, 0.4, 0.7, 0.9];

/** @throws RangeError when `limit` is not in (0, 1) or `blocks` is not a positive whole number */
export function openBet(limit: number, blocks: number): BlockBet {
  if (!(limit > 0 && limit < 1)) throw new RangeError(`limit must be in (0, 1), got ${limit}`);
  if (!Number.isSafeInteger(blocks) || blocks < 1) {
    throw new RangeError(`blocks must be a whole number of at least 1, got ${blocks}`);
  }
  return {
    limit,
    blocks,
    seen: 0,
    logSinceStart: bets.map(() => 0),
    logSinceSome: bets.map(() => Number.NEGATIVE_INFINITY),
  };
}

/**
 * The next block. `undefined` is a block without attributable outcomes: nothing is staked on it,
 * because no data is neither good nor bad.
 *
 * @throws RangeError when the share is not in [0, 1] or the window is already full
 */
export function placeBet(bet: BlockBet, badShare: number | undefined): BlockBet {
  if (badShare !== undefined && !(badShare >= 0 && badShare <= 1)) {
    throw new RangeError(`a share of bad outcomes must be in [0, 1], got ${badShare}`);
  }
  if (bet.seen >= bet.blocks) throw new RangeError(`all ${bet.blocks} blocks have been seen`);
  const logFactors = bets.map((stake) =>
    badShare === undefined ? 0 : Math.log1p((stake / bet.limit) * (badShare - bet.limit)),
  );
  return {
    ...bet,
    seen: bet.seen + 1,
    logSinceStart: bet.logSinceStart.map((log, index) => log + (logFactors[index] ?? 0)),
    logSinceSome: bet.logSinceSome.map((log, index) => logAdd(0, log) + (logFactors[index] ?? 0)),
  };
}

/** Natural logarithm of S. Compare with `Math.log(1 / a)`. */
export function logEvidence({ blocks, seen, logSinceStart, logSinceSome }: BlockBet): number {
  const logWeight = -Math.log(bets.length);
  const sinceStart = logSum(logSinceStart) + logWeight;
  const sinceSome = logAdd(logSum(logSinceSome) + logWeight, Math.log(blocks - seen));
  return logAdd(sinceStart, sinceSome - Math.log(blocks)) - Math.LN2;
}

/** log S after every block of a table of bad shares: the same table always gives the same values. */
export function logEvidencePath(
  limit: number,
  blocks: number,
  badShares: readonly (number | undefined)[],
): number[] {
  const path: number[] = [];
  badShares.reduce(
    (bet, badShare) => {
      const next = placeBet(bet, badShare);
      path.push(logEvidence(next));
      return next;
    },
    openBet(limit, blocks),
  );
  return path;
}

const logSum = (logs: readonly number[]): number => logs.reduce(logAdd, Number.NEGATIVE_INFINITY);

/** log(exp(a) + exp(b)). */
function logAdd(a: number, b: number): number {
  const [low, high] = a < b ? [a, b] : [b, a];
  return low === Number.NEGATIVE_INFINITY ? high : high + Math.log1p(Math.exp(low - high));
}
