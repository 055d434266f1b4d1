/** Who may write here. Outsiders read, comment and review; what they say decides nothing. */
import type { Actor } from '../../ports.ts';
import type { Place } from '../payloads/commit-json.ts';

export const isOutsider = ({ world }: Pick<Place, 'world'>, { login }: Pick<Actor, 'login'>) =>
  world.outsiders.has(login);

/**
 * How an author stands to the repository now, not when they wrote.
 * https://docs.github.com/en/graphql/reference/enums#commentauthorassociation
 */
export function associationOf({ world, repository }: Place, login: string): string {
  if (login === repository.owner) return 'OWNER';
  const isBot = world.accounts.get(login)?.type === 'Bot';
  if (!isBot && !world.outsiders.has(login)) return 'COLLABORATOR';
  const hasMerged = [...repository.pulls.values()].some(
    ({ author, mergedAt }) => author.login === login && mergedAt !== null,
  );
  return hasMerged ? 'CONTRIBUTOR' : 'NONE';
}
