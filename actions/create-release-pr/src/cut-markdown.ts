/** Shorter Markdown that is still Markdown. */

/**
 * As many whole paragraphs as fit, and how many lines were left out. Code blocks and HTML elements
 * that fold (`<details>`) stay whole: cut inside, they would swallow all that follows.
 */
export function cutMarkdown(
  text: string,
  mostCharacters: number,
): { readonly text: string; readonly linesLeftOut: number } {
  const lines = text.trim().split(/\r\n?|\n/);
  if (text.trim().length <= mostCharacters) return { text: lines.join('\n'), linesLeftOut: 0 };
  const ends = paragraphEnds(lines);
  const kept = ends.findLast((end) => lines.slice(0, end).join('\n').length <= mostCharacters) ?? 0;
  return { text: lines.slice(0, kept).join('\n').trim(), linesLeftOut: lines.length - kept };
}

interface Open {
  /** The fence of the code block that is open. */
  readonly fence: string | undefined;
  /** HTML elements that are open. */
  readonly depth: number;
}

/** Line numbers at which the text may end: blank lines with nothing open before them. */
function paragraphEnds(lines: readonly string[]): number[] {
  const ends: number[] = [];
  lines.reduce<Open>(
    (open, line, at) => {
      const after = openAfter(open, line);
      if (line.trim() === '' && after.fence === undefined && after.depth === 0) ends.push(at);
      return after;
    },
    { fence: undefined, depth: 0 },
  );
  return ends;
}

function openAfter({ fence, depth }: Open, line: string): Open {
  const mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1];
  if (fence !== undefined) {
    const closes = mark?.startsWith(fence) && /^\s*[`~]+\s*$/.test(line);
    return { fence: closes ? undefined : fence, depth };
  }
  if (mark) return { fence: mark, depth };
  const opened = line.match(/<(?:details|table)\b/gi)?.length ?? 0;
  const closed = line.match(/<\/(?:details|table)>/gi)?.length ?? 0;
  return { fence, depth: Math.max(0, depth + opened - closed) };
}
