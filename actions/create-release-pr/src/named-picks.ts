/** What the input `pick` names: commits, and the commits of merged pull requests. */
import { badInput, type InputProblem } from '@release-train/action-kit';
import type { Commit, GitRepository } from '@release-train/git';
import type { GitHub, PullRequest } from '@release-train/github';
import { rebasedCommits } from './attribution.ts';
import { pickName, type WantedPick } from './picks.ts';
import type { Place } from './place.ts';
import { carries } from './selection.ts';

export interface PickSources {
  readonly clone: GitRepository;
  readonly github: GitHub;
  readonly place: Place;
  readonly base: string;
  /** First-parent commits of head since the merge base, newest first, and those not asked for yet. */
  readonly line: ReadonlyMap<string, Commit>;
  readonly later: ReadonlySet<string>;
  readonly pulls: readonly PullRequest[];
  readonly broughtBy: ReadonlyMap<string, PullRequest>;
  readonly holdLabels: readonly string[];
}

export interface NamedPick {
  readonly commit: Commit;
  readonly pull: PullRequest | undefined;
}

/** @throws ActionError `bad-input` that tells of every pick that cannot be */
export async function readNamedPicks(
  sources: PickSources,
  picks: readonly WantedPick[],
): Promise<readonly NamedPick[]> {
  const found: NamedPick[] = [];
  const problems: InputProblem[] = [];
  for (const pick of picks) {
    const named = await (pick.kind === 'commit'
      ? readCommit(sources, pick.sha)
      : readPull(sources, pick.number));
    if (typeof named === 'string') {
      problems.push({ input: 'pick', problem: `names ${pickName(pick)}, which ${named}` });
    } else found.push(...named);
  }
  if (problems.length > 0) throw badInput(problems);
  return [...new Map(found.map((named) => [named.commit.sha, named])).values()];
}

/** Or what is wrong with it. */
type Found = readonly NamedPick[] | string;

async function readCommit(sources: PickSources, name: string): Promise<Found> {
  const { clone, line, place, broughtBy } = sources;
  const known = line.get(name);
  const sha = known?.sha ?? (await clone.find(name));
  if (sha === undefined) {
    return name.length === 40
      ? 'is no commit of this repository'
      : `is no one commit of "${place.head}" or "${place.base}": check it, or give all 40 digits`;
  }
  const pull = broughtBy.get(sha);
  return check(sources, pull, [known ?? line.get(sha) ?? (await clone.commit(sha))]);
}

async function readPull(sources: PickSources, number: number): Promise<Found> {
  const { github, pulls, place } = sources;
  const pull = pulls.find((one) => one.number === number) ?? (await github.findPull(number));
  if (!pull) return 'does not exist';
  if (!pull.isMerged) {
    return `is not merged but ${pull.state}: merge it into "${place.head}" first, or name its commits`;
  }
  if (pull.baseBranch === place.base) return `was merged into "${place.base}" itself`;
  return check(sources, pull, await commitsOf(sources, pull));
}

async function commitsOf(
  { line, clone, github, broughtBy, base }: PickSources,
  pull: PullRequest,
): Promise<readonly Commit[]> {
  const open = [...line.values()].filter(({ sha }) => broughtBy.get(sha)?.number === pull.number);
  if (open.length > 0) return open;
  const last = pull.mergeCommit && (await clone.find(pull.mergeCommit));
  if (!last) return [];
  const since = await clone.commits({ to: last, not: [base], firstParent: true, most: 101 });
  const [commit, before] = since;
  if (!commit) return [await clone.commit(last)];
  if (!before || commit.parents.length > 1) return [commit];
  const rebased = rebasedCommits(since, await github.pullCommits(pull.number));
  return rebased.length > 0 ? rebased : [commit];
}

async function check(
  { clone, base, place, later, holdLabels }: PickSources,
  pull: PullRequest | undefined,
  commits: readonly Commit[],
): Promise<Found> {
  if (carries(pull, holdLabels)) {
    return `carries a label of "hold-label" (${pull?.labels.join(', ')}): take the label off, or the pick out`;
  }
  if (commits.length === 0) return 'has left no commit: name the commits themselves';
  if (commits.some(({ sha }) => later.has(sha))) {
    return 'is newer than "source-sha", and so was not tested with it';
  }
  const isThere = await Promise.all(commits.map(({ sha }) => clone.isAncestor(sha, base)));
  if (isThere.every(Boolean)) return `is on "${place.base}" already`;
  return commits.map((commit) => ({ commit, pull }));
}
