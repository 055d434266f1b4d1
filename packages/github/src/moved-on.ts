/** Branches that move while a run works. */
import type { Branch, GitHub } from './github.ts';

/** Names of the branches that have another tip by now than the one that was read. */
export async function movedOn(
  github: Pick<GitHub, 'branch'>,
  read: readonly Pick<Branch, 'name' | 'sha'>[],
): Promise<readonly string[]> {
  const now = await Promise.all(read.map(({ name }) => github.branch(name)));
  return read.filter(({ sha }, index) => now[index]?.sha !== sha).map(({ name }) => name);
}

/** A run that had to look again has one verdict: what it created and then updated was created. */
export const verdictOfBoth = <V extends string>(first: V, second: V): V => {
  const isMore = !['unchanged', 'updated'].includes(second);
  return isMore || !['created', 'updated'].includes(first) ? second : first;
};
