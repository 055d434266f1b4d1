export type { GitHubOptions, GitHubSandbox } from './github-sandbox.ts';
export { startGitHub } from './github-sandbox.ts';
export type { RepositorySettings } from './model.ts';
export type { RepositorySpec } from './operations/registry.ts';
export type { RecordedRequest } from './rest/request-log.ts';
