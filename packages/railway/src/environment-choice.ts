import type * as z from 'zod/mini';
import type { ProjectAnswer } from './answers.ts';
import { findNamed, listNames, type Named } from './names.ts';
import type { PlaceNames } from './railway.ts';
import { RailwayError } from './railway-error.ts';

export type EnvironmentNode = z.infer<
  typeof ProjectAnswer
>['project']['environments']['edges'][number]['node'];

/**
 * The one named, the one of the pull request, or the only one.
 *
 * @throws RailwayError `unknown-name` or `no-environment`
 */
export function chooseEnvironment(
  environments: readonly EnvironmentNode[],
  { environment, pullRequest }: PlaceNames,
  where: string,
): Named {
  if (environment !== undefined) {
    return findNamed(environments, environment, { input: 'environment', where });
  }
  return pullRequest
    ? environmentOf(pullRequest, environments, where)
    : onlyEnvironment(environments, where);
}

/** Their names cannot be foretold: Railway records the pull request instead. */
function environmentOf(
  { number, repository }: NonNullable<PlaceNames['pullRequest']>,
  environments: readonly EnvironmentNode[],
  where: string,
): Named {
  const found = environments.find(({ isEphemeral, meta }) => {
    const isSame = !meta?.prRepo || meta.prRepo.toLowerCase() === repository.toLowerCase();
    return isEphemeral !== false && meta?.prNumber === number && isSame;
  });
  if (found) return found;
  throw new RailwayError(
    'no-environment',
    `${where} has no environment of pull request #${number}`,
    {
      hint: `Turn PR environments on in the project's settings, or name one in input "environment". There is: ${listNames(environments)}.`,
    },
  );
}

function onlyEnvironment(environments: readonly Named[], where: string): Named {
  const [only] = environments;
  if (only && environments.length === 1) return only;
  throw new RailwayError(
    'unknown-name',
    `input "environment" is required: ${where} has ${environments.length}`,
    {
      hint: `There is: ${listNames(environments)}.`,
    },
  );
}
