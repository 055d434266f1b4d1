import { choose, isOfGitHub } from '../../habits/choose.ts';
import { SWITCHES } from './switches.ts';

export type HabitName = keyof typeof SWITCHES;
export type Habits = Readonly<Record<HabitName, boolean>>;

/** What is usual, then what was wished, then without what the list names. */
export const chooseHabits = (wishes: Partial<Habits>, without: string | undefined): Habits =>
  choose<HabitName>({ switches: SWITCHES, wishes, without, isOurs: isOfGitHub });
