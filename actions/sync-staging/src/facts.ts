/** What GitHub alone tells: enough where there is nothing to do. */
import { ActionError } from '@release-train/action-kit';
import type { Branch, GitHub, MergeRules, PullRequest, Repository } from '@release-train/github';
import { readMarkedSource } from '@release-train/github/carried';
import { readRecord } from '@release-train/github/managed-block';

export interface Seen {
  readonly head: Branch;
  readonly base: Branch;
  /** The action's own branch, and its tip where it exists. */
  readonly branch: string;
  readonly tip: string | undefined;
  readonly ahead: number;
  readonly behind: number;
  readonly open: PullRequest | undefined;
  /** The newest one, open or not. */
  readonly last: PullRequest | undefined;
  /** A merged sync pull request carried the tip of head. */
  readonly isBrought: boolean;
  /** The pull request that brought its files, and was to bring its history: it was not merged so. */
  readonly withoutHistory: number | undefined;
  /** Tips of the sync branch whose pull requests are merged: done with, whoever made them. */
  readonly done: readonly string[];
}

/** Marks the managed block of a sync. */
export const blockKind = 'sync';

/** The newest tell: a tip that was brought before others came is no tip any more. */
const mostLookedUp = 3;

interface Names {
  readonly head: string;
  readonly base: string;
  readonly branch: string;
}

export async function readSeen(github: GitHub, names: Names): Promise<Seen> {
  const comparing = github.compare(names.base, names.head);
  // A missing branch also fails the comparison; its own error below says more.
  comparing.catch(() => {});
  const [head, base, own, pulls] = await Promise.all([
    existing(github, 'head', names.head),
    existing(github, 'base', names.base),
    github.branch(names.branch),
    github.pulls({ head: names.branch, base: names.base, state: 'all' }),
  ]);
  const merged = pulls.filter(({ isMerged }) => isMerged);
  const sources = await Promise.all(
    merged.slice(0, mostLookedUp).map((pull) => readMarkedSource(github, pull, blockKind)),
  );
  const bringer = merged[sources.indexOf(head.sha)];
  const { ahead, behind } = await comparing;
  const wasToMerge = bringer && readRecord(bringer.body, blockKind)?.['method'] === 'merge';
  return {
    head,
    base,
    branch: names.branch,
    tip: own?.sha,
    ahead,
    behind,
    open: pulls.find(({ state }) => state === 'open'),
    last: pulls[0],
    isBrought: bringer !== undefined,
    withoutHistory: wasToMerge && ahead > 0 ? bringer.number : undefined,
    done: merged.map(({ headSha }) => headSha),
  };
}

async function existing(github: GitHub, input: string, name: string): Promise<Branch> {
  const branch = await github.branch(name);
  if (branch) return branch;
  throw new ActionError('branch-missing', `branch "${name}" does not exist`, {
    hint: `Check the input "${input}".`,
  });
}

/** What decides how `base` takes a sync; `undefined`: nobody says. */
export interface MergeFacts extends Pick<Repository, 'allowsMergeCommit' | 'methods'> {
  readonly rules: MergeRules;
}

export async function readMergeFacts(github: GitHub, base: Branch): Promise<MergeFacts> {
  const [repository, rules] = await Promise.all([github.repository(), github.mergeRules(base)]);
  return { ...repository, rules };
}
