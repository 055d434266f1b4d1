export { railwayApiUrl } from './api-url.ts';
export { graphqlRailway, railwayOver } from './graphql-railway.ts';
export { findNamed, listNames, type Named } from './names.ts';
export type { TokenType } from './place.ts';
export type {
  ActiveDeployments,
  AutoDeploy,
  Deployer,
  Deployment,
  DeployOrder,
  FailureEvidence,
  Obstacles,
  Place,
  PlaceNames,
  PlannedRollback,
  Railway,
  RollbackState,
  Service,
  Step,
  Timelines,
  Trigger,
  Usage,
} from './railway.ts';
export { RailwayError, type RailwayErrorCode } from './railway-error.ts';
export { rollBack, rollbackVerdict } from './roll-back.ts';
export type { RollbackRefusal, RollbackTarget, RollbackWish } from './rollback.ts';
export {
  type RollbackPolicy,
  type RollbackPorts,
  type RollbackResult,
  usualRollback,
} from './rollback-result.ts';
export { explainRollback } from './rollback-text.ts';
export {
  liveOf,
  newestFirst,
  rollbackCandidate,
  selectDeployment,
  successorOf,
} from './selection.ts';
export {
  isTransient,
  mayHaveHappened,
  openSession,
  type RailwayOptions,
  type Session,
} from './session.ts';
export {
  type DeploymentStatus,
  deploymentStatuses,
  isInFlight,
  isKnownStatus,
  type Phase,
  phaseOf,
} from './status.ts';
export {
  type LogLine,
  type Logs,
  railwayTraffic,
  type SeenRequest,
  type Span,
  type Traffic,
} from './traffic.ts';
