import type { SeenRequest } from '@release-train/railway';
import { describe, expect, it } from 'vitest';
import { requestSource } from './log-evidence.ts';

const request = (change: Partial<SeenRequest>, index: number): SeenRequest => ({
  id: `r${index}`,
  atMs: 1000 + index,
  status: 200,
  method: 'GET',
  path: '/',
  client: `203.0.113.${index}`,
  userAgent: 'browser',
  ...change,
});

const sharesOf = (changes: readonly Partial<SeenRequest>[]) =>
  requestSource(
    'web',
    {
      now: { entries: changes.map(request), fromMs: 0 },
      before: { entries: [], fromMs: 0 },
      servesSinceMs: 0,
    },
    { startMs: 0, blockMs: 10_000, count: 2 },
  ).shares;

const many = (count: number, change: Partial<SeenRequest>): Partial<SeenRequest>[] =>
  Array.from({ length: count }, () => change);

describe('the bad share of a block of requests', () => {
  it('counts each request where no one sends many', () => {
    expect(sharesOf([...many(8, {}), ...many(2, { status: 500 })])).toEqual([0.2, null]);
  });

  it('lets one client on one path weigh a tenth of all, whatever its query', () => {
    const broken = Array.from({ length: 50 }, (_, index) => ({
      status: 502,
      client: '192.0.2.1',
      path: `/broken?${index}`,
    }));
    expect(sharesOf([...many(50, {}), ...broken])).toEqual([0.1667, null]);
  });

  it('does not count client errors, nor our own probes', () => {
    const own = { status: 500, userAgent: 'release-train-probe' };
    expect(sharesOf([{ status: 404 }, own])).toEqual([0, null]);
  });
});
