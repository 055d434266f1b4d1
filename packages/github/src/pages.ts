/** Lists of GitHub, page by page. */
import type { Listed } from './release-history.ts';

/** The most that GitHub gives. */
export const perPage = 100;

/** A thousand of anything says enough; what is left out is said. */
const mostPages = 10;

interface Page {
  readonly per_page: number;
  readonly page: number;
}

/** Every page of a list, until one is not full or holds enough. */
export async function pages<T>(
  read: (page: Page) => Promise<readonly T[]>,
  isEnough: (items: readonly T[]) => boolean = () => false,
): Promise<Listed<T>> {
  const items: T[] = [];
  for (let page = 1; page <= mostPages; page += 1) {
    const found = await read({ per_page: perPage, page });
    items.push(...found);
    if (found.length < perPage || isEnough(found)) return { items, isCut: false };
  }
  return { items, isCut: true };
}
