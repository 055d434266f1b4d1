/** Which pull request brought which commit of a branch. */
import type { Commit, GitRepository } from '@release-train/git';
import type { GitHub, PullCommit, PullRequest } from '@release-train/github';

export interface Line {
  /** First-parent commits of the branch since the merge base, newest first. */
  readonly commits: readonly Commit[];
  readonly branch: string;
  /** Merged pull requests into the branch, and into the one it is released to. */
  readonly pulls: readonly PullRequest[];
  readonly landed: readonly PullRequest[];
}

export interface AttributionPorts {
  readonly github: Pick<GitHub, 'findPull' | 'pullCommits'>;
  readonly clone: Pick<GitRepository, 'details'>;
}

export type Attribution = ReadonlyMap<string, PullRequest>;

/** One request each: beyond these, commits are listed without their pull request. */
const mostLookups = 20;
const mostRebases = 100;
const mostMessages = 1000;

/**
 * The pull request of each commit in `wanted`, as far as it can be told, by what is surest first:
 * the commit it became, GitHub's mark in the subject, the commits of a rebase, and `-x` of a
 * cherry-pick. Pull requests that merely contain a commit did not bring it.
 */
export async function attribute(
  { github, clone }: AttributionPorts,
  line: Line,
  wanted: ReadonlySet<string>,
): Promise<Attribution> {
  const marked = byMark(line, wanted);
  await addUnlisted({ github, line, wanted, marked });
  await addRebased({ github, line, wanted, marked });
  const open = line.commits.filter(({ sha }) => wanted.has(sha) && !marked.has(sha));
  const details = await clone.details(open.slice(0, mostMessages).map(({ sha }) => sha));
  const byOrigin = new Map([
    ...line.landed.map((pull): [string, PullRequest] => [pull.mergeCommit ?? '', pull]),
    ...byMark(line, undefined),
    ...marked,
  ]);
  for (const [sha, { pickedFrom }] of details) {
    const pull = pickedFrom.map((origin) => byOrigin.get(origin)).find((found) => found);
    if (pull) marked.set(sha, pull);
  }
  return marked;
}

function byMark(
  { commits, pulls, branch }: Line,
  wanted: ReadonlySet<string> | undefined,
): Map<string, PullRequest> {
  const own = pulls.filter(({ baseBranch }) => baseBranch === branch);
  const byCommit = new Map(own.map((pull) => [pull.mergeCommit, pull]));
  const byNumber = new Map(own.map((pull) => [pull.number, pull]));
  const found = commits.flatMap((commit): [string, PullRequest][] => {
    if (wanted && !wanted.has(commit.sha)) return [];
    const pull = byCommit.get(commit.sha) ?? byNumber.get(numberIn(commit) ?? 0);
    return pull ? [[commit.sha, pull]] : [];
  });
  return new Map(found);
}

/** `Sell more (#12)` of a squash, `Merge pull request #12 from …` of a merge commit. */
function numberIn({ subject }: Pick<Commit, 'subject'>): number | undefined {
  const [, squashed, merged] = / \(#(\d+)\)$|^Merge pull request #(\d+) from /.exec(subject) ?? [];
  const digits = squashed ?? merged;
  return digits === undefined ? undefined : Number(digits);
}

interface Attributing {
  readonly github: AttributionPorts['github'];
  readonly line: Line;
  readonly wanted: ReadonlySet<string>;
  /** Grows. */
  readonly marked: Map<string, PullRequest>;
}

/** Lists of pull requests lag behind a merge, and end somewhere. */
async function addUnlisted({ github, line, wanted, marked }: Attributing): Promise<void> {
  const open = line.commits.filter(({ sha }) => wanted.has(sha) && !marked.has(sha));
  const numbers = [...new Set(open.flatMap((commit) => numberIn(commit) ?? []))];
  const found = await Promise.all(
    numbers.slice(0, mostLookups).map((number) => github.findPull(number)),
  );
  const byNumber = new Map(
    found.flatMap((pull): [number, PullRequest][] =>
      pull?.isMerged && pull.baseBranch === line.branch ? [[pull.number, pull]] : [],
    ),
  );
  for (const commit of open) {
    const pull = byNumber.get(numberIn(commit) ?? 0);
    if (pull) marked.set(commit.sha, pull);
  }
}

/**
 * A rebase makes one commit of each, and GitHub names only the last. Asked is where that one has a
 * commit before it that nobody brought.
 */
async function addRebased({ github, line, wanted, marked }: Attributing): Promise<void> {
  const { commits } = line;
  const at = new Map(commits.map(({ sha }, index) => [sha, index]));
  const candidates = [...new Set(marked.values())].filter(({ mergeCommit }) => {
    const index = at.get(mergeCommit ?? '');
    const [last, before] = index === undefined ? [] : commits.slice(index, index + 2);
    if (!last || !before || last.parents.length > 1 || numberIn(last) !== undefined) return false;
    return wanted.has(before.sha) && !marked.has(before.sha);
  });
  for (const pull of candidates.slice(0, mostRebases)) {
    const since = commits.slice(at.get(pull.mergeCommit ?? ''));
    const brought = rebasedCommits(since, await github.pullCommits(pull.number));
    for (const { sha } of brought) if (wanted.has(sha) && !marked.has(sha)) marked.set(sha, pull);
  }
}

/**
 * The commits that a rebase made of a pull request's: same subject, same author, same order. Merge
 * commits and such that became empty are not there any more.
 *
 * @param since newest first, from the pull request's last commit on
 * @param own oldest first
 */
export function rebasedCommits(
  since: readonly Commit[],
  own: readonly PullCommit[],
): readonly Commit[] {
  const left = [...own];
  const found: Commit[] = [];
  for (const commit of since) {
    const index = left.findLastIndex(
      ({ subject, author }) => subject === commit.subject && author === commit.author,
    );
    if (index === -1 || commit.parents.length > 1) break;
    found.push(commit);
    left.length = index;
  }
  return found;
}
