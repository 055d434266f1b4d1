/**
 * Every question we send, validated in tests against `schema.graphql`. Only fields that are read.
 */
const deploymentFields = `
  id
  serviceId
  status
  createdAt
  statusUpdatedAt
  deploymentStopped
  canRollback
  meta`;

export const projectTokenScope = `query ProjectTokenScope {
  projectToken { projectId environmentId project { name } environment { name } }
}`;

export const tokenWorkspaces = 'query TokenWorkspaces { apiToken { workspaces { id name } } }';

export const workspaceProjects = `query WorkspaceProjects($workspaceId: String!, $after: String) {
  projects(workspaceId: $workspaceId, first: 100, after: $after) {
    edges { node { id name } }
    pageInfo { hasNextPage endCursor }
  }
}`;

export const projectEnvironments = `query ProjectEnvironments($id: String!, $after: String) {
  project(id: $id) {
    id
    name
    environments(first: 100, after: $after) {
      edges { node { id name isEphemeral meta { prNumber prRepo } } }
      pageInfo { hasNextPage endCursor }
    }
  }
}`;

export const preflight = `query Preflight(
  $environmentId: String!, $projectId: String!, $after: String, $triggersAfter: String
) {
  environment(id: $environmentId, projectId: $projectId) {
    deploymentTriggers(first: 100, after: $triggersAfter) {
      edges { node { serviceId repository branch checkSuites } }
      pageInfo { hasNextPage endCursor }
    }
    serviceInstances(first: 100, after: $after) {
      edges {
        node {
          serviceId
          serviceName
          cronSchedule
          healthcheckPath
          watchPatterns
          source { repo }
          domains { serviceDomains { domain } customDomains { domain } }
          activeDeployments { ${deploymentFields} instances { status } }
        }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
}`;

/** The common page, and a page of its own for each of `alone` services: `$service0`, `$service1`… */
export function findDeployments(alone: number): string {
  const indexes = Array.from({ length: alone }, (_, index) => index);
  const variables = indexes.map((index) => `, $service${index}: String!`).join('');
  const pages = indexes.map(
    (index) => `  service${index}: deployments(
    input: { projectId: $projectId, environmentId: $environmentId, serviceId: $service${index} }
    first: 20
  ) { edges { node { ...Record } } }`,
  );
  return `query FindDeployments($projectId: String!, $environmentId: String!, $first: Int!${variables}) {
  deployments(input: { projectId: $projectId, environmentId: $environmentId }, first: $first) {
    edges { node { ...Record } }
  }
${pages.join('\n')}
}
fragment Record on Deployment {${deploymentFields}
}`;
}

export const failureEvents = `query FailureEvents($id: String!) {
  deploymentEvents(id: $id, first: 50) {
    edges { node { step createdAt completedAt payload { error reason } } }
  }
}`;

export const activeDeployments = `query ActiveDeployments(
  $environmentId: String!, $projectId: String!, $after: String
) {
  environment(id: $environmentId, projectId: $projectId) {
    serviceInstances(first: 100, after: $after) {
      edges {
        node { serviceId activeDeployments { ${deploymentFields} instances { status } } }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
}`;

/** The steps of `$deployment0`, `$deployment1`…: Railway has no list of ids to ask with. */
export function timelines(deployments: number): string {
  const indexes = Array.from({ length: deployments }, (_, index) => index);
  const variables = indexes.map((index) => `$deployment${index}: String!`).join(', ');
  const fields = indexes.map(
    (index) => `  deployment${index}: deploymentEvents(id: $deployment${index}, first: 50) {
    edges { node { step createdAt completedAt payload { error reason } } }
  }`,
  );
  return `query Timelines(${variables}) {\n${fields.join('\n')}\n}`;
}

export const rollbackState = `query RollbackState(
  $projectId: String!, $environmentId: String!, $serviceId: String!, $targetId: String!
) {
  deployment(id: $targetId) { ${deploymentFields} projectId environmentId }
  serviceInstance(environmentId: $environmentId, serviceId: $serviceId) {
    activeDeployments { ${deploymentFields} }
  }
  deployments(
    input: { projectId: $projectId, environmentId: $environmentId, serviceId: $serviceId }
    first: 20
  ) { edges { node { ${deploymentFields} } } }
}`;

export const buildLogs = `query BuildLogs($id: String!, $limit: Int!) {
  logs: buildLogs(deploymentId: $id, limit: $limit) { timestamp message }
}`;

export const deploymentLogs = `query DeploymentLogs($id: String!, $limit: Int!) {
  logs: deploymentLogs(deploymentId: $id, limit: $limit) { timestamp message }
}`;

/** The platform's state, and autodeploy of `$service0`, `$service1`… */
export function obstacles(services: number): string {
  const indexes = Array.from({ length: services }, (_, index) => index);
  const variables = indexes.map((index) => `, $service${index}: String!`).join('');
  const fields = indexes.map(
    (index) => `  service${index}: serviceInstanceAutoDeployStatus(
    projectId: $projectId, environmentId: $environmentId, serviceId: $service${index}
  ) { enabled reason }`,
  );
  return `query Obstacles($projectId: String!, $environmentId: String!${variables}) {
  platformStatus { incident { message url } }
  environment(id: $environmentId, projectId: $projectId) { meta { skippedResourceIds } }
${fields.join('\n')}
}`;
}
