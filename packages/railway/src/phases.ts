/** The phases of a deployment, from Railway's steps. Pure. */
import type { Step } from './railway.ts';

export const phaseNames = ['build', 'release', 'health check'] as const;

export interface PhaseSpan {
  readonly name: (typeof phaseNames)[number];
  readonly fromMs: number;
  readonly toMs: number;
  readonly isFailed: boolean;
}

// https://docs.railway.com/reference/deployments; draining belongs to the deployment that goes.
const phaseOfStep: Readonly<Record<string, PhaseSpan['name']>> = {
  SNAPSHOT_CODE: 'build',
  BUILD_IMAGE: 'build',
  PUBLISH_IMAGE: 'build',
  WAIT_FOR_DEPENDENCIES: 'release',
  PRE_DEPLOY_COMMAND: 'release',
  MIGRATE_VOLUMES: 'release',
  CREATE_CONTAINER: 'release',
  CONFIGURE_NETWORK: 'release',
  HEALTHCHECK: 'health check',
};

/** From the first step of a phase to the end of its last; one that goes on ends `nowMs`. */
export const phasesOf = (steps: readonly Step[], nowMs: number): readonly PhaseSpan[] =>
  phaseNames.flatMap((name) => {
    const own = steps.filter((step) => phaseOfStep[step.name] === name);
    if (own.length === 0) return [];
    const ends = own.map(({ endedAtMs }) => endedAtMs ?? nowMs);
    return [
      {
        name,
        fromMs: Math.min(...own.map(({ startedAtMs }) => startedAtMs)),
        toMs: Math.max(...ends),
        isFailed: own.at(-1)?.error !== undefined,
      },
    ];
  });
