/** Pages and their Link header: https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api */
import type { ApiRequest, Reply } from './api.ts';

export interface Page {
  readonly page: number;
  readonly perPage: number;
}

/** Most lists: 30 a page, at most 100. */
const USUAL = { usual: 30, most: 100 };

export function readPage(url: URL, { usual, most } = USUAL): Page {
  const whole = (name: string, otherwise: number): number => {
    const value = Number.parseInt(url.searchParams.get(name) ?? '', 10);
    return value > 0 ? value : otherwise;
  };
  return { page: whole('page', 1), perPage: Math.min(whole('per_page', usual), most) };
}

/** One page of a list; the caller shapes only the items of that page. */
export function paged<Item>(
  { url }: ApiRequest,
  items: readonly Item[],
  shape: (item: Item) => unknown,
): Reply {
  const { items: slice, headers } = cut(url, items);
  return { status: 200, body: slice.map(shape), headers };
}

export function cut<Item>(url: URL, items: readonly Item[], sizes = USUAL) {
  const { page, perPage } = readPage(url, sizes);
  const last = Math.max(1, Math.ceil(items.length / perPage));
  const links = [
    ...(page > 1 ? [link(url, page - 1, 'prev')] : []),
    ...(page < last ? [link(url, page + 1, 'next'), link(url, last, 'last')] : []),
    ...(page > 1 ? [link(url, 1, 'first')] : []),
  ];
  const headers: Record<string, string> = links.length === 0 ? {} : { link: links.join(', ') };
  return { items: items.slice((page - 1) * perPage, page * perPage), headers };
}

function link(url: URL, page: number, rel: string): string {
  const target = new URL(url);
  target.searchParams.set('page', String(page));
  return `<${target}>; rel="${rel}"`;
}
