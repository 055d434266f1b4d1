import type { GitRepository } from '@release-train/git';
import type { Content } from './content.ts';
import type { Part } from './part.ts';
import type { Place } from './place.ts';

/** Each is a line of the message, which GitHub puts into that of a squash. */
const mostOrigins = 100;

/** The commit of a partial release: one on top of base, with the authors of what it brings. */
export const createPartCommit = (
  clone: GitRepository,
  { place, content, part }: { place: Place; content: Content; part: Part },
): Promise<string> =>
  clone.createCommit({
    tree: part.tree,
    parents: [content.base],
    message: messageOf(place, content, part),
    date: part.date,
  });

function messageOf({ head, base }: Place, content: Content, part: Part): string {
  const trailers = [
    ...part.picked.slice(0, mostOrigins).map((sha) => `(cherry picked from commit ${sha})`),
    ...part.authors.map((author) => `Co-authored-by: ${author}`),
    `Release-Train-Source: ${content.source}`,
    `Release-Train-Base: ${content.base}`,
    `Release-Train-Part: ${part.picked.length}`,
  ];
  return `Release a part of ${head} to ${base}\n\n${trailers.join('\n')}\n`;
}
