export { railwayApiUrl } from './api-url.ts';
export { graphqlRailway, isTransient, type RailwayOptions } from './graphql-railway.ts';
export { findNamed, listNames, type Named } from './names.ts';
export type { TokenType } from './place.ts';
export type {
  AutoDeploy,
  Deployment,
  FailureEvidence,
  Obstacles,
  Place,
  PlaceNames,
  Railway,
  Service,
  Trigger,
  Usage,
} from './railway.ts';
export { RailwayError, type RailwayErrorCode } from './railway-error.ts';
export {
  liveOf,
  newestFirst,
  rollbackCandidate,
  selectDeployment,
  successorOf,
} from './selection.ts';
export {
  type DeploymentStatus,
  deploymentStatuses,
  isInFlight,
  isKnownStatus,
  type Phase,
  phaseOf,
} from './status.ts';
