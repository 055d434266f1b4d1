/** Who asks a GraphQL question, and what they may see. */
import { GraphQLError } from 'graphql';
import type { Credential, PullRequest, Repository, World } from '../model.ts';
import { isOutsider } from '../operations/collaborators.ts';
import type { Place } from '../payloads/commit-json.ts';
import { pullNodeId } from '../payloads/pull-json.ts';
import type { Permission } from '../rest/authentication.ts';
import { grants } from '../rest/authentication.ts';

export interface Session extends Credential {
  readonly world: World;
}

/** GitHub puts the kind of error beside its message. */
export const refusal = (type: 'NOT_FOUND' | 'FORBIDDEN' | 'UNPROCESSABLE', message: string) =>
  new GraphQLError(message, { extensions: { type } });

export const mayWrite = ({ world, actor }: Session, permission: Permission): boolean =>
  grants(actor, permission, 'write') && !isOutsider({ world }, actor);

export function visibleRepository(session: Session, fullName: string): Repository {
  const visible = session.repository === undefined || session.repository === fullName;
  const repository = session.world.repositories.get(fullName);
  if (repository && visible) return repository;
  throw refusal('NOT_FOUND', `Could not resolve to a Repository with the name '${fullName}'.`);
}

export function findPull(session: Session, id: string): { place: Place; pull: PullRequest } {
  const { world } = session;
  for (const repository of world.repositories.values()) {
    const visible = session.repository === undefined || session.repository === repository.fullName;
    const found = [...repository.pulls.values()].find((pull) => pullNodeId(pull) === id);
    if (visible && found) return { place: { world, repository }, pull: found };
  }
  throw refusal('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`);
}
