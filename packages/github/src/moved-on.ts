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

interface Passed {
  readonly verdict: string;
  /** Workflows wait for somebody's approval. */
  readonly isHeldBack?: boolean;
}

/** A run that had to look again has one result: what it created and then updated was created. */
export function resultOfBoth<R extends Passed>(first: R, second: R): R {
  const isMore = !['unchanged', 'updated'].includes(second.verdict);
  const isLast = isMore || !['created', 'updated'].includes(first.verdict);
  return {
    ...second,
    verdict: isLast ? second.verdict : first.verdict,
    isHeldBack: (first.isHeldBack || second.isHeldBack) ?? false,
  };
}
