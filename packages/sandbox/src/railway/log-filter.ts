/** A log entry as the filter sees it: its text and its `@attributes`. */
export interface Filterable {
  readonly text: string;
  readonly attributes: Readonly<Record<string, string | number>>;
}

type Predicate = (entry: Filterable) => boolean;

/**
 * Railway's filter syntax: words and "quoted text", `@attribute:value` with `>`, `>=`, `<`, `<=`
 * or `a..b`, `AND` (also implied), `OR`, and `-` to exclude.
 * https://docs.railway.com/observability/logs#filtering-logs
 * Parentheses are not supported and are refused.
 */
export function parseLogFilter(filter: string): Predicate {
  const tokens = filter.match(/-?(?:@[\w.]+:)?(?:"[^"]*"|[^\s"]+)/g) ?? [];
  const alternatives: Predicate[][] = [[]];
  for (const token of tokens) {
    if (token === 'OR') alternatives.push([]);
    else if (token !== 'AND') alternatives.at(-1)?.push(term(token));
  }
  return (entry) => alternatives.some((all) => all.every((matches) => matches(entry)));
}

function term(token: string): Predicate {
  if (/^-?\(|\)$/.test(token)) {
    throw new Error(`not supported by the sandbox: parentheses in the log filter at "${token}"`);
  }
  if (token.startsWith('-')) {
    const excluded = term(token.slice(1));
    return (entry) => !excluded(entry);
  }
  const [, name, value] = /^@([\w.]+):(.*)$/s.exec(token) ?? [];
  if (name === undefined || value === undefined) {
    const text = unquote(token).toLowerCase();
    return (entry) => entry.text.toLowerCase().includes(text);
  }
  return (entry) => {
    const actual = entry.attributes[name];
    return actual !== undefined && compare(actual, value);
  };
}

function compare(actual: string | number, value: string): boolean {
  const [, low, high] = /^(\d+)\.\.(\d+)$/.exec(value) ?? [];
  if (low !== undefined) return Number(actual) >= Number(low) && Number(actual) <= Number(high);
  const [, operator, bound] = /^(>=|<=|>|<)(\d+(?:\.\d+)?)$/.exec(value) ?? [];
  const limit = Number(bound);
  switch (operator) {
    case '>=':
      return Number(actual) >= limit;
    case '<=':
      return Number(actual) <= limit;
    case '>':
      return Number(actual) > limit;
    case '<':
      return Number(actual) < limit;
    default:
      return String(actual) === unquote(value);
  }
}

const unquote = (text: string): string => text.replace(/^"(.*)"$/s, '$1');
