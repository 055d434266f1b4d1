import type { BranchHabits } from './branch-habits.ts';
import type { SourceFile } from './workflow.ts';

/** Without one of these words no workflow opens, merges or approves a pull request. */
const signs = /\bpr\b|pull-request|automerge|auto-approve/i;

/** `branchHabits`, whose parser is loaded only for files that may have any. */
export async function habitsOfBranch(
  files: readonly SourceFile[],
  names: { readonly branch: string; readonly base: string },
): Promise<BranchHabits> {
  const suspects = files.filter(({ path, text }) => /\.ya?ml$/.test(path) && signs.test(text));
  if (suspects.length === 0) return { pulls: [], approvals: [] };
  const { branchHabits } = await import('./branch-habits.ts');
  return branchHabits(suspects, names);
}
