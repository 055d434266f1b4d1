/**
 * GitHub's filter patterns, which are no shell globs: `?` and `+` quantify the character before,
 * `*` stops at `/`, `**` does not, `\` takes the next character literally.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet
 */

/** What a pattern is matched against: names of workflows have no path separator. */
export type GlobSubject = 'path' | 'name';

/** A pattern GitHub would reject when it parses the trigger. */
export class GlobSyntaxError extends Error {
  override readonly name = 'GlobSyntaxError';
}

/** Throws GlobSyntaxError. A leading `!` is the list's affair, not the pattern's. */
export function compileGlob(pattern: string, subject: GlobSubject = 'path'): RegExp {
  const separatorFree = subject === 'name' ? '.' : '[^/]';
  let source = '';
  let rest = pattern;
  while (rest !== '') {
    const [taken, regex] = nextPiece(rest, separatorFree);
    if (isQuantifier(regex) && !isQuantifiable(source)) {
      throw new GlobSyntaxError(
        `pattern "${pattern}" is not valid: "${taken}" needs a character before it; ` +
          `write "\\${taken}" for the character itself`,
      );
    }
    source += regex;
    rest = rest.slice(taken.length);
  }
  return new RegExp(`^${source}$`, 's');
}

function nextPiece(rest: string, separatorFree: string): readonly [string, string] {
  if (rest.startsWith('**/')) return ['**/', '(?:.*/)?'];
  if (rest.startsWith('**')) return ['**', '.*'];
  const [first = ''] = rest;
  switch (first) {
    case '*':
      return ['*', `${separatorFree}*`];
    case '?':
    case '+':
      return [first, first];
    case '[':
      return characterClass(rest);
    case '\\':
      return rest.length > 1 ? [rest.slice(0, 2), literal(rest.charAt(1))] : ['\\', '\\\\'];
    default:
      return [first, literal(first)];
  }
}

function characterClass(rest: string): readonly [string, string] {
  const end = rest.indexOf(']', 1);
  const inside = rest.slice(1, end);
  if (end < 0 || !/^[A-Za-z0-9-]+$/.test(inside)) {
    throw new GlobSyntaxError(
      `pattern "${rest}" is not valid: "[" opens a list of letters, digits and ranges; ` +
        'write "\\[" for the character itself',
    );
  }
  try {
    new RegExp(`[${inside}]`);
  } catch {
    throw new GlobSyntaxError(
      `pattern "${rest}" is not valid: the range "${inside}" runs backwards`,
    );
  }
  return [rest.slice(0, end + 1), `[${inside}]`];
}

const isQuantifier = (regex: string): boolean => regex === '?' || regex === '+';

// `*`, a quantifier and the optional folder group end in an unescaped quantifier already.
const isQuantifiable = (source: string): boolean =>
  source !== '' && !/(?<!\\)(?:\\\\)*[*+?]$/.test(source);

const literal = (character: string): string => character.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
