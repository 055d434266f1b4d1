export { type BlockBet, logEvidence, logEvidencePath, openBet, placeBet } from './block-bet.ts';
export { clopperPearsonUpper, leastOutcomes, wilsonInterval, z95 } from './error-rate.ts';
export { leastForQuantile, nearestRank, quantileUpperBound } from './quantile.ts';
