/** One comment of the tool on a pull request, told by its marker and its author, kept up to date. */
import { ActionError } from '@release-train/action-kit/action-error';
import { HttpError } from '@release-train/http';
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

/**
 * Writes only where what stands there differs.
 *
 * @throws ActionError where ours may be among more comments than are read
 */
export async function keepComment(
  comments: Comments,
  wanted: StickyComment,
  { isDry }: { readonly isDry: boolean },
): Promise<Kept> {
  const { own, isCut } = await findOwn(comments, wanted);
  const { kind, record, text } = wanted;
  const body = withBlock(own?.body ?? '', { kind, record, text });
  if (!own) {
    if (isCut) throw tooMany(wanted.number);
    const url = isDry ? undefined : (await addOnce(comments, wanted, body)).url;
    return { result: 'created', url };
  }
  if (isSameBody(own.body, body)) return { result: 'unchanged', url: own.url };
  if (!isDry) await comments.editComment(own.id, body);
  return { result: 'updated', url: own.url };
}

const mostTries = 3;

/** A comment whose answer was lost may have been written: it is looked for before it is sent again. */
async function addOnce(
  comments: Comments,
  wanted: StickyComment,
  body: string,
): Promise<Pick<Comment, 'url'>> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await comments.addComment(wanted.number, body);
    } catch (error) {
      const isLost = error instanceof HttpError && (error.status === 0 || error.status >= 500);
      const { own } = isLost ? await findOwn(comments, wanted) : {};
      if (own) return own;
      if (!isLost || attempt === mostTries) throw error;
    }
  }
}

/** Ours may be among those that were not read: a second one would come with every run. */
const tooMany = (number: number): ActionError =>
  new ActionError('too-many-comments', `#${number} has more comments than are read`, {
    hint: 'Delete some, or turn the comment off.',
  });

async function findOwn(
  comments: Comments,
  { number, kind, record }: StickyComment,
): Promise<{ readonly own: Comment | undefined; readonly isCut: boolean }> {
  const { items, isCut } = await comments.comments(number);
  const marked = items.filter(({ body }) => isOf(record, readRecord(body, kind)));
  if (marked.length === 0) return { own: undefined, isCut };
  // Anybody may copy a marker: only what this very token wrote is ours to change.
  const me = await comments.viewer();
  const isMine = ({ author, isOfMember }: Comment): boolean =>
    me === undefined ? author.isBot || isOfMember : author.login === me;
  return { own: marked.find(isMine), isCut };
}

const isOf = (
  wanted: StickyComment['record'],
  found: StickyComment['record'] | undefined,
): boolean =>
  found !== undefined && Object.entries(wanted).every(([key, value]) => found[key] === value);
