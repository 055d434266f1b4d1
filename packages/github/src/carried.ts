/** Releases and syncs that merged pull requests of the tool's own have made. */
import type { GitHub, PullRequest } from './github.ts';
import { readRecord } from './managed-block.ts';
import { type CarriedPart, parsePart } from './partial-record.ts';

export interface Carried extends CarriedPart {
  readonly kind: 'release' | 'sync';
  /** The commit whose content was carried. */
  readonly source: string;
  /** The commit it became on the other branch. */
  readonly landed: string;
}

export interface CarriedQuery {
  readonly kind: Carried['kind'];
  /** The branch it was carried from: a pull request of that branch itself carried its tip. */
  readonly from: string;
  /** Merged pull requests into the branch it was carried to. */
  readonly pulls: readonly PullRequest[];
  /** First-parent commits of that branch, with the trailers that the tool writes. */
  readonly line: ReadonlyMap<string, Trailed>;
}

interface Trailed {
  /** `isPart`: the trailers do not tell which paths it carried. */
  readonly record?: { readonly source: string; readonly isPart?: boolean };
}

/**
 * A marker is believed in a pull request of this repository by a bot or a member, and only for the
 * branch tip it was written for: a body may be edited after the merge, by a run that came late.
 * Trailers of the commit that landed are the second witness, never the only one.
 */
export async function readCarried(
  github: Pick<GitHub, 'compare'>,
  { kind, from, pulls, line }: CarriedQuery,
): Promise<readonly Carried[]> {
  const found = await Promise.all(
    pulls.map(async (pull): Promise<Carried[]> => {
      const { mergeCommit: landed } = pull;
      const commit = line.get(landed ?? '');
      const isMarked = isOwn(pull) && readRecord(pull.body, kind) !== undefined;
      if (!landed || !commit || !isMarked) return [];
      const isDirect = pull.headBranch === from;
      const told = isDirect ? pull.headSha : await readMarkedSource(github, pull, kind);
      if (told) return [{ kind, source: told, landed, ...partOf(pull, kind) }];
      const { source, isPart = false } = commit.record ?? {};
      return source && !isPart ? [{ kind, source, landed }] : [];
    }),
  );
  return found.flat();
}

const partOf = ({ body }: PullRequest, kind: Carried['kind']): CarriedPart =>
  parsePart(readRecord(body, kind)?.['part']);

/** Whether the tool, or somebody who may speak for it, opened it. */
const isOwn = ({ isMerged, isFromFork, authorRole }: PullRequest): boolean =>
  isMerged && !isFromFork && authorRole !== 'outsider';

/**
 * The commit that a pull request of the tool's own branch carried, if its marker is to be believed:
 * people may add commits to the tip that it names; anything else outdates it.
 */
export async function readMarkedSource(
  github: Pick<GitHub, 'compare'>,
  pull: PullRequest,
  kind: Carried['kind'],
): Promise<string | undefined> {
  const { headSha, body } = pull;
  const { source, tip } = (isOwn(pull) && readRecord(body, kind)) || {};
  if (!source || !tip) return undefined;
  if (tip === headSha) return source;
  return (await contains(github, headSha, tip)) ? source : undefined;
}

async function contains(
  github: Pick<GitHub, 'compare'>,
  commit: string,
  ancestor: string,
): Promise<boolean> {
  if (!/^[0-9a-f]{40}$/.test(ancestor)) return false;
  try {
    return (await github.compare(ancestor, commit)).behind === 0;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'not-found') return false;
    throw error;
  }
}
