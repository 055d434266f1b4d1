import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Habit } from '../../habits/choose.ts';
import { ALWAYS } from './always.ts';
import { chooseHabits } from './habit.ts';
import { habitsTable } from './habits-table.ts';
import { SWITCHES } from './switches.ts';

const source = new URL('../../', import.meta.url);
const page = readFileSync(new URL('../../../docs/sandbox.md', source), 'utf8');

describe('the table of habits', () => {
  const habits: readonly Habit[] = [...Object.values(SWITCHES), ...ALWAYS];

  it('stands in docs/sandbox.md as the code has it', () => {
    expect(page).toContain(`\n${habitsTable()}\n`);
  });

  it.each(habits)('$does: names a test that exists', ({ test: [file, title] }) => {
    const text = readFileSync(new URL(file, source), 'utf8').replaceAll("\\'", "'");
    expect(text).toContain(title);
  });

  it.each(habits)('$does: names a source', (habit) => {
    expect(URL.canParse(habit.source)).toBe(true);
  });
});

describe('chooseHabits', () => {
  it('has everything on but what is rare, then what was wished, then without what the shell names', () => {
    const usual = chooseHabits({}, undefined);
    expect(Object.entries(usual).filter(([, isOn]) => !isOn)).toEqual([['new-refs-hide', false]]);
    expect(chooseHabits({ 'new-refs-hide': true }, undefined)['new-refs-hide']).toBe(true);
    const less = chooseHabits({ rulesets: true }, 'rulesets, code-owners');
    expect([less.rulesets, less['code-owners'], less['linear-history']]).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('refuses a name that is no habit', () => {
    expect(() => chooseHabits({}, 'rulesets,kindness')).toThrow(/names "kindness"; there are/);
  });
});
