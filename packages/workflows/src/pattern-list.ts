import { compileGlob, type GlobSubject } from './glob.ts';

/**
 * Whether the last pattern that speaks of `value` includes it: order decides, `!` excludes again.
 * Throws GlobSyntaxError.
 */
export function matchesPatterns(
  patterns: readonly string[],
  value: string,
  subject: GlobSubject = 'path',
): boolean {
  return patterns.reduce((included, pattern) => {
    const negated = pattern.startsWith('!');
    const hit = compileGlob(negated ? pattern.slice(1) : pattern, subject).test(value);
    return hit ? !negated : included;
  }, false);
}
