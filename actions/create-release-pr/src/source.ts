import { ActionError } from '@release-train/action-kit';
import type { Commit, GitRepository } from '@release-train/git';
import type { Place } from './place.ts';

interface SourceQuery {
  readonly clone: GitRepository;
  readonly place: Place;
  /** The input `source-sha`. */
  readonly wanted: string | undefined;
  /** First-parent commits of head since the merge base. */
  readonly line: ReadonlyMap<string, Commit>;
  readonly since: string;
}

/**
 * The commit of head to release. A record of it must be readable later, so it has to be one that
 * head itself pointed at: a commit of its first-parent line.
 *
 * @throws ActionError `source-missing`
 */
export async function sourceOf({
  clone,
  place,
  wanted,
  line,
  since,
}: SourceQuery): Promise<string> {
  if (wanted === undefined) return clone.tip(place.head);
  if (line.has(wanted)) return wanted;
  // What base has by ancestry is on the line too: nothing of it is left to release.
  const older = await clone.commits({ to: since, firstParent: true });
  if (older.some(({ sha }) => sha === wanted)) return wanted;
  throw new ActionError('source-missing', `"${wanted}" is no commit that "${place.head}" was at`, {
    hint: 'Pass as "source-sha" a commit that was once the tip of "head": the one a push to it ended with.',
  });
}
