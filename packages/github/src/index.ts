export type { AutoMergePort, MergeOrder, Standing } from './auto-merge.ts';
export type { ClientOptions, Pace } from './client.ts';
export { type DressCalls, dressPull } from './dress-pull.ts';
export type {
  Branch,
  Closer,
  Dressing,
  FilesPort,
  GitHub,
  Mergeable,
  MergedQuery,
  MergeRules,
  NewPull,
  PullChange,
  PullCommit,
  PullQuery,
  PullRequest,
  Repository,
  Wishes,
} from './github.ts';
export { type OctokitGitHubOptions, octokitGitHub } from './octokit-github.ts';
export { octokitReleaseHistory, type ReleaseHistoryOptions } from './octokit-release-history.ts';
export type {
  Check,
  Comment,
  Comments,
  CommitFacts,
  DeploymentState,
  HistoryDeployment,
  HistoryPull,
  Listed,
  Person,
  RefNote,
  ReleaseHistory,
  Review,
  ShippedCommit,
  Status,
} from './release-history.ts';
