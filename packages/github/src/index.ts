export type { ClientOptions, Pace } from './client.ts';
export { type DressCalls, dressPull } from './dress-pull.ts';
export type {
  Branch,
  Dressing,
  GitHub,
  Mergeable,
  MergedQuery,
  MergeRules,
  NewPull,
  PullChange,
  PullQuery,
  PullRequest,
  Repository,
  Wishes,
} from './github.ts';
export { type OctokitGitHubOptions, octokitGitHub } from './octokit-github.ts';
