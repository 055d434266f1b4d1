import { identifier } from '../identifier.ts';
import { RailwayError } from './errors.ts';

export interface PageArguments {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
}

const MOST = 1000;
const USUAL = 100;

/** A page of a Relay connection; cursors are ids. */
export function connection<T extends { readonly id: string }>(
  all: readonly T[],
  page: PageArguments,
  view: (item: T) => unknown,
) {
  const start = page.after ? indexOf(all, page.after) + 1 : 0;
  const end = page.before ? indexOf(all, page.before) : all.length;
  const within = all.slice(start, end);
  const size = Math.min(page.first ?? page.last ?? USUAL, MOST);
  if (size < 0) throw new RailwayError('A page size must not be negative', 'BAD_USER_INPUT');
  const fromEnd = page.last != null && page.first == null;
  const items = fromEnd ? within.slice(Math.max(0, within.length - size)) : within.slice(0, size);
  const last = items.at(-1);
  return {
    edges: items.map((item) => ({ cursor: item.id, node: view(item) })),
    pageInfo: {
      startCursor: items[0]?.id ?? null,
      endCursor: last?.id ?? null,
      hasPreviousPage: start > 0 || (fromEnd && within.length > size),
      hasNextPage: last !== undefined && all.indexOf(last) < all.length - 1,
    },
  };
}

const indexOf = (all: readonly { readonly id: string }[], cursor: string): number => {
  const index = all.findIndex(({ id }) => id === cursor);
  if (index < 0) throw new RailwayError(`Unknown cursor "${cursor}"`, 'BAD_USER_INPUT');
  return index;
};

const BLOCK = 5;

export const newestFirst = <T extends { readonly createdAt: number }>(all: readonly T[]): T[] =>
  [...all].sort((a, b) => b.createdAt - a.createdAt);

/**
 * Newest first only by and large: the list has no `orderBy` and clients must sort for themselves,
 * so neighbours change places.
 */
export function looselyNewestFirst<T extends { readonly id: string; readonly createdAt: number }>(
  all: readonly T[],
): readonly T[] {
  const blocks = Map.groupBy(newestFirst(all), (_, index) => Math.floor(index / BLOCK));
  const place = ({ id }: T) => identifier('order', id);
  return [...blocks.values()].flatMap((block) =>
    block.sort((a, b) => place(a).localeCompare(place(b))),
  );
}
