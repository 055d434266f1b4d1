import { describe, expect, it } from 'vitest';
import { latencyRows } from '../tests/latencies.ts';
import {
  delayTolerance,
  measured,
  measuredLatency,
  statedRuns,
  tolerance,
} from '../tests/measured.ts';
import { degraded, type Figure, failed, type Row } from '../tests/stated.ts';

// Few runs here; `pnpm simulate` holds the same figures with four times as many.
const errors = { runs: 500, seed: 20_261_123 };
const latency = { runs: 150, seed: 20_261_123 };

const holds = (figure: Figure, stated: Figure, allowed: number): void => {
  expect(Math.abs(figure.share - stated.share)).toBeLessThanOrEqual(allowed);
  if (stated.delay === undefined) return;
  const off = Math.abs((figure.delay ?? Number.NaN) - stated.delay);
  expect(off).toBeLessThanOrEqual(delayTolerance(stated.delay));
};

describe.each([degraded, failed])('$title', ({ rows, rules }) => {
  it.each(rows.map((row): [string, Row] => [row.what, row]))('holds at %s', (_, row) => {
    const allowed = (stated: Figure): number =>
      tolerance(stated.share, { runs: errors.runs, behind: statedRuns.errors });
    const figures = measured(
      row,
      rules.map(([, rule]) => rule),
      errors,
    );
    const [ours, ...others] = figures;
    holds(ours ?? { share: Number.NaN }, row.stated, allowed(row.stated));
    others.forEach(({ share }, index) => {
      const stated = row.others?.[index];
      if (stated) holds({ share }, { share: stated.share }, allowed(stated));
    });
  });
});

describe('latency against a baseline, stated error 1 %', () => {
  it.each(latencyRows.map((row) => [row.what, row] as const))('holds at %s', (_, row) => {
    const allowed = tolerance(row.stated.share, {
      runs: latency.runs,
      behind: statedRuns.latency,
    });
    holds(measuredLatency(row, latency), row.stated, allowed);
  });
});
