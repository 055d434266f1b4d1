import {
  approve,
  cancel,
  deployCommit,
  redeploy,
  redeployLatest,
  remove,
  restart,
  rollBack,
  stop,
} from '../commands.ts';
import { RailwayError } from './errors.ts';
import { deploymentView, type Scene } from './views.ts';

interface ById {
  readonly id: string;
}

interface AtInstance {
  readonly environmentId: string;
  readonly serviceId: string;
}

/** The root fields of `Mutation`; a field that is missing here is refused by name. */
export const mutations = (scene: Scene) => ({
  ...instanceMutations(scene),
  ...deploymentMutations(scene),
  deploymentRedeploy: ({ id, usePreviousImageTag }: ById & { usePreviousImageTag?: boolean }) => {
    const target = scene.reach.deployment(id);
    return deploymentView(scene, redeploy(scene.platform, target, usePreviousImageTag ?? false));
  },
});

const deploymentMutations = ({ platform, reach }: Scene) => ({
  deploymentApprove: ({ id }: ById) => {
    approve(platform, reach.deployment(id));
    return true;
  },
  deploymentCancel: ({ id }: ById) => {
    cancel(reach.deployment(id));
    return true;
  },
  deploymentRemove: ({ id }: ById) => {
    remove(platform, reach.deployment(id));
    return true;
  },
  deploymentRestart: ({ id }: ById) => {
    restart(platform, reach.deployment(id));
    return true;
  },
  deploymentStop: ({ id }: ById) => {
    stop(platform, reach.deployment(id));
    return true;
  },
  deploymentRollback: ({ id }: ById) => {
    rollBack(platform, reach.deployment(id));
    return true;
  },
});

const instanceMutations = ({ platform, reach }: Scene) => ({
  serviceInstanceDeployV2: async ({ commitSha, ...at }: AtInstance & { commitSha?: string }) =>
    (await deployCommit(platform, reach.instance(at), commitSha)).id,
  serviceInstanceDeploy: async ({
    commitSha,
    latestCommit,
    ...at
  }: AtInstance & { commitSha?: string; latestCommit?: boolean }) => {
    if (!commitSha && !latestCommit) {
      throw new RailwayError('not supported by the sandbox: serviceInstanceDeploy without commit');
    }
    await deployCommit(platform, reach.instance(at), commitSha);
    return true;
  },
  serviceInstanceRedeploy: (at: AtInstance) => {
    redeployLatest(platform, reach.instance(at));
    return true;
  },
  environmentTriggersDeploy: async ({ input }: { input: AtInstance }) => {
    await deployCommit(platform, reach.instance(input));
    return true;
  },
  serviceInstanceAutoDeployUpdate: ({ input }: { input: AtInstance & { enabled: boolean } }) => {
    reach.instance(input).autoDeploy = input.enabled;
    return { enabled: input.enabled };
  },
});
