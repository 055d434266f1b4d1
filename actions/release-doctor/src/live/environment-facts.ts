/** The rules and names of environments. */
import type { Live, LiveEnvironment } from './live.ts';
import { ACTIONS, ENVIRONMENTS } from './permissions.ts';
import { type Told, told } from './told.ts';

export interface EnvironmentFacts extends LiveEnvironment {
  /** Absent where every ref may deploy. */
  readonly admitted?: Told<readonly string[]>;
  readonly variables: Told<readonly string[]>;
  readonly secrets: Told<readonly string[]>;
}

/** More than these are not looked at. */
const MOST = 5;

export async function environmentsOf(live: Live): Promise<Told<readonly EnvironmentFacts[]>> {
  const listed = await told(ACTIONS, live.environments());
  if (listed.kind === 'untold') return listed;
  const value = await Promise.all(
    listed.value.slice(0, MOST).map(async (environment) => {
      const { name, refs } = environment;
      const [admitted, variables, secrets] = await Promise.all([
        refs === 'custom' ? told(ACTIONS, live.admittedRefs(name)) : undefined,
        told(ENVIRONMENTS, live.environmentVariables(name)),
        told(ENVIRONMENTS, live.environmentSecrets(name)),
      ]);
      return { ...environment, ...(admitted ? { admitted } : {}), variables, secrets };
    }),
  );
  return { kind: 'told', value };
}
