/** One comment of the tool on a pull request, told by its marker and its author, kept up to date. */
import { isSameBody, readRecord, withBlock } from './managed-block.ts';
import type { Comment, Comments } from './release-history.ts';

export interface StickyComment {
  readonly number: number;
  /** Of the marker. */
  readonly kind: string;
  /** Tells comments of one kind apart: another environment has a comment of its own. */
  readonly record: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface Kept {
  readonly result: 'created' | 'updated' | 'unchanged';
  /** Nothing in a dry run that would create it. */
  readonly url: string | undefined;
}

/** Writes only where what stands there differs. */
export async function keepComment(
  comments: Comments,
  wanted: StickyComment,
  { isDry }: { readonly isDry: boolean },
): Promise<Kept> {
  const own = await findOwn(comments, wanted);
  const { kind, record, text } = wanted;
  const body = withBlock(own?.body ?? '', { kind, record, text });
  if (!own) {
    const url = isDry ? undefined : (await comments.addComment(wanted.number, body)).url;
    return { result: 'created', url };
  }
  if (isSameBody(own.body, body)) return { result: 'unchanged', url: own.url };
  if (!isDry) await comments.editComment(own.id, body);
  return { result: 'updated', url: own.url };
}

async function findOwn(
  comments: Comments,
  { number, kind, record }: StickyComment,
): Promise<Comment | undefined> {
  const { items } = await comments.comments(number);
  const marked = items.filter(({ body }) => isOf(record, readRecord(body, kind)));
  if (marked.length === 0) return undefined;
  // Anybody may copy a marker: only what this very token wrote is ours to change.
  const me = await comments.viewer();
  return marked.find(({ author }) => (me === undefined ? author.isBot : author.login === me));
}

const isOf = (
  wanted: StickyComment['record'],
  found: StickyComment['record'] | undefined,
): boolean =>
  found !== undefined && Object.entries(wanted).every(([key, value]) => found[key] === value);
