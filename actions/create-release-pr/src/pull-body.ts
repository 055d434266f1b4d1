import { ActionError } from '@release-train/action-kit';
import type { Evidence } from '@release-train/action-kit/evidence';
import type { Language } from '@release-train/action-kit/language';
import { firstFitting, withBlock } from '@release-train/github/managed-block';
import { blockWords } from './block-words.ts';
import { checklistOf, renderChecklist } from './checklist.ts';
import { cutMarkdown } from './cut-markdown.ts';
import { blockKind, type Release } from './decide.ts';
import type { Place } from './place.ts';
import { renderBlock } from './render-block.ts';

export interface BodyOptions {
  readonly notes: string;
  readonly items: readonly string[];
  readonly evidence: readonly Evidence[];
  readonly language: Language;
  /** The body as it stands, or what a new one starts from. */
  readonly current: string;
  /** The body whose ticks count, where that is another one. */
  readonly ticked?: string | undefined;
  /** Of auto-merge, for the record. */
  readonly note?: string | undefined;
}

interface Rung {
  /** Changes listed, files listed, characters of the notes. */
  readonly changes: number;
  readonly files: number;
  readonly notes: number;
}

/** Full, shorter lists, counts only. The checklist and the marker are on every rung. */
const ladder: readonly Rung[] = [
  { changes: 100, files: 100, notes: 30_000 },
  { changes: 50, files: 50, notes: 30_000 },
  { changes: 20, files: 20, notes: 30_000 },
  { changes: 0, files: 20, notes: 30_000 },
  { changes: 0, files: 0, notes: 10_000 },
  { changes: 0, files: 0, notes: 1000 },
];

/** https://github.com/orgs/community/discussions/27190 */
const mostCharacters = 65_536;

/**
 * What people wrote, untouched, and our block, made shorter until all of it fits.
 *
 * @throws ActionError `body-too-long` where what people wrote leaves no room
 */
export function pullBody(release: Release, place: Place, options: BodyOptions): string {
  const { language, current, note } = options;
  const record = { ...release.plan.record, ...(note === undefined ? {} : { autoMerge: note }) };
  const words = blockWords[language];
  const items = checklistOf({ ...options, body: options.ticked ?? current });
  const checklist = renderChecklist(items, words);
  const body = firstFitting(ladder, (rung) => {
    const { text, linesLeftOut } = cutMarkdown(options.notes, rung.notes);
    const notes = linesLeftOut > 0 ? `${text}\n\n${words.notesCut(linesLeftOut)}` : text;
    const block = renderBlock(release, place, { ...rung, notes, checklist, words });
    return withBlock(current, { kind: blockKind, record, text: block });
  });
  if (body.length > mostCharacters) throw tooLong(body.length);
  return body;
}

const tooLong = (length: number): ActionError =>
  new ActionError(
    'body-too-long',
    `the body of the pull request would have ${length} characters, and GitHub takes ${mostCharacters}`,
    { hint: 'Shorten what stands around the block of this action, or the checklist.' },
  );
