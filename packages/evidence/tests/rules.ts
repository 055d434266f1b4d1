/** Rules that raise an alarm: ours, and those it is compared with. All say after how many seconds. */
import { logEvidence, openBet, placeBet, wilsonInterval } from '../src/index.ts';
import type { Outcomes } from './outcomes.ts';

export type Rule = (outcomes: Outcomes) => number | undefined;

/** The block bet: alarm when the evidence reaches 1 / alpha, looked at after every block. */
export const blockBet =
  (options: { readonly limit: number; readonly alpha: number; readonly block?: number }): Rule =>
  (outcomes) => {
    const { limit, alpha, block = 10 } = options;
    const blocks = Math.ceil(outcomes.length / block);
    let bet = openBet(limit, blocks);
    for (let index = 0; index < blocks; index += 1) {
      const part = outcomes.slice(index * block, (index + 1) * block);
      bet = placeBet(bet, part.filter(Boolean).length / part.length);
      if (logEvidence(bet) >= -Math.log(alpha)) return (index + 1) * block;
    }
    return undefined;
  };

/** "3 consecutive failures", the usual rule of monitors. */
export const threeInARow: Rule = (outcomes) => {
  let row = 0;
  for (const [index, bad] of outcomes.entries()) {
    row = bad ? row + 1 : 0;
    if (row === 3) return index + 1;
  }
  return undefined;
};

/** Standard normal quantile of 99 %. */
const z99 = 2.3263478740408408;

/** Wilson's lower bound at a nominal one-sided 1 %, looked at after every probe from 10 on. */
export const peekingWilson =
  (limit: number): Rule =>
  (outcomes) => {
    let bad = 0;
    for (const [index, isBad] of outcomes.entries()) {
      bad += Number(isBad);
      const seen = index + 1;
      if (seen >= 10 && wilsonInterval(bad, seen, z99).lower > limit) return seen;
    }
    return undefined;
  };
