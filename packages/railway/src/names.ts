import { oneLine } from '@release-train/action-kit/text';
import { RailwayError } from './railway-error.ts';

export interface Named {
  readonly id: string;
  readonly name: string;
}

/**
 * The one thing called `wanted`, by id or name.
 *
 * @throws RailwayError `unknown-name` with the nearest name and the list of what exists
 */
export function findNamed<T extends Named>(
  things: readonly T[],
  wanted: string,
  { input, where }: { readonly input: string; readonly where: string },
): T {
  const found =
    things.find(({ id }) => id === wanted) ??
    things.find(({ name }) => name === wanted) ??
    onlyOne(things.filter(({ name }) => name.toLowerCase() === wanted.toLowerCase()));
  if (found) return found;
  const near = nearest(
    things.map(({ name }) => name),
    wanted,
  );
  throw new RailwayError(
    'unknown-name',
    `input "${input}": "${oneLine(wanted, 80)}" does not exist in ${oneLine(where)}${near ? `; did you mean "${oneLine(near, 80)}"?` : ''}`,
    { hint: `There is: ${listNames(things) || 'nothing that this token may see'}.` },
  );
}

const onlyOne = <T>(things: readonly T[]): T | undefined =>
  things.length === 1 ? things[0] : undefined;

/** Names for a message, 30 at most. */
export function listNames(things: readonly Named[]): string {
  const shown = things.slice(0, 30).map(({ name }) => oneLine(name, 60));
  const more = things.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}

function nearest(names: readonly string[], wanted: string): string | undefined {
  const [near] = names
    .map((name) => ({ name, edits: distance(name.toLowerCase(), wanted.toLowerCase()) }))
    .toSorted((a, b) => a.edits - b.edits);
  return near && near.edits <= Math.max(2, wanted.length / 3) ? near.name : undefined;
}

/** Levenshtein distance, row by row. */
function distance(a: string, b: string): number {
  const row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (const [index, letter] of [...a].entries()) {
    let corner = index;
    row[0] = index + 1;
    for (let column = 1; column <= b.length; column += 1) {
      const above = row[column] ?? 0;
      const change = corner + (letter === b[column - 1] ? 0 : 1);
      row[column] = Math.min(above + 1, (row[column - 1] ?? 0) + 1, change);
      corner = above;
    }
  }
  return row[b.length] ?? 0;
}
