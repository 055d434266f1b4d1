import { expect, it } from 'vitest';
import { type HttpLog, percentile, samples } from './http-logs.ts';

const log = (at: number, durationMs = 1): HttpLog => ({
  requestId: 'r',
  at,
  method: 'GET',
  path: '/',
  host: 'h',
  clientUa: '',
  srcIp: '',
  httpStatus: 200,
  durationMs,
  rxBytes: 0,
  txBytes: 0,
  upstreamError: '',
});

it('gives no sample where there was no traffic', () => {
  expect(samples([], { startMs: 0, endMs: 60_000 })).toEqual([]);
});

it('gives one aggregate sample without a step, of the window alone', () => {
  const found = samples([log(999), log(1000), log(5000), log(6000)], {
    startMs: 1000,
    endMs: 6000,
  });

  expect(found.map(({ ts, logs }) => [ts, logs.length])).toEqual([[1, 2]]);
});

it('gives one sample per step that saw traffic', () => {
  const logs = [log(10_000), log(25_000), log(29_999)];
  const found = samples(logs, { startMs: 10_000, endMs: 60_000, stepSeconds: 5 });

  expect(found.map(({ ts, logs: { length } }) => [ts, length])).toEqual([
    [10, 1],
    [25, 2],
  ]);
});

it('takes percentiles by nearest rank', () => {
  const logs = Array.from({ length: 100 }, (_, index) => log(0, 100 - index));

  expect([50, 95, 99].map((percent) => percentile(logs, percent))).toEqual([50, 95, 99]);
  expect(percentile([log(0, 7)], 50)).toBe(7);
});
