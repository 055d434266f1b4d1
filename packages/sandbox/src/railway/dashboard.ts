import type { Environment, Service } from './model.ts';

/** Railway's dashboard page: what its GitHub reports link to, never the app's own URL. */
export const dashboardUrl = (environment: Environment, service?: Service): string => {
  const path = service ? `/service/${service.id}` : '';
  const project = `https://railway.com/project/${environment.projectId}`;
  return `${project}${path}?environmentId=${environment.id}`;
};
