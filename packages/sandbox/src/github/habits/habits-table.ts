import type { Habit, Switch } from '../../habits/choose.ts';
import { ALWAYS } from './always.ts';
import { SWITCHES } from './switches.ts';

/** The table of docs/sandbox.md, line by line: what is told there is what the tests hold. */
export function habitsTable(): string {
  const switched = Object.entries<Switch>(SWITCHES).map(([name, habit]) =>
    row(habit, habit.off ? `\`${name}\`, off at first` : `\`${name}\``),
  );
  const always = ALWAYS.map((habit) => row(habit, 'always'));
  return ['| habit | switch | source | test |', '|---|---|---|---|', ...switched, ...always].join(
    '\n',
  );
}

function row({ does, source, test: [file, title] }: Habit, name: string): string {
  return `| ${does} | ${name} | [source](${source}) | \`${file}\`: ${title} |`;
}
