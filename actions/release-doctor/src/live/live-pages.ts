/** A list that comes in pages, read to a bound. */
export interface Place {
  readonly owner: string;
  readonly repo: string;
}

interface Page {
  readonly page: number;
  readonly per_page: number;
}

interface Listed<Item> {
  readonly items: readonly Item[];
  /** Absent where GitHub does not say how many there are. */
  readonly total: number | undefined;
}

/**
 * @param most pages; what is beyond is cut off
 * @param size items on a page, as many as the list gives
 */
export async function listOf<Item>(
  most: number,
  read: (page: Page) => Promise<Listed<Item>>,
  size = 100,
): Promise<readonly Item[]> {
  const all: Item[] = [];
  for (let page = 1; page <= most; page += 1) {
    const { items, total = Number.POSITIVE_INFINITY } = await read({ page, per_page: size });
    all.push(...items);
    if (items.length < size || all.length >= total) break;
  }
  return all;
}
