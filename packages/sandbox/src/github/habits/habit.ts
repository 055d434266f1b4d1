/** Habits of GitHub that can be switched off by name, to see which test misses them. */
import { SWITCHES } from './switches.ts';

export interface Habit {
  /** One line, for the table in docs/sandbox.md. */
  readonly does: string;
  /** Where it is told or was seen. */
  readonly source: string;
  /** File below packages/sandbox/src and the title of a test in it. */
  readonly test: readonly [file: string, title: string];
}

export interface Switch extends Habit {
  /** Left off where it is rare at GitHub: to be ordered by who wants to see it. */
  readonly off?: true;
}

export type HabitName = keyof typeof SWITCHES;
export type Habits = Readonly<Record<HabitName, boolean>>;

/** A list of habits to go without, separated by commas: for one run of tests, from the shell. */
export const WITHOUT_VARIABLE = 'RELEASE_TRAIN_SANDBOX_WITHOUT';

/** What is usual, then what was wished, then without what the list names. */
export function chooseHabits(wishes: Partial<Habits>, without: string | undefined): Habits {
  const usual = Object.fromEntries(
    Object.entries<Switch>(SWITCHES).map(([name, habit]) => [name, habit.off !== true]),
  );
  const dropped = (without ?? '').split(',').map((name) => name.trim());
  const names = dropped.filter((name) => name !== '');
  const unknown = names.filter((name) => !(name in SWITCHES));
  if (unknown.length > 0) {
    const known = Object.keys(SWITCHES).join(', ');
    throw new Error(`${WITHOUT_VARIABLE} names "${unknown.join('", "')}"; there are ${known}`);
  }
  const off = Object.fromEntries(names.map((name) => [name, false]));
  // Built from the keys of SWITCHES, each a boolean.
  return { ...usual, ...wishes, ...off } as Habits;
}
