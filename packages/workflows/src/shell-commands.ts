/** Commands in `run:` texts, as far as a line shows them. */

/** A line of a workflow file. */
export interface Line {
  /** One-based. */
  readonly number: number;
  readonly text: string;
}

export interface Command {
  readonly line: number;
  readonly text: string;
  readonly words: readonly string[];
}

/** Commands that begin with the given words, e.g. `git push`. Options between them are skipped. */
export function shellCommands(
  lines: readonly Line[],
  ...start: readonly string[]
): readonly Command[] {
  return commandsOf(lines).filter(({ words }) => {
    const [program, ...verbs] = start;
    const rest = words.slice(1).filter((word, at) => !isGlobalOption(words.slice(1), word, at));
    return words[0] === program && verbs.every((verb, at) => rest[at] === verb);
  });
}

/** Words that are neither options nor the program and its verb. */
export const operands = ({ words }: Command, verb: string): readonly string[] =>
  words.slice(words.indexOf(verb) + 1).filter((word) => !word.startsWith('-'));

function commandsOf(lines: readonly Line[]): readonly Command[] {
  return joined(lines).flatMap(({ number, text }) =>
    text
      .replace(/^\s*(?:-\s+)?run:\s*[|>]?[-+]?\s*/, '')
      .replace(/\s#.*$/, '')
      .split(/&&|\|\||[;|]/)
      .map((part) => ({ line: number, text: part.trim(), words: wordsOf(part) }))
      .filter(({ words }) => words.length > 0),
  );
}

/** Lines that end in a backslash go on in the next one. */
const joined = (lines: readonly Line[]): readonly Line[] =>
  lines.reduce<Line[]>((all, line) => {
    const last = all.at(-1);
    if (last?.text.endsWith('\\')) {
      all[all.length - 1] = { ...last, text: `${last.text.slice(0, -1)} ${line.text.trim()}` };
    } else {
      all.push(line);
    }
    return all;
  }, []);

const KEYWORDS = /^(?:then|else|do|if|!|\(|\{|sudo|time)$/;

/** Words without their quotes; an expression is one word, assignments in front are dropped. */
function wordsOf(part: string): readonly string[] {
  const words = part.match(/(?:\$\{\{.*?\}\}|"[^"]*"|'[^']*'|[^\s"'$]|\$)+/g) ?? [];
  const plain = words.map((word) => word.replace(/["']/g, ''));
  const first = plain.findIndex((word) => !KEYWORDS.test(word) && !/^\w+=/.test(word));
  return first < 0 ? [] : plain.slice(first);
}

// `git -C folder push`, `git -c user.name=x push`
const isGlobalOption = (words: readonly string[], word: string, at: number): boolean =>
  word.startsWith('-') || /^-[cC]$/.test(words[at - 1] ?? '');
