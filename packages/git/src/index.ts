export { type CliGitOptions, cliGit } from './cli-git.ts';
export type {
  BranchChange,
  Commit,
  CommitRange,
  CommitRecord,
  Git,
  GitRepository,
  Meeting,
  Merge,
  NewCommit,
  NewTree,
  TextFile,
  ThreeTrees,
  TreeMerge,
} from './git.ts';
export { GitError, type GitErrorCode } from './git-error.ts';
export { type Change, type Content, type Line, type LineCommit, readablePath } from './line.ts';
export type { CommitDetails, PickVerbs } from './picks.ts';
export { parseChanges } from './raw-log.ts';
export { isToolBranch } from './tool-branch.ts';
export { parseTreeMerge } from './tree-merge.ts';
