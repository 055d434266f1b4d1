/** Which services carry the release. Pure, but for its refusals. */
import { ActionError } from '@release-train/action-kit/action-error';
import { oneLine } from '@release-train/action-kit/text';
import type { Place, Service } from '@release-train/railway';
import { findNamed } from '@release-train/railway/names';

export interface Choice {
  readonly wanted: readonly string[] | undefined;
  /** `owner/name` this workflow runs for. */
  readonly repository: string;
  readonly branch: string | undefined;
  readonly place: Place;
}

/**
 * The services named, or else every one that a push of this branch deploys: a worker without an
 * address counts as much as the web.
 *
 * @throws ActionError where a name is unknown or nothing deploys this repository and branch
 */
export function chooseServices(services: readonly Service[], choice: Choice): readonly Service[] {
  const { wanted = [], repository, branch, place } = choice;
  const where = `"${place.projectName} / ${place.environmentName}"`;
  if (wanted.length > 0) {
    return [
      ...new Set(wanted.map((name) => findNamed(services, name, { input: 'services', where }))),
    ];
  }
  const own = services.filter(
    ({ trigger }) =>
      trigger?.repository.toLowerCase() === repository.toLowerCase() &&
      (branch === undefined || trigger.branch === branch),
  );
  if (own.length > 0) return own;
  const names = services.slice(0, 20).map(({ name }) => oneLine(name, 60));
  throw new ActionError(
    'no-service',
    `no service in ${oneLine(where)} deploys repository "${repository}"${branch ? ` branch "${oneLine(branch, 100)}"` : ''}`,
    {
      hint: `Name them in input "services". There is: ${names.join(', ') || 'no service at all'}.`,
    },
  );
}
