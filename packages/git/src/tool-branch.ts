import { GitError } from './git-error.ts';

const toolBranch = /^(?:release|sync|revert)\/./;

/** Branches the tool may write; everything else belongs to people. */
export const isToolBranch = (branch: string): boolean => toolBranch.test(branch);

/** @throws GitError `foreign-branch` */
export function assertToolBranch(branch: string): void {
  if (isToolBranch(branch)) return;
  throw new GitError('foreign-branch', `refusing to write to branch "${branch}"`, {
    hint: "Only release/…, sync/… and revert/… are the tool's own branches.",
  });
}
