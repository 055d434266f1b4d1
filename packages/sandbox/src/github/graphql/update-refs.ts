/**
 * Several refs at once or none of them, each only if it still is where the caller has seen it: the
 * compare-and-set that REST lacks. https://docs.github.com/en/graphql/reference/mutations#updaterefs
 */
import { isAncestor } from '../git/commits.ts';
import { isRefName, readRef, ZERO } from '../git/refs.ts';
import type { Repository } from '../model.ts';
import type { RefChange } from '../operations/events.ts';
import {
  applyRefChange,
  isCommit,
  judgeRefChange,
  refusalText,
} from '../operations/ref-changes.ts';
import { nodeId } from '../payloads/account-json.ts';
import type { Place } from '../payloads/commit-json.ts';
import type { Session } from './session.ts';
import { mayWrite, refusal } from './session.ts';

interface RefUpdate {
  readonly name: string;
  readonly afterOid: string;
  readonly beforeOid?: string | null;
  readonly force?: boolean | null;
}

export interface UpdateRefsInput {
  readonly repositoryId: string;
  readonly refUpdates: readonly RefUpdate[];
  readonly clientMutationId?: string | null;
}

export function updateRefs({ input }: { input: UpdateRefsInput }, session: Session) {
  const place = { world: session.world, repository: repositoryWith(session, input.repositoryId) };
  if (!mayWrite(session, 'contents')) {
    throw refusal('FORBIDDEN', 'Resource not accessible by integration');
  }
  const changes = input.refUpdates.map((update) => changeOf(place, update));
  for (const change of changes) {
    const verdict = judgeRefChange(place, session.actor, change);
    if (!verdict.allowed) throw refusal('UNPROCESSABLE', refusalText(verdict));
  }
  for (const change of changes) {
    if (change.before !== change.after) applyRefChange(place, session.actor, change);
  }
  return { clientMutationId: input.clientMutationId ?? null };
}

function repositoryWith(session: Session, id: string): Repository {
  for (const repository of session.world.repositories.values()) {
    const visible = session.repository === undefined || session.repository === repository.fullName;
    if (visible && nodeId('R', repository.id) === id) return repository;
  }
  throw refusal('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`);
}

function changeOf(place: Place, update: RefUpdate): RefChange {
  const { name: ref, afterOid: after, beforeOid } = update;
  const dir = place.repository.gitDir;
  if (!isRefName(ref) || !/^refs\/(heads|tags)\//.test(ref)) {
    throw refusal('UNPROCESSABLE', `${ref} is not a valid ref name.`);
  }
  const before = readRef(dir, ref) ?? ZERO;
  if (beforeOid && beforeOid !== before) {
    throw refusal(
      'UNPROCESSABLE',
      `Expected ${ref} to be at ${beforeOid}, but it is at ${before}.`,
    );
  }
  if (after !== ZERO && !isCommit(place, after)) {
    throw refusal('UNPROCESSABLE', `Object ${after} does not exist or is not a commit.`);
  }
  const moves = before !== ZERO && after !== ZERO;
  if (moves && !update.force && !isAncestor(dir, before, after)) {
    throw refusal('UNPROCESSABLE', 'Update is not a fast forward');
  }
  return { ref, before, after };
}
