/** Why a commit may never be deployed to a service, from what Railway has configured. Pure. */
import { oneLine } from '@release-train/action-kit/text';
import type { Obstacles, Service } from '@release-train/railway';

export interface Origin {
  /** `owner/name`; '' outside of a workflow. */
  readonly repository: string;
  readonly branch: string | undefined;
}

/** Sentences for people, the most telling first; none where the configuration looks right. */
export function diagnose(service: Service, origin: Origin, obstacles?: Obstacles): string[] {
  const { trigger } = service;
  if (!trigger) return ['no push deploys it: it has no repository connected with a branch'];
  const autoDeploy = obstacles?.autoDeploy[service.id];
  const isForeign = origin.repository !== '' && !isSame(trigger.repository, origin.repository);
  return [
    ...(isForeign
      ? [`it deploys repository "${oneLine(trigger.repository)}", not "${origin.repository}"`]
      : []),
    ...(origin.branch !== undefined && trigger.branch !== origin.branch
      ? [`it deploys branch "${oneLine(trigger.branch)}", not "${oneLine(origin.branch)}"`]
      : []),
    ...(obstacles?.leftOut?.includes(service.id)
      ? ['this pull request environment is focused on other services: include it there']
      : []),
    ...(autoDeploy && !autoDeploy.enabled
      ? [`autodeploy is off${autoDeploy.reason ? `: ${oneLine(autoDeploy.reason)}` : ''}`]
      : []),
    ...(obstacles?.incident ? [`Railway reports an incident: ${oneLine(obstacles.incident)}`] : []),
  ];
}

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
