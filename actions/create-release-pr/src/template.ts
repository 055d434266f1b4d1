/** What a new pull request starts from: a Markdown file of the repository. */
import { ActionError } from '@release-train/action-kit';
import { oneLine } from '@release-train/action-kit/text';
import type { FilesPort } from '@release-train/github';
import { withBlock } from '@release-train/github/managed-block';
import { blockKind } from './decide.ts';
import { endsOf, type Place } from './place.ts';

/** Leaves room for the block. */
const mostCharacters = 20_000;

interface Source {
  readonly path: string;
  /** The commit that is released. */
  readonly ref: string;
}

/** @throws ActionError `template-missing`, `template-too-long` */
export async function readTemplate(files: FilesPort, { path, ref }: Source): Promise<string> {
  const text = await files.read(path, ref);
  const name = oneLine(path, 120);
  if (text === undefined) {
    throw new ActionError('template-missing', `there is no file "${name}" at ${ref.slice(0, 7)}`, {
      hint: 'Check the input "template": the file is read from the commit that is released.',
    });
  }
  if (text.length > mostCharacters) {
    const message = `"${name}" has ${text.length} characters, and a template may have ${mostCharacters}`;
    throw new ActionError('template-too-long', message, { hint: 'Use a shorter "template".' });
  }
  return text;
}

/** The template with its placeholders filled; what the block will hold goes to `{release}`. */
export function fillTemplate(template: string, place: Place): string {
  const [before = '', ...after] = template.split('{release}');
  const block = after.length > 0 ? withBlock('', { kind: blockKind, record: {}, text: '' }) : '';
  const ends = endsOf(place);
  return [before, ...after]
    .map((part) => part.replace(/\{(head|base)\}/g, (_whole, name: 'head' | 'base') => ends[name]))
    .map((part, at) => (at === 1 ? `${block}${part}` : part))
    .join('');
}
