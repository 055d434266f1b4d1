import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyFacts } from './any-facts.suite.ts';
import { decide } from './decide.ts';
import type { Facts } from './facts.ts';
import { type Learned, unknown } from './learned.ts';
import { outputsOf } from './outputs.ts';
import { type StageKey, tookMs } from './stage.ts';

const stateOf = (facts: Facts, key: StageKey): string | undefined =>
  decide(facts).stages.find((stage) => stage.key === key)?.state;

/** Every list of the facts the other way round. */
function reversed<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_key, each: unknown) =>
    Array.isArray(each) ? each.toReversed() : each,
  );
}

const lost: Learned<never> = unknown('no-permission');

describe('decide', () => {
  it('does not depend on the order in which things are listed', () => {
    fc.assert(
      fc.property(anyFacts, ({ expected: _, evidence: _listed, ...facts }) => {
        const told = (these: object) => {
          const { stages, verdict, totals, tested } = decide({
            ...facts,
            ...these,
            expected: ['deploy', 'monitor'],
            evidence: [],
          });
          const states = stages.map(({ key, state, startMs, endMs }) => [
            key,
            state,
            startMs,
            endMs,
          ]);
          return JSON.stringify({ states, verdict, totals, tested: tested.kind });
        };
        expect(told(reversed(facts))).toBe(told(JSON.parse(JSON.stringify(facts))));
      }),
    );
  });

  it('gives no duration that is negative', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { stages, totals } = decide(facts);
        const spans = stages.flatMap((stage) => [stage, ...stage.items]);
        const durations = [...spans.map(tookMs), ...Object.values(totals)];
        for (const ms of durations) expect(ms ?? 0).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('shows every expected stage, and calls none of them "none"', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { stages, verdict } = decide(facts);
        for (const key of facts.expected) {
          expect(stages.find((stage) => stage.key === key)?.state ?? 'none').not.toBe('none');
        }
        const open = stages.filter(({ isExpected }) => isExpected).map(({ state }) => state);
        const isOpen = open.some((state) => ['missing', 'unknown', 'running'].includes(state));
        expect(verdict).toBe(isOpen ? 'incomplete' : 'complete');
      }),
    );
  });

  it.each<[StageKey, (facts: Facts) => Facts]>([
    ['approval', (facts) => ({ ...facts, reviews: lost })],
    ['checks', (facts) => ({ ...facts, checks: { ...facts.checks, runs: lost } })],
    ['checks', (facts) => ({ ...facts, checks: { ...facts.checks, statuses: lost } })],
    ['staging', (facts) => ({ ...facts, staging: { ...facts.staging, source: lost } })],
    ['staging', (facts) => ({ ...facts, staging: { ...facts.staging, runs: lost } })],
    ['deploy', (facts) => ({ ...facts, railway: lost })],
    ['health', (facts) => ({ ...facts, railway: lost, evidence: [] })],
    ['monitor', (facts) => ({ ...facts, statuses: lost, evidence: [] })],
    ['rollback', (facts) => ({ ...facts, intoBase: lost })],
    ['sync', (facts) => ({ ...facts, intoHead: lost })],
  ])('never calls %s good without the facts it rests on', (key, without) => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        expect(stateOf(without(facts), key)).not.toBe('ok');
      }),
    );
  });

  it('never takes a bot, or nobody, for a person who approves', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const reviews = facts.reviews.isKnown
          ? facts.reviews.value.items.map((each) => ({
              ...each,
              author: { ...each.author, isBot: true },
            }))
          : [];
        const byBots = { isKnown: true, value: { items: reviews, isCut: false } } as const;
        expect(['none', 'missing']).toContain(stateOf({ ...facts, reviews: byBots }, 'approval'));
      }),
    );
  });

  it('can be told as JSON, whatever the clocks showed', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const told = outputsOf(decide(facts), { markdown: '', commentUrl: undefined });
        expect(() => JSON.stringify(told.report)).not.toThrow();
      }),
    );
  });
});
