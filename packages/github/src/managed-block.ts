/**
 * The part of a pull request's body that belongs to the tool, between two HTML comments. All that
 * stands outside belongs to people.
 */

export interface ManagedBlock {
  readonly kind: string;
  /** What the next run reads back. */
  readonly record: Readonly<Record<string, string>>;
  readonly text: string;
}

const opening = (kind: string): string => `<!-- release-train:${kind} v1 `;
const closing = (kind: string): string => `<!-- release-train:${kind} end -->`;

/** The block in place of the old one, or behind what people wrote where there was none. */
export function withBlock(body: string, block: ManagedBlock): string {
  const rendered = renderBlock(block);
  const found = findBlock(body, block.kind);
  if (found) return body.slice(0, found.start) + rendered + body.slice(found.end);
  return body.trim() === '' ? rendered : `${body}${gapAfter(body)}${rendered}`;
}

/** An empty line, without a change to what people wrote. */
const gapAfter = (body: string): string => '\n'.repeat(2 - Math.min(2, endedLines(body)));

const endedLines = (body: string): number =>
  /(?:\r\n?|\n)*$/.exec(body)?.[0].match(/\r\n?|\n/g)?.length ?? 0;

/** What stands inside the block; `undefined` where there is none. */
export function blockText(body: string, kind: string): string | undefined {
  const found = findBlock(body, kind);
  if (!found) return undefined;
  const block = body.slice(found.start, found.end - closing(kind).length);
  return block.slice(block.indexOf('-->') + '-->'.length);
}

/** The hidden mark of one item inside a block. @param words letters, digits and single spaces */
export const itemMark = (words: string): string => `<!-- release-train:item ${words} -->`;

/**
 * GitHub refuses bodies over 65,536 characters, and counts them in a way of its own: some room
 * stays free.
 */
const mostCharacters = 60_000;

/**
 * A body whose lists are as long as fits beside what people wrote.
 *
 * @param blockWith the block with at most so many lines in each list
 */
export const fittingBody = (current: string, blockWith: (most: number) => ManagedBlock): string =>
  firstFitting([100, 50, 20, 0], (most) => withBlock(current, blockWith(most)));

/** The body on the first rung of a ladder that fits, or on the last. */
export function firstFitting<R>(rungs: readonly R[], bodyOn: (rung: R) => string): string {
  const [rung, ...further] = rungs;
  if (rung === undefined) throw new Error('a ladder without rungs');
  const body = bodyOn(rung);
  if (body.length <= mostCharacters || further.length === 0) return body;
  return firstFitting(further, bodyOn);
}

/** Whether two bodies read the same: GitHub's editor turns line ends into CRLF. */
export const isSameBody = (one: string, other: string): boolean => unified(one) === unified(other);

/** The record of the block in a body; `undefined` where there is none to read. */
export function readRecord(
  body: string,
  kind: string,
): Readonly<Record<string, string>> | undefined {
  const found = findBlock(body, kind);
  if (!found) return undefined;
  const start = found.start + opening(kind).length;
  return parseRecord(body.slice(start, body.indexOf('-->', start)));
}

function renderBlock({ kind, record, text }: ManagedBlock): string {
  const harmless = text.replace(/<!--(?! release-train:item [\w ]+ -->)/g, '&lt;!--');
  // Two dashes would end the comment; inside a JSON string they may be written as escapes.
  const json = JSON.stringify(record).replaceAll('--', '\\u002d\\u002d');
  return `${opening(kind)}${json} -->\n${harmless}\n${closing(kind)}`;
}

// The last opening before the first closing: a stray opening does not swallow what people wrote.
function findBlock(body: string, kind: string): { start: number; end: number } | undefined {
  const close = body.indexOf(closing(kind));
  if (close === -1) return undefined;
  const start = body.lastIndexOf(opening(kind), close);
  return start === -1 ? undefined : { start, end: close + closing(kind).length };
}

function parseRecord(json: string): Record<string, string> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value !== 'object' || value === null) return undefined;
    const entries = Object.entries(value).flatMap(([key, text]): [string, string][] =>
      typeof text === 'string' ? [[key, text]] : [],
    );
    return Object.fromEntries(entries);
  } catch {
    // Somebody edited it by hand: as good as no record.
    return undefined;
  }
}

const unified = (text: string): string => text.replace(/\r\n?/g, '\n').trim();
