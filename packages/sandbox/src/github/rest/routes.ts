/** The whole REST surface of the sandbox. */
import { actionsRoutes } from './actions-routes.ts';
import { actionsSettingsRoutes } from './actions-settings-routes.ts';
import type { Route } from './api.ts';
import { appCheckRoutes } from './app-check-routes.ts';
import { checkRoutes } from './check-routes.ts';
import { commitByRef, commitRoutes } from './commit-routes.ts';
import { contentsRoutes } from './contents-routes.ts';
import { deploymentRoutes } from './deployment-routes.ts';
import { environmentRoutes } from './environment-routes.ts';
import { gitDataRoutes } from './git-data-routes.ts';
import { issueRoutes } from './issue-routes.ts';
import { jobRoutes } from './job-routes.ts';
import { labelRoutes } from './label-routes.ts';
import { namedValueRoutes } from './named-value-routes.ts';
import { protectionRoutes } from './protection-routes.ts';
import { pullRoutes } from './pull-routes.ts';
import { refRoutes } from './ref-routes.ts';
import { repositoryRoutes } from './repository-routes.ts';
import { reviewRoutes } from './review-routes.ts';
import { rulesetRoutes } from './ruleset-routes.ts';

export const routes: readonly Route[] = [
  ...protectionRoutes,
  ...rulesetRoutes,
  ...labelRoutes,
  ...appCheckRoutes,
  ...jobRoutes,
  ...repositoryRoutes,
  ...refRoutes,
  ...gitDataRoutes,
  ...checkRoutes,
  ...commitRoutes,
  commitByRef,
  ...pullRoutes,
  ...reviewRoutes,
  ...issueRoutes,
  ...deploymentRoutes,
  ...actionsRoutes,
  ...actionsSettingsRoutes,
  ...environmentRoutes,
  ...namedValueRoutes,
  ...contentsRoutes,
];

/** The same in the notation of GitHub's description: `GET /repos/{owner}/{repo}/pulls/{number}`. */
export const describedRoutes: readonly string[] = [
  'GET /rate_limit',
  'GET /user',
  ...routes.map(({ method, path }) => `${method} /repos/{owner}/{repo}${templated(path)}`),
];

function templated(path: string): string {
  return path.replaceAll(/:(\w+)(?:\{[^}]*\})?/g, '{$1}');
}
