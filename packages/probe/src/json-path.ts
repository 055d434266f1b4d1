/** `$.a.b[0]['odd key']["another"]`: the part of RFC 9535 that names one place. */
export type JsonPath = readonly (string | number)[];

const segment =
  /\.(?<name>[A-Za-z_][\w-]*)|\[(?<index>\d+)\]|\[(?<mark>['"])(?<quoted>(?:(?!\k<mark>).)*)\k<mark>\]/y;

/** `undefined` where the text is not a path of that form. */
export function parseJsonPath(text: string): JsonPath | undefined {
  if (!text.startsWith('$')) return undefined;
  const path: (string | number)[] = [];
  segment.lastIndex = 1;
  while (segment.lastIndex < text.length) {
    const groups = segment.exec(text)?.groups;
    if (!groups) return undefined;
    path.push(
      groups['index'] ? Number(groups['index']) : (groups['name'] ?? groups['quoted'] ?? ''),
    );
  }
  return path;
}

export type Found = { readonly found: true; readonly value: unknown } | { readonly found: false };

/** What JSON holds and nothing else: `$.constructor` of `{}` and `$.length` of `[]` are missing. */
export function valueAt(root: unknown, path: JsonPath): Found {
  const [key, ...rest] = path;
  if (key === undefined) return { found: true, value: root };
  if (typeof root !== 'object' || root === null) return { found: false };
  const entry = Object.entries(root).find(([name]) => name === String(key));
  return entry ? valueAt(entry[1], rest) : { found: false };
}
