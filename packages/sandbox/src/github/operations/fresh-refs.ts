import type { Place } from '../payloads/commit-json.ts';

/**
 * A ref just made may be missing for a moment: whoever asks first is told that there is none.
 * Off unless ordered: https://github.com/google-github-actions/release-please-action/issues/1105
 * is one of many reports of a race that is rare.
 */
export function isHidden({ world, repository }: Place, ref: string): boolean {
  const isFresh = repository.freshRefs.delete(ref);
  return isFresh && world.habits['new-refs-hide'];
}
