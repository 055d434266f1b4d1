import type { SeenRequest } from '@release-train/railway';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../../packages/evidence/tests/random.ts';
import { requestSource } from './log-evidence.ts';
import { silentFrom } from './traffic-silence.ts';

const blockMs = 10_000;
const probe = 'release-train-probe';

const request = (atMs: number, userAgent = 'browser'): SeenRequest => ({
  ...{ id: `${atMs}${userAgent}`, atMs, status: 200, method: 'GET', path: '/' },
  ...{ client: '203.0.113.1', userAgent },
});

/** One request in each block where people came; probes in all of the window. */
function silence(before: readonly boolean[], now: readonly boolean[]): number | undefined {
  const cameIn = (blocks: readonly boolean[], startMs: number): SeenRequest[] =>
    blocks.flatMap((came, index) => (came ? [request(startMs + index * blockMs + 5000)] : []));
  const probes = [...now, true].map((_, index) => request(index * blockMs, probe));
  const logs = {
    now: { entries: [...probes, ...cameIn(now, 0)], fromMs: 0 },
    before: { entries: cameIn(before, -before.length * blockMs), fromMs: 0 },
    servesSinceMs: 0,
  };
  const blocks = { startMs: 0, blockMs, count: now.length };
  return silentFrom(requestSource('web', logs, blocks));
}

const blocksOf = (count: number, came: () => boolean): boolean[] =>
  Array.from({ length: count }, came);

describe('people who come as often as before', () => {
  it.each([0.5, 0.7, 0.8, 0.9, 0.95, 0.99])(
    'in a share of %f of the blocks are taken for gone in less than one of a hundred windows',
    (share) => {
      const random = seeded(7);
      const came = () => random.uniform() < share;
      const runs = 2000;
      const alarms = blocksOf(
        runs,
        () => silence(blocksOf(30, came), blocksOf(30, came)) !== undefined,
      );
      expect(alarms.filter(Boolean).length / runs).toBeLessThan(0.01);
    },
  );
});

it('people who are gone are missed from the block on in which the last one came', () => {
  const steady = blocksOf(30, () => true);
  const gone = (from: number) => steady.map((_, index) => index < from);
  expect([0, 1, 12, 24].map((from) => silence(steady, gone(from)))).toEqual([0, 1, 12, 24]);
});

it('whoever comes in the last minute is not gone, whatever was before', () => {
  const blocks = fc.array(fc.boolean(), { minLength: 12, maxLength: 60 });
  fc.assert(
    fc.property(blocks, blocks, fc.integer({ min: 1, max: 6 }), (before, now, back) => {
      const seen = now.with(-back, true);
      expect(silence(before, seen)).toBeUndefined();
    }),
  );
});
