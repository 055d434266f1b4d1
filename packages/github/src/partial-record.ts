/** How the record of a release of some commits alone says what it carried. */

/** Empty: it carried everything. */
export interface CarriedPart {
  /** These paths and no others, as git has them (see `Change`). */
  readonly paths?: ReadonlySet<string>;
  /** All but these. */
  readonly without?: ReadonlySet<string>;
  /** The first 12 digits of the commits it carried. */
  readonly picked?: ReadonlySet<string>;
}

interface PartToTell {
  /** Paths carried whole, and such with a change left out. */
  readonly carried: ReadonlySet<string>;
  readonly leftOut: ReadonlySet<string>;
  /** Abbreviated to 12 digits. */
  readonly picked: readonly string[];
}

/** Of either list, so that both fit into a pull request's body beside what people read. */
const mostCharacters = 12_000;

/** Of a release that brought nothing of head's own. */
export const nothingCarried = JSON.stringify({ paths: [] });

/**
 * Whichever list of paths is shorter. Where both are too long nothing is claimed: the next release
 * then goes by contents, which costs a conflict at worst.
 */
export function partRecord({ carried, leftOut, picked }: PartToTell): string {
  const without = { without: [...leftOut].sort() };
  const paths = { paths: [...carried].sort() };
  const lengthOf = (value: unknown): number => JSON.stringify(value).length;
  const shorter = lengthOf(paths) < lengthOf(without) ? paths : without;
  return JSON.stringify({
    ...(lengthOf(shorter) <= mostCharacters ? shorter : { paths: [] }),
    ...(lengthOf(picked) <= mostCharacters ? { picked } : {}),
  });
}

/** Of `partRecord`. What cannot be read claims nothing. */
export function parsePart(text: string | undefined): CarriedPart {
  if (text === undefined) return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return { paths: new Set() };
    const picked = 'picked' in value ? { picked: textsIn(value.picked) } : {};
    if ('without' in value) return { without: textsIn(value.without), ...picked };
    return { paths: 'paths' in value ? textsIn(value.paths) : new Set(), ...picked };
  } catch {
    return { paths: new Set() };
  }
}

/** @throws SyntaxError where it is no list of texts */
function textsIn(value: unknown): ReadonlySet<string> {
  const texts = Array.isArray(value) ? value : [undefined];
  if (!texts.every((text) => typeof text === 'string')) throw new SyntaxError('no list of texts');
  return new Set(texts);
}
