/** The figures we state, and the deployments they are about: 15 minutes, one probe a second. */
import type { Deployment } from './outcomes.ts';
import { blockBet, peekingWilson, type Rule, threeInARow } from './rules.ts';

export const seconds = 900;

/** Share of deployments with an alarm, and the median seconds from the trouble to the alarm. */
export interface Figure {
  readonly share: number;
  readonly delay?: number;
}

export interface Row {
  readonly what: string;
  /** Nothing is wrong: an alarm is a false one. */
  readonly isHealthy: boolean;
  readonly deployment: Deployment;
  /** Second from which on something is wrong. */
  readonly from?: number;
  readonly stated: Figure;
  /** What the two other rules were measured to do, where it is known. */
  readonly others?: readonly (Figure | undefined)[];
}

export interface Table {
  readonly title: string;
  readonly rules: readonly (readonly [name: string, rule: Rule])[];
  readonly rows: readonly Row[];
}

const steady = (rate: number, more: Omit<Deployment, 'rate'> = {}): Deployment => ({
  rate: () => rate,
  ...more,
});
const from600 = (rate: number): Pick<Row, 'deployment' | 'from'> => ({
  deployment: { rate: (second) => (second < 600 ? 0.001 : rate) },
  from: 600,
});
const blips = { secondsPerBlip: 1800 };

const fine = (what: string, deployment: Deployment, more: Pick<Row, 'stated' | 'others'>): Row => ({
  what,
  isHealthy: true,
  deployment,
  ...more,
});
const broken = (
  what: string,
  where: Pick<Row, 'deployment' | 'from'>,
  more: Pick<Row, 'stated' | 'others'>,
): Row => ({ what, isHealthy: false, ...where, ...more });

/** "degraded": limit 1 %, error 1 % per deployment. */
export const degraded: Table = {
  title: 'degraded: limit 1 %, stated error 1 %',
  rules: [
    ['block bet', blockBet({ limit: 0.01, alpha: 0.01 })],
    ['3 in a row', threeInARow],
    ['Wilson, peeking', peekingWilson(0.01)],
  ],
  rows: [
    fine('rate 1 %', steady(0.01), {
      stated: { share: 0.004 },
      others: [{ share: 0.001 }, { share: 0.224 }],
    }),
    fine('rate 0.1 %', steady(0.001), {
      stated: { share: 0 },
      others: [{ share: 0 }, { share: 0.016 }],
    }),
    fine('0.1 % and a blip every 30 min', steady(0.001, blips), {
      stated: { share: 0.001 },
      others: [{ share: 0.317 }, { share: 0.089 }],
    }),
    fine('1 %, correlation 0.5', steady(0.01, { correlation: 0.5 }), {
      stated: { share: 0.011 },
    }),
    fine('1 %, correlation 0.7', steady(0.01, { correlation: 0.7 }), {
      stated: { share: 0.037 },
    }),
    broken(
      'rate 3 %',
      { deployment: steady(0.03) },
      {
        stated: { share: 0.869, delay: 420 },
        others: [{ share: 0.016 }, { share: 0.998 }],
      },
    ),
    broken(
      'rate 5 %',
      { deployment: steady(0.05) },
      {
        stated: { share: 1, delay: 170 },
        others: [{ share: 0.093 }, { share: 1 }],
      },
    ),
    broken(
      'rate 10 %',
      { deployment: steady(0.1) },
      {
        stated: { share: 1, delay: 60 },
        others: [{ share: 0.558, delay: 377 }, { share: 1 }],
      },
    ),
    broken(
      'rate 50 %',
      { deployment: steady(0.5) },
      {
        stated: { share: 1, delay: 20 },
        others: [
          { share: 1, delay: 11 },
          { share: 1, delay: 10 },
        ],
      },
    ),
    broken(
      'hard down',
      { deployment: steady(1) },
      {
        stated: { share: 1, delay: 20 },
        others: [
          { share: 1, delay: 3 },
          { share: 1, delay: 10 },
        ],
      },
    ),
    broken('10 % from second 600', from600(0.1), {
      stated: { share: 1, delay: 90 },
      others: [{ share: 0.249, delay: 145 }, undefined],
    }),
    broken('hard down from second 600', from600(1), {
      stated: { share: 1, delay: 30 },
      others: [{ share: 1, delay: 3 }, undefined],
    }),
  ],
};

/** "failed": limit 5 %, error 0.1 % per deployment. */
export const failed: Table = {
  title: 'failed: limit 5 %, stated error 0.1 %',
  rules: [
    ['block bet', blockBet({ limit: 0.05, alpha: 0.001 })],
    ['3 in a row', threeInARow],
    ['Wilson, peeking', peekingWilson(0.05)],
  ],
  rows: [
    fine('rate 5 %', steady(0.05), { stated: { share: 0.001 } }),
    fine('0.1 % and a blip every 30 min', steady(0.001, blips), { stated: { share: 0 } }),
    fine('5 %, correlation 0.5', steady(0.05, { correlation: 0.5 }), { stated: { share: 0 } }),
    fine('5 %, correlation 0.7', steady(0.05, { correlation: 0.7 }), { stated: { share: 0.006 } }),
    broken('rate 10 %', { deployment: steady(0.1) }, { stated: { share: 0.949, delay: 450 } }),
    broken('rate 15 %', { deployment: steady(0.15) }, { stated: { share: 1, delay: 150 } }),
    broken('rate 20 %', { deployment: steady(0.2) }, { stated: { share: 1, delay: 100 } }),
    broken('rate 30 %', { deployment: steady(0.3) }, { stated: { share: 1, delay: 60 } }),
    broken('rate 50 %', { deployment: steady(0.5) }, { stated: { share: 1, delay: 50 } }),
    broken('hard down', { deployment: steady(1) }, { stated: { share: 1, delay: 40 } }),
    broken('20 % from second 600', from600(0.2), { stated: { share: 0.999, delay: 140 } }),
    broken('hard down from second 600', from600(1), { stated: { share: 1, delay: 50 } }),
  ],
};
