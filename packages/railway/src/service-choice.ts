/** Which services carry a commit. Pure, but for its refusals. */
import { ActionError } from '@release-train/action-kit/action-error';
import { oneLine } from '@release-train/action-kit/text';
import { findNamed } from './names.ts';
import type { Place, Service } from './railway.ts';

export interface ServiceChoice {
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
export function chooseServices(
  services: readonly Service[],
  choice: ServiceChoice,
): readonly Service[] {
  const where = `"${choice.place.projectName} / ${choice.place.environmentName}"`;
  if (choice.wanted && choice.wanted.length > 0) {
    const named = choice.wanted.map((name) =>
      findNamed(services, name, { input: 'services', where }),
    );
    return [...new Set(named)];
  }
  const own = services.filter(({ trigger }) => trigger && deploys(trigger, choice));
  if (own.length > 0) return own;
  const branch = choice.branch ? ` branch "${oneLine(choice.branch, 100)}"` : '';
  throw new ActionError(
    'no-service',
    `no service in ${oneLine(where)} deploys repository "${choice.repository}"${branch}`,
    { hint: `Name them in input "services". There is: ${listTriggers(services)}.` },
  );
}

const deploys = (trigger: NonNullable<Service['trigger']>, { repository, branch }: ServiceChoice) =>
  sameRepository(trigger.repository, repository) &&
  (branch === undefined || trigger.branch === branch);

const sameRepository = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

function listTriggers(services: readonly Service[]): string {
  const shown = services.slice(0, 20).map(({ name, trigger }) => {
    const source = trigger ? `${trigger.repository}@${trigger.branch}` : 'no repository';
    return `${oneLine(name, 60)} (${oneLine(source, 120)})`;
  });
  return shown.join(', ') || 'no service at all';
}
