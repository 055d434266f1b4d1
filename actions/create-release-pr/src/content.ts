/** What git tells: how the branches parted, what is new, and what they come to when merged. */
import { ActionError } from '@release-train/action-kit';
import { type Commit, type GitRepository, readablePath } from '@release-train/git';
import type { GitHub, PullRequest } from '@release-train/github';
import { readSharedHistory } from '@release-train/github/shared-history';
import { type Drift, type PathConflict, type Promotion, promote } from '@release-train/promotion';
import { type Attribution, attribute } from './attribution.ts';
import type { Part } from './part.ts';
import type { Place } from './place.ts';
import { sourceOf } from './source.ts';

export type Divergence = 'none' | 'hotfix' | 'squash' | 'both';

export interface Content {
  /** Tips, and the commit of head that is released. */
  readonly head: string;
  readonly base: string;
  readonly source: string;
  readonly divergence: Divergence;
  /** Absent where the branches conflict. */
  readonly tree: string | undefined;
  readonly conflicts: readonly PathConflict[];
  readonly drift: readonly Drift[];
  /** Files the release changes in base, the conflicting ones included. */
  readonly files: number;
  /** Unreleased commits of head, newest first, capped. */
  readonly commits: readonly Commit[];
  readonly commitCount: number;
  /** Merged pull requests into head, and into base. */
  readonly pulls: readonly PullRequest[];
  readonly landed: readonly PullRequest[];
  /** By the SHA of a commit: the pull request that brought it. */
  readonly broughtBy: Attribution;
  /** Of a partial release; then all of the above is of what it brings. */
  readonly part?: Part;
}

export interface ReadContent {
  readonly content: Content;
  readonly promotion: Told;
  /** First-parent commits of head since git's merge base, newest first. */
  readonly line: ReadonlyMap<string, Commit>;
}

interface Ports {
  readonly clone: GitRepository;
  readonly github: GitHub;
}

const mostCommits = 1000;

/** @throws ActionError `source-missing`, `unrelated-histories` */
export async function readContent(
  { clone, github }: Ports,
  place: Place,
  wanted: string | undefined,
): Promise<ReadContent> {
  const [head, base] = [clone.tip(place.head), clone.tip(place.base)];
  const since = await clone.mergeBase(base, head);
  if (since === undefined) throw unrelated(place);
  const ends = { main: { name: place.base, tip: base }, staging: { name: place.head, tip: head } };
  const { lines, pulls, records } = await readSharedHistory(github, clone, { ...ends, since });
  const source = await sourceOf({ clone, place, wanted, line: lines.staging, since });
  const promotion = await promote(clone, { main: base, staging: source, records });
  if (promotion.kind === 'unrelated') throw unrelated(place);
  const news = new Set(promotion.unreleased);
  const all = [...lines.staging.values()];
  const commits = all.filter(({ sha }) => news.has(sha));
  const told = { commits: all, branch: place.head, pulls: pulls.staging, landed: pulls.main };
  const content: Content = {
    head,
    base,
    source,
    divergence: divergenceOf(promotion),
    ...outcomeOf(promotion),
    files: await countFiles(clone, base, promotion),
    commits: commits.slice(0, mostCommits),
    commitCount: commits.length,
    pulls: pulls.staging,
    landed: pulls.main,
    broughtBy: await attribute({ github, clone }, told, news),
  };
  return { content, promotion, line: lines.staging };
}

const unrelated = ({ head, base }: Place): ActionError =>
  new ActionError('unrelated-histories', `"${head}" and "${base}" share no commit`, {
    hint: 'Merge one into the other once by hand with --allow-unrelated-histories.',
  });

export type Told = Exclude<Promotion, { kind: 'unrelated' }>;

/** A base that is not git's own: content has met where history does not show it. */
function divergenceOf({ plan, unsynced }: Told): Divergence {
  const isSquashed = plan.base.size > 0;
  if (unsynced.length > 0) return isSquashed ? 'both' : 'hotfix';
  return isSquashed ? 'squash' : 'none';
}

function outcomeOf(promotion: Told): Pick<Content, 'tree' | 'conflicts' | 'drift'> {
  const readable = <T extends { readonly path: string }>(found: T): T => ({
    ...found,
    path: readablePath(found.path),
  });
  return promotion.kind === 'merged'
    ? { tree: promotion.tree, conflicts: [], drift: promotion.drift.map(readable) }
    : { tree: undefined, conflicts: promotion.conflicts.map(readable), drift: [] };
}

/** Of a conflict, what the unreleased commits change. */
async function countFiles(clone: GitRepository, base: string, promotion: Told): Promise<number> {
  if (promotion.kind === 'merged') {
    return (await clone.changedPaths(base, promotion.tree)).length;
  }
  const news = new Set(promotion.unreleased);
  const { commits } = promotion.plan.lines.staging;
  const changed = commits
    .filter(({ sha }) => news.has(sha))
    .flatMap(({ changes }) => changes.map(({ path }) => path));
  return new Set([...changed, ...promotion.conflicts.map(({ path }) => path)]).size;
}

/** Files in which git's own merge of the tips conflicts, or is another than the release. */
export async function plainDifference(
  clone: GitRepository,
  { base, head, tree }: Content,
): Promise<readonly string[]> {
  if (tree === undefined) return [];
  const merge = await clone.merge(base, head);
  return merge.clean ? clone.changedPaths(merge.tree, tree) : merge.conflicts;
}
