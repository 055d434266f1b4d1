/** Secrets that never reach a log line. */
export interface Masks {
  add(value: string): void;
  apply(text: string): string;
  /** Whether a text holds any of them. */
  reveals(text: string): boolean;
}

export function createMasks(initial: readonly string[]): Masks {
  const values = new Set<string>();
  const add = (value: string): void => {
    // GitHub masks a multi-line secret line by line too.
    for (const part of [value, ...value.split(/\r?\n/)]) if (part.trim() !== '') values.add(part);
  };
  initial.forEach(add);
  const longestFirst = () => [...values].sort((a, b) => b.length - a.length);
  return {
    add,
    apply: (text) =>
      longestFirst().reduce((masked, value) => masked.replaceAll(value, '***'), text),
    reveals: (text) => [...values].some((value) => text.includes(value)),
  };
}
