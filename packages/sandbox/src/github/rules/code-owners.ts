/**
 * CODEOWNERS, enough to require a review. Pure.
 * https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
 */
import ignore from 'ignore';

/** Where GitHub looks, in this order; the first one counts. */
export const CODEOWNERS_PATHS = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'] as const;

/** Logins without `@` that own a path: the last line that matches decides, an empty one frees it. */
export function ownersOf(text: string, path: string): readonly string[] {
  const last = text
    .split('\n')
    .map((line) => line.replace(/\s+#.*$|^#.*$/, '').trim())
    .filter((line) => line !== '')
    .map((line) => line.split(/\s+/))
    .findLast(([pattern = '']) => ignore().add(pattern).ignores(path));
  return (last?.slice(1) ?? []).map((owner) => owner.replace(/^@/, ''));
}

/** Owner groups still to approve, one per set of owners: any one of a group is enough. */
export function missingOwners(
  text: string,
  paths: readonly string[],
  approvers: readonly string[],
): string[] {
  const groups = paths
    .map((path) => ownersOf(text, path))
    .filter((owners) => owners.length > 0)
    .filter((owners) => !owners.some((owner) => approvers.includes(owner)))
    .map((owners) => owners.join(', '));
  return [...new Set(groups)];
}
