import { absent, type Content } from './history.ts';

/**
 * Could `after` be what a merge of `before` and `other` over `base` came to? Mode and blob merge
 * apart; only where all three blobs differ is the outcome unknown without their text.
 */
export function couldBeMerge(contents: {
  readonly base: Content;
  readonly before: Content;
  readonly other: Content;
  readonly after: Content;
}): boolean {
  const { base, before, other, after } = contents;
  if ([base, before, other, after].includes(absent)) return false;
  const known = (part: (content: Content) => string): boolean =>
    partCouldMerge([base, before, other, after].map(part));
  return known(modeOf) && known(blobOf);
}

function partCouldMerge([base, before, other, after]: readonly string[]): boolean {
  if (other === base || other === before) return after === before;
  if (before === base) return after === other;
  return after !== base;
}

/** A merge of present contents, part by part; text that git must merge is named, not merged. */
export function mergeParts(contents: {
  readonly base: Content;
  readonly main: Content;
  readonly staging: Content;
}): string {
  const { base, main, staging } = contents;
  const merge = (part: (content: Content) => string): string =>
    mergePart([base, main, staging].map(part));
  return `${merge(modeOf)} ${merge(blobOf)}`;
}

function mergePart([base, main = '', staging = '']: readonly string[]): string {
  if (main === base || main === staging) return staging;
  return staging === base ? main : `merge over ${base}`;
}

export const modeOf = (content: Content): string => content.slice(0, content.indexOf(' '));

export const blobOf = (content: Content): string => content.slice(content.indexOf(' ') + 1);
