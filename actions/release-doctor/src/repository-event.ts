import type { RepositoryEvent } from './ports.ts';

/** What the payload of any event says of its repository. */
export function repositoryEvent(payload: Readonly<Record<string, unknown>>): RepositoryEvent {
  const { repository } = payload;
  if (typeof repository !== 'object' || repository === null) return { visibility: 'unknown' };
  const { default_branch: branch, private: isPrivate } = repository as Readonly<
    Record<string, unknown>
  >;
  return {
    ...(typeof branch === 'string' ? { defaultBranch: branch } : {}),
    visibility: visibilityOf(isPrivate),
  };
}

function visibilityOf(isPrivate: unknown): RepositoryEvent['visibility'] {
  if (typeof isPrivate !== 'boolean') return 'unknown';
  return isPrivate ? 'private' : 'public';
}
