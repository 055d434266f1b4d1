/** A commit of a first-parent line, as far as meetings care. */
export interface Stop {
  readonly sha: string;
  readonly tree: string;
}

/**
 * Where two lines last held the same tree. A squash release puts staging's tree on main in a commit
 * that is no ancestor of staging: git's merge base does not see it, the trees do. Content from
 * before the last meeting is old news, which keeps a revert a revert.
 *
 * @param base oldest first, from the merge base on
 * @param head oldest first, from the merge base on
 */
export function lastMeeting(
  base: readonly Stop[],
  head: readonly Stop[],
): { readonly onBase: string; readonly onHead: string } | undefined {
  const shared = new Set(head.map(({ tree }) => tree));
  const last = base
    .filter(({ tree }) => shared.has(tree))
    .reduce<{ onBase: string; at: number } | undefined>((met, { sha, tree }) => {
      const at = head.findIndex((stop, index) => index >= (met?.at ?? 0) && stop.tree === tree);
      return at === -1 ? met : { onBase: sha, at };
    }, undefined);
  const onHead = head[last?.at ?? -1]?.sha;
  return last && onHead ? { onBase: last.onBase, onHead } : undefined;
}
