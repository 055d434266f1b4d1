/** What git tells: how the branches parted, what is new, and what they come to when merged. */
import { ActionError } from '@release-train/action-kit';
import { type Commit, type GitRepository, readablePath } from '@release-train/git';
import type { GitHub, PullRequest } from '@release-train/github';
import { type Carried, readCarried } from '@release-train/github/carried';
import { type Drift, type PathConflict, type Promotion, promote } from '@release-train/promotion';
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
  readonly lines: Lines;
  /** Merged pull requests into head, and into base. */
  readonly pulls: readonly PullRequest[];
  readonly landed: readonly PullRequest[];
}

/** First-parent commits since git's merge base, by SHA. */
interface Lines {
  readonly head: ReadonlyMap<string, Commit>;
  readonly base: ReadonlyMap<string, Commit>;
}

interface Ports {
  readonly clone: GitRepository;
  readonly github: GitHub;
}

const mostCommits = 1000;
const mostPulls = 1000;
const dayMs = 86_400_000;

/** @throws ActionError `source-missing`, `unrelated-histories` */
export async function readContent(
  { clone, github }: Ports,
  place: Place,
  wanted: string | undefined,
): Promise<Content> {
  const [head, base] = [clone.tip(place.head), clone.tip(place.base)];
  const since = await clone.mergeBase(base, head);
  if (since === undefined) throw unrelated(place);
  const lines = await readLines(clone, { head, base, since });
  const source = await sourceOf({ clone, place, wanted, line: lines.head, since });
  const requests = await readRequests(github, place, (await clone.commit(since)).committedAt);
  const records = await readRecords(github, place, { ...requests, lines });
  const promotion = await promote(clone, { main: base, staging: source, records });
  if (promotion.kind === 'unrelated') throw unrelated(place);
  const news = new Set(promotion.unreleased);
  const commits = [...lines.head.values()].filter(({ sha }) => news.has(sha));
  return {
    head,
    base,
    source,
    divergence: divergenceOf(promotion),
    ...outcomeOf(promotion),
    files: await countFiles(clone, base, promotion),
    commits: commits.slice(0, mostCommits),
    commitCount: commits.length,
    lines,
    ...requests,
  };
}

const unrelated = ({ head, base }: Place): ActionError =>
  new ActionError('unrelated-histories', `"${head}" and "${base}" share no commit`, {
    hint: 'Merge one into the other once by hand with --allow-unrelated-histories.',
  });

async function readLines(
  clone: GitRepository,
  { head, base, since }: { readonly head: string; readonly base: string; readonly since: string },
): Promise<Lines> {
  const line = async (to: string): Promise<ReadonlyMap<string, Commit>> => {
    const commits = await clone.commits({ to, not: [since], firstParent: true });
    return new Map(commits.map((commit) => [commit.sha, commit]));
  };
  return { head: await line(head), base: await line(base) };
}

/** A merge updates its pull request, so older ones brought nothing since; a day for clock skew. */
async function readRequests(
  github: GitHub,
  { head, base }: Place,
  since: number,
): Promise<Pick<Content, 'pulls' | 'landed'>> {
  const query = { updatedSince: since * 1000 - dayMs, most: mostPulls };
  const [pulls, landed] = await Promise.all([
    github.mergedPulls({ ...query, base: head }),
    github.mergedPulls({ ...query, base }),
  ]);
  return { pulls, landed };
}

async function readRecords(
  github: GitHub,
  { head, base }: Place,
  { pulls, landed, lines }: Pick<Content, 'pulls' | 'landed' | 'lines'>,
): Promise<readonly Carried[]> {
  const [releases, syncs] = await Promise.all([
    readCarried(github, { kind: 'release', from: head, pulls: landed, line: lines.base }),
    readCarried(github, { kind: 'sync', from: base, pulls, line: lines.head }),
  ]);
  return [...releases, ...syncs];
}

type Told = Exclude<Promotion, { kind: 'unrelated' }>;

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
