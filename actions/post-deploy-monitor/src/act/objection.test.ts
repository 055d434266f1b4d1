import { describe, expect, it } from 'vitest';
import { textOf } from '../said.ts';
import { reasons } from '../verdict.ts';
import { type ObjectionFacts, objectionTo, sharesBefore } from './objection.ts';
import { refusalWords } from './refusal-words.ts';

const facts: ObjectionFacts = {
  reason: 'errors',
  isRecovered: false,
  before: [],
  failedRate: 0.05,
};
const commit = 'b'.repeat(40);

describe('nothing speaks against acting', () => {
  it.each(['errors', 'crashed'] as const)('on a release that failed by %s', (reason) => {
    expect(objectionTo({ ...facts, reason })).toBeUndefined();
  });

  it.each<[string, Partial<ObjectionFacts>]>([
    ['one blip before', { before: [{ what: 'probes', name: 'a', bad: 2, total: 40 }] }],
    ['two bad probes, and no more', { before: [{ what: 'probes', name: 'a', bad: 2, total: 2 }] }],
    ['a share within the limit', { before: [{ what: 'requests', name: 'a', bad: 5, total: 900 }] }],
    ['nothing seen before', { before: [{ what: 'probes', name: 'a', bad: 0, total: 0 }] }],
    [
      'a crash, where errors came before',
      { reason: 'crashed', judgedBefore: { commit, reason: 'errors' } },
    ],
  ])('after %s', (_, change) => {
    expect(objectionTo({ ...facts, ...change })).toBeUndefined();
  });
});

describe('acting is refused', () => {
  const idle = reasons.filter((reason) => reason !== 'errors' && reason !== 'crashed');
  it.each(idle)('for %s, which an earlier release would not mend', (reason) => {
    expect(objectionTo({ ...facts, reason })).toEqual({ code: 'not-mendable', reason });
  });

  it.each<[string, Partial<ObjectionFacts>, string]>([
    ['it recovered', { reason: 'crashed', isRecovered: true }, 'it recovered in the meantime'],
    [
      'what served before is on record as failed',
      { judgedBefore: { commit, reason: 'errors' } },
      'commit bbbbbbbbbbbb, which served before, is on record as failed (errors) here',
    ],
    [
      'what served before crashed as well',
      { reason: 'crashed', judgedBefore: { commit, reason: 'crashed' } },
      'is on record as failed (crashed)',
    ],
    [
      'the endpoint failed before the cut-over',
      { before: [{ what: 'probes', name: 'app', bad: 3, total: 3 }] },
      '3 of 3 probes of "app" failed before this release served',
    ],
    [
      'real requests failed before the deploy',
      { before: [{ what: 'requests', name: 'web', bad: 90, total: 900 }] },
      '90 of 900 requests of "web" failed before',
    ],
  ])('where %s', (_, change, words) => {
    const objection = objectionTo({ ...facts, ...change });
    expect(objection && textOf(objection, refusalWords.en)).toContain(words);
  });
});

it('only probes of the failing endpoints, made well before the cut-over, count', () => {
  const probes = [
    { name: 'app', atMs: 0, isBad: true },
    { name: 'app', atMs: 10_000, isBad: false },
    { name: 'app', atMs: 96_000, isBad: true },
    { name: 'other', atMs: 0, isBad: true },
  ];
  expect(sharesBefore(probes, ['app'], 100_000)).toEqual([
    { what: 'probes', name: 'app', bad: 1, total: 2 },
  ]);
});
