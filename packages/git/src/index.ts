export { type CliGitOptions, cliGit } from './cli-git.ts';
export type {
  BranchChange,
  Commit,
  CommitRange,
  Git,
  GitRepository,
  Meeting,
  Merge,
  NewCommit,
} from './git.ts';
export { GitError, type GitErrorCode } from './git-error.ts';
export { isToolBranch } from './tool-branch.ts';
