/** Every order we send, validated in tests against `schema.graphql`. */
export const rollback = 'mutation Rollback($id: String!) { deploymentRollback(id: $id) }';

export const deployCommit = `mutation DeployCommit(
  $environmentId: String!, $serviceId: String!, $commitSha: String!
) {
  serviceInstanceDeployV2(
    environmentId: $environmentId, serviceId: $serviceId, commitSha: $commitSha
  )
}`;

export const cancelDeployment =
  'mutation CancelDeployment($id: String!) { deploymentCancel(id: $id) }';
