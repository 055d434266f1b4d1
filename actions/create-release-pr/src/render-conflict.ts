/** What conflicts, who changed it on either side, and what to do. */
import { fileLine, limited } from '@release-train/github/change-list';
import type { PathConflict } from '@release-train/promotion';
import type { BlockWords } from './block-words.ts';
import type { Release } from './decide.ts';
import { endsOf, type Place } from './place.ts';
import { renderPartConflict } from './render-part.ts';

interface Options {
  readonly words: BlockWords;
  readonly most: number;
}

export function renderConflict(release: Release, place: Place, { words, most }: Options): string {
  const { conflicts, content } = release;
  if (content.part) return renderPartConflict(release, place, { words, most });
  const ends = endsOf(place);
  const byHead = new Map(content.pulls.map((pull) => [pull.mergeCommit, pull.number]));
  const byBase = new Map(content.landed.map((pull) => [pull.mergeCommit, pull.number]));
  const lines = conflicts.map(({ path, kind, main, staging }) => {
    const isNamed = main.length + staging.length > 0;
    const sides = `${ends.head}: ${names(staging, byHead, words)}; ${ends.base}: ${names(main, byBase, words)}`;
    return `${fileLine(path)}: ${conflictReason(kind, words)}${isNamed ? ` (${sides})` : ''}`;
  });
  return [
    `### ${words.conflict}`,
    `${words.resolve(ends)} ${words.noChecks}`,
    limited(lines, { most, more: words.more }),
  ].join('\n\n');
}

const mostNames = 5;

/** The last commits of a side, by their pull requests where they have one. */
function names(
  shas: readonly string[],
  numbers: ReadonlyMap<string | undefined, number>,
  words: BlockWords,
): string {
  const named = shas.map((sha) => {
    const number = numbers.get(sha);
    return number === undefined ? `\`${sha.slice(0, 7)}\`` : `#${number}`;
  });
  const hidden = named.length - mostNames;
  const more = hidden > 0 ? [words.namesMore(hidden)] : [];
  return [...named.slice(-mostNames), ...more].join(', ') || words.nobody;
}

function conflictReason(kind: PathConflict['kind'], words: BlockWords): string {
  switch (kind) {
    case 'content':
      return words.bothChanged;
    case 'went-back':
      return words.wentBack;
    case 'file-and-folder':
      return words.fileAndFolder;
    case 'unexplained':
      return words.unexplained;
    default:
      return kind satisfies never;
  }
}
