/** Resolvers of `Query`. */
import { actorNode, pullNode, repositoryNode } from './nodes.ts';
import type { Session } from './session.ts';
import { findPull, visibleRepository } from './session.ts';

export const queries = {
  viewer: (_args: unknown, { world, actor }: Session) => actorNode(world, actor.login),
  node: ({ id }: { id: string }, session: Session) => {
    const { place, pull } = findPull(session, id);
    return pullNode(place, pull);
  },
  repository: ({ owner, name }: { owner: string; name: string }, session: Session) => {
    const repository = visibleRepository(session, `${owner}/${name}`);
    return repositoryNode({ world: session.world, repository });
  },
};
