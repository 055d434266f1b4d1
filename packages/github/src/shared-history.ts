/** What two branches have done since git's merge base, and what was carried between them. */
import { type Carried, readCarried } from './carried.ts';
import type { GitHub, PullRequest } from './github.ts';

type Side = 'main' | 'staging';

/** What it takes of git: a clone of both branches. */
export interface HistoryReader<C> {
  commit(sha: string): Promise<C>;
  commits(range: {
    readonly to: string;
    readonly not: readonly string[];
    readonly firstParent: boolean;
  }): Promise<readonly C[]>;
}

interface ReadCommit {
  readonly sha: string;
  readonly committedAt: number;
  readonly record?: { readonly source: string };
}

export type Ends = Readonly<Record<Side, { readonly name: string; readonly tip: string }>> & {
  /** git's merge base. */
  readonly since: string;
};

export interface SharedHistory<C> {
  /** First-parent commits, newest first, by SHA. */
  readonly lines: Readonly<Record<Side, ReadonlyMap<string, C>>>;
  /** Merged pull requests into each branch. */
  readonly pulls: Readonly<Record<Side, readonly PullRequest[]>>;
  readonly records: readonly Carried[];
}

const mostPulls = 1000;
const dayMs = 86_400_000;

export async function readSharedHistory<C extends ReadCommit>(
  github: Pick<GitHub, 'compare' | 'mergedPulls'>,
  clone: HistoryReader<C>,
  ends: Ends,
): Promise<SharedHistory<C>> {
  const { main, staging } = ends;
  // A merge updates its pull request, so older ones brought nothing since; a day for clock skew.
  const updatedSince = (await clone.commit(ends.since)).committedAt * 1000 - dayMs;
  const mergedInto = (base: string): Promise<readonly PullRequest[]> =>
    github.mergedPulls({ base, updatedSince, most: mostPulls });
  const [intoMain, intoStaging] = await Promise.all([
    mergedInto(main.name),
    mergedInto(staging.name),
  ]);
  const pulls = { main: intoMain, staging: intoStaging };
  const lines = {
    main: await readLine(clone, main.tip, ends.since),
    staging: await readLine(clone, staging.tip, ends.since),
  };
  const releases = { kind: 'release', from: staging.name, pulls: pulls.main } as const;
  const syncs = { kind: 'sync', from: main.name, pulls: pulls.staging } as const;
  const records = await Promise.all([
    readCarried(github, { ...releases, line: lines.main }),
    readCarried(github, { ...syncs, line: lines.staging }),
  ]);
  return { lines, pulls, records: records.flat() };
}

async function readLine<C extends ReadCommit>(
  clone: HistoryReader<C>,
  to: string,
  since: string,
): Promise<ReadonlyMap<string, C>> {
  const commits = await clone.commits({ to, not: [since], firstParent: true });
  return new Map(commits.map((commit) => [commit.sha, commit]));
}
