/** What git tells: the merge, what it would change, and what the sync branch holds. */
import { ActionError } from '@release-train/action-kit';
import { type Commit, type GitRepository, readablePath } from '@release-train/git';
import type { GitHub } from '@release-train/github';
import { readSharedHistory, type SharedHistory } from '@release-train/github/shared-history';
import { type PathConflict, type Promotion, promote } from '@release-train/promotion';
import type { Seen } from './facts.ts';
import { createSync, type OwnBranch, readOwn } from './sync-commit.ts';

export type Method = 'merge' | 'linear';

export interface Content {
  readonly head: string;
  readonly base: string;
  readonly ahead: number;
  readonly behind: number;
  readonly conflicts: readonly PathConflict[];
  /** Files the sync changes in base, the conflicting ones included. */
  readonly driftFiles: number;
  /** Commits of head with a change that base has not got, newest first, capped. */
  readonly hotfixes: readonly Commit[];
  /** A merged sync pull request carried this very commit of head. */
  readonly isBrought: boolean;
  /** The commit the sync branch should hold: the merge, or head itself where they conflict. */
  readonly wanted: string;
  readonly own: OwnBranch | undefined;
}

interface Ports {
  readonly clone: GitRepository;
  readonly github: GitHub;
}

const mostCommits = 1000;

/** @throws ActionError `unrelated-histories` */
export async function readContent(
  { clone, github }: Ports,
  seen: Seen,
  { method, isStrict }: { readonly method: Method; readonly isStrict: boolean },
): Promise<Content> {
  const [head, base] = [clone.tip(seen.head.name), clone.tip(seen.base.name)];
  const since = await clone.mergeBase(head, base);
  if (since === undefined) throw unrelated(seen);
  const ends = {
    main: { name: seen.head.name, tip: head },
    staging: { name: seen.base.name, tip: base },
  };
  const history = await readSharedHistory(github, clone, { ...ends, since });
  const { records } = history;
  const promotion = await promote(clone, { main: head, staging: base, records });
  if (promotion.kind === 'unrelated') throw unrelated(seen);
  const tree = promotion.kind === 'merged' ? promotion.tree : undefined;
  const parts = { seen, head, base, method };
  const wanted = tree === undefined ? head : await createSync(clone, { ...parts, tree });
  return {
    head,
    base,
    ...(await clone.divergence(base, head)),
    conflicts: conflictsOf(promotion),
    driftFiles: await countFiles(clone, base, promotion),
    hotfixes: hotfixesOf(promotion, history),
    isBrought: records.some(({ kind, source }) => kind === 'sync' && source === head),
    wanted,
    own:
      seen.tip === undefined
        ? undefined
        : await readOwn(clone, seen, { base, head, wanted, isClean: tree !== undefined, isStrict }),
  };
}

const unrelated = ({ head, base }: Seen): ActionError =>
  new ActionError('unrelated-histories', `"${head.name}" and "${base.name}" share no commit`, {
    hint: 'Merge one into the other once by hand with --allow-unrelated-histories.',
  });

type Told = Exclude<Promotion, { kind: 'unrelated' }>;

const conflictsOf = (promotion: Told): PathConflict[] =>
  promotion.kind === 'merged'
    ? []
    : promotion.conflicts.map((found) => ({ ...found, path: readablePath(found.path) }));

function hotfixesOf(
  { unsynced }: Told,
  { lines }: Pick<SharedHistory<Commit>, 'lines'>,
): readonly Commit[] {
  const news = new Set(unsynced);
  return [...lines.main.values()].filter(({ sha }) => news.has(sha)).slice(0, mostCommits);
}

/** Of a conflict, what the commits to bring change. */
async function countFiles(clone: GitRepository, base: string, promotion: Told): Promise<number> {
  if (promotion.kind === 'merged') {
    return (await clone.changedPaths(base, promotion.tree)).length;
  }
  const news = new Set(promotion.unsynced);
  const changed = promotion.plan.lines.main.commits
    .filter(({ sha }) => news.has(sha))
    .flatMap(({ changes }) => changes.map(({ path }) => path));
  return new Set([...changed, ...promotion.conflicts.map(({ path }) => path)]).size;
}
