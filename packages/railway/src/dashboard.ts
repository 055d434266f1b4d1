import type { Place } from './railway.ts';

/** A service, or one of its deployments, in Railway's dashboard. */
export function dashboardUrl(place: Place, serviceId: string, deploymentId?: string): string {
  const url = new URL(`https://railway.com/project/${place.projectId}/service/${serviceId}`);
  url.searchParams.set('environmentId', place.environmentId);
  if (deploymentId) url.searchParams.set('id', deploymentId);
  return url.href;
}
