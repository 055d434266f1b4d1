/** Habits that can be switched off by name, to see which test misses them. */

export interface Habit {
  /** One line, for the table in docs/sandbox.md. */
  readonly does: string;
  /** Where it is told or was seen. */
  readonly source: string;
  /** File below packages/sandbox/src and the title of a test in it. */
  readonly test: readonly [file: string, title: string];
}

export interface Switch extends Habit {
  /** Left off where it is rare at the original: to be ordered by who wants to see it. */
  readonly off?: true;
}

/** A list of habits to go without, separated by commas: for one run of tests, from the shell. */
export const WITHOUT_VARIABLE = 'RELEASE_TRAIN_SANDBOX_WITHOUT';

/** One list serves both services: what begins so is Railway's, all else is GitHub's. */
const RAILWAY = /^railway-/;

export const isOfRailway = (name: string): boolean => RAILWAY.test(name);
export const isOfGitHub = (name: string): boolean => !RAILWAY.test(name);

interface Choosing<Name extends string> {
  readonly switches: Readonly<Record<Name, Switch>>;
  readonly wishes: Partial<Readonly<Record<Name, boolean>>>;
  /** The variable's text. */
  readonly without: string | undefined;
  readonly isOurs: (name: string) => boolean;
}

/**
 * What is usual, then what was wished, then without what the list names.
 * @throws where the list names no habit
 */
export function choose<Name extends string>(
  choosing: Choosing<Name>,
): Readonly<Record<Name, boolean>> {
  const { switches, wishes, without = '', isOurs } = choosing;
  const names = without.split(',').map((name) => name.trim());
  const dropped = names.filter((name) => name !== '' && isOurs(name));
  const unknown = dropped.filter((name) => !(name in switches));
  if (unknown.length > 0) {
    const known = Object.keys(switches).join(', ');
    throw new Error(`${WITHOUT_VARIABLE} names "${unknown.join('", "')}"; there are ${known}`);
  }
  const usual = Object.entries<Switch>(switches).map(([name, { off }]) => [name, off !== true]);
  const off = dropped.map((name) => [name, false]);
  // Built from the keys of `switches`, each a boolean.
  return { ...Object.fromEntries(usual), ...wishes, ...Object.fromEntries(off) };
}
