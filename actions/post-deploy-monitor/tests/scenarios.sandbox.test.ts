/** The shortest of the situations in the README's table; `pnpm scenarios` plays them all. */
import { describe, expect, it } from 'vitest';
import { differences, playApart, scenarios } from './scenarios/table.ts';

const short = [
  'flapping',
  'replica',
  'upstream-failed',
  'superseded',
  'railway-down',
  'pre-existing',
  'reconcile',
];
const chosen = scenarios.filter(({ name }) => short.includes(name));

describe('the monitor says what its table states', () => {
  // Each has a process and a clock of its own, and waits most of the time.
  it.concurrent.each(chosen)('where $situation', async (scenario) => {
    const got = await playApart(scenario);
    expect(differences(scenario, got), String(got['stdout'])).toEqual([]);
  });

  it('names each of them once', () => {
    expect(chosen).toHaveLength(short.length);
    expect(new Set(scenarios.map(({ name }) => name)).size).toBe(scenarios.length);
  });
});
