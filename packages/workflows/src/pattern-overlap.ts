import { GlobSyntaxError } from './glob.ts';
import { matchesPatterns } from './pattern-list.ts';

/**
 * Whether some name can pass both lists. `no` is proof: one side lists literal names only, and none
 * of them passes the other side.
 */
export function patternsOverlap(
  one: readonly string[],
  other: readonly string[],
): 'yes' | 'no' | 'unknown' {
  try {
    if (isLiteral(one)) return literalsPass(one, other);
    if (isLiteral(other)) return literalsPass(other, one);
    return 'unknown';
  } catch (error) {
    if (error instanceof GlobSyntaxError) return 'unknown';
    throw error;
  }
}

/** Whether a list names branches one by one. */
export const isLiteral = (patterns: readonly string[]): boolean =>
  patterns.every((pattern) => !/[*?+[\]!\\]/.test(pattern));

const literalsPass = (names: readonly string[], patterns: readonly string[]): 'yes' | 'no' =>
  names.some((name) => matchesPatterns(patterns, name)) ? 'yes' : 'no';
