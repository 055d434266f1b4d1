/** Railway on loopback: a GraphQL API that deploys on push, and behind it apps that really run. */
export type { TokenScope } from './api/access.ts';
export type { PlatformIncident } from './api/queries.ts';
export type { RecordedRequest } from './api/server.ts';
export type { DeploymentStatus } from './deploy/status.ts';
export type { GitHubConnection } from './github/github-app.ts';
export type { EnvironmentHandle, ProjectHandle, ServiceHandle } from './project.ts';
export { gitSource, type SourceRepository } from './source-repository.ts';
export type {
  CodeServiceSpec,
  DeploymentEventStep,
  EnvironmentSpec,
  ImageServiceSpec,
  ProjectSpec,
  Script,
  ScriptTarget,
  ServiceSpec,
  Timings,
  TriggerSpec,
} from './specification.ts';
export { type RailwayOptions, type RailwaySandbox, startRailway } from './start.ts';
