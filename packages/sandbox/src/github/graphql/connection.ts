/** Cursors as GitHub's lists have them: at most 100 a page. */
import { refusal } from './session.ts';

export interface Slice {
  readonly first?: number | null;
  readonly after?: string | null;
}

export function connection<Item, Node>(
  items: readonly Item[],
  { first, after }: Slice,
  shape: (item: Item) => Node,
) {
  if (typeof first !== 'number' || first < 1 || first > 100) {
    const message = 'You must provide a `first` value between 1 and 100 to properly paginate.';
    throw refusal('UNPROCESSABLE', message);
  }
  const start = after ? Number(Buffer.from(after, 'base64').toString().split(':').pop()) : 0;
  const end = Math.min(start + first, items.length);
  const cursor = (at: number): string => Buffer.from(`cursor:${at}`).toString('base64');
  return {
    nodes: items.slice(start, end).map(shape),
    totalCount: items.length,
    pageInfo: {
      startCursor: end > start ? cursor(start + 1) : null,
      endCursor: end > start ? cursor(end) : null,
      hasNextPage: end < items.length,
      hasPreviousPage: start > 0,
    },
  };
}
