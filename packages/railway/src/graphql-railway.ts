import { readActive, readRollbackState } from './active.ts';
import { CancelAnswer, DeployAnswer, RollbackAnswer } from './answers.ts';
import { readDeployments, readObstacles, readServices } from './environment.ts';
import { readFailure } from './failure.ts';
import { cancelDeployment, deployCommit, rollback } from './orders.ts';
import { readPlace } from './place.ts';
import type { Deployer, Railway } from './railway.ts';
import { RailwayError } from './railway-error.ts';
import { openSession, type RailwayOptions, type Session } from './session.ts';
import type { Ask } from './shape.ts';
import { readTimelines } from './timeline.ts';

/**
 * Railway over its public GraphQL API. https://docs.railway.com/integrations/api
 *
 * @throws RailwayError, or HttpError where the answer is not GraphQL
 */
export const graphqlRailway = (options: RailwayOptions): Railway & Deployer =>
  railwayOver(openSession(options));

/** The same over a session that others use too. */
export const railwayOver = (session: Session): Railway & Deployer => ({
  readPlace: (target) => readPlace(target, session),
  ...reads(session),
  ...orders(session.askOnce),
});

const reads = ({ ask, usage }: Session): Omit<Railway, 'readPlace'> => ({
  readServices: (place) => readServices(ask, place),
  readDeployments: (place, alone) => readDeployments(ask, place, alone),
  readFailure: (id, logLines) => readFailure(ask, id, logLines),
  readObstacles: (place, serviceIds) => readObstacles(ask, place, serviceIds),
  readActive: (place) => readActive(ask, place),
  readTimelines: (ids) => readTimelines(ask, ids),
  readRollbackState: (place, rollbackOf) => readRollbackState(ask, place, rollbackOf),
  usage,
});

const orders = (askOnce: Ask): Deployer => ({
  deployCommit: async ({ environmentId }, { serviceId, commit }) => {
    const variables = { environmentId, serviceId, commitSha: commit };
    return (await askOnce(DeployAnswer, deployCommit, variables)).serviceInstanceDeployV2;
  },
  rollBack: async (id) => {
    const { deploymentRollback } = await askOnce(RollbackAnswer, rollback, { id });
    if (deploymentRollback) return;
    throw new RailwayError('refused', 'Railway declined to roll back, without a reason', {
      hint: 'Roll back in the dashboard: the deployment, three dots, Rollback.',
    });
  },
  cancelDeployment: async (id) => {
    const { deploymentCancel } = await askOnce(CancelAnswer, cancelDeployment, { id });
    if (deploymentCancel) return;
    throw new RailwayError('refused', 'Railway declined to cancel, without a reason', {
      hint: 'Cancel it in the dashboard: the deployment, three dots, Abort.',
    });
  },
});
