/** The commit that takes a release back, made by git's own merge: what came after it stays. */
import type { Commit, GitRepository } from '@release-train/git';
import { readablePath } from '@release-train/git';
import type { Obstacle } from '../act/deed.ts';

export interface RevertCommit {
  readonly kind: 'commit';
  readonly sha: string;
  /** Files that both the release and later commits changed; then it stands on the release itself. */
  readonly conflicts: readonly string[];
  /** The release's commits, newest first: more than one after a rebase merge. */
  readonly release: readonly Commit[];
  /** Commits of the branch since the release. */
  readonly later: number;
}

export interface NoRevert {
  readonly kind: 'none';
  readonly why: Obstacle;
}

export interface Span {
  /** The branch that holds the release. */
  readonly base: string;
  /** The release's newest commit. */
  readonly commit: string;
  /** Whether an older commit of the branch came by the same pull request. */
  readonly isPart: (commit: string) => Promise<boolean>;
}

/** Of the branch, so far back as a release is looked for. */
const mostCommits = 1000;

/**
 * Three-way merge with the release as base: ours is the branch, theirs what it was before the
 * release. Where that conflicts, the commit undoes the release on top of the release, so that
 * GitHub shows the very conflict and people resolve it there.
 */
export async function createRevert(
  clone: GitRepository,
  { base, commit, isPart }: Span,
): Promise<RevertCommit | NoRevert> {
  const tip = clone.tip(base);
  const line = await clone.commits({ to: tip, firstParent: true, most: mostCommits });
  const later = line.findIndex(({ sha }) => sha === commit);
  if (later === -1) return none({ code: 'not-on-branch', base });
  const release = await releaseOf(line.slice(later), isPart);
  if (release.some(isRevert)) return none({ code: 'is-revert' });
  const before = release.at(-1)?.parents[0];
  if (before === undefined) return none({ code: 'nothing-before' });
  const merge = await clone.mergeTrees({ base: commit, ours: tip, theirs: before });
  const isClean = merge.conflicts.length === 0;
  const onto = await clone.commit(isClean ? tip : commit);
  const tree = isClean ? merge.tree : (await clone.commit(before)).tree;
  if (tree === onto.tree) return none({ code: 'nothing-left', base });
  const sha = await clone.createCommit({
    tree,
    parents: [onto.sha],
    message: messageOf(release[0]),
    // Of what it stands on, so that the same state gives the same commit.
    date: onto.committedAt,
  });
  return { kind: 'commit', sha, conflicts: merge.conflicts.map(readablePath), release, later };
}

const none = (why: Obstacle): NoRevert => ({ kind: 'none', why });

async function releaseOf(
  [newest, ...older]: readonly Commit[],
  isPart: Span['isPart'],
): Promise<readonly Commit[]> {
  const release = newest ? [newest] : [];
  for (const commit of older) {
    if (!(await isPart(commit.sha))) break;
    release.push(commit);
  }
  return release;
}

/** Ours, or one that GitHub or git made. */
const isRevert = ({ subject }: Pick<Commit, 'subject'>): boolean => subject.startsWith('Revert "');

/** How a commit of the tool's own is known again. */
export const isRevertOf = ({ subject }: Commit, commit: string): boolean =>
  isRevert({ subject }) && subject.endsWith(markOf(commit));

const markOf = (commit: string): string => ` (${commit.slice(0, 12)})`;

function messageOf(release: Commit | undefined): string {
  const { subject = '', sha = '' } = release ?? {};
  return `Revert "${subject}"${markOf(sha)}\n\nRelease-Train-Reverts: ${sha}\n`;
}
