/** Why a partial release cannot be, or is not what was tested. */
import { type Commit, type GitRepository, readablePath } from '@release-train/git';
import { conflictAt, type Drift, type PathConflict } from '@release-train/promotion';
import type { ReadContent } from './content.ts';
import type { HeldBack } from './selection.ts';

export interface PartOutcome {
  readonly read: ReadContent;
  /** The release. */
  readonly tree: string;
  readonly refused: readonly { readonly sha: string; readonly paths: readonly string[] }[];
  readonly heldBack: readonly HeldBack[];
  readonly brought: readonly Commit[];
}

/**
 * What git could not carry, with the commits of both sides and what it may be missing; and every
 * file that is not as the whole release would have it, though nothing of it was left out.
 */
export async function partConflicts(
  clone: GitRepository,
  told: PartOutcome,
): Promise<readonly PathConflict[]> {
  const { read, refused } = told;
  const { plan } = read.promotion;
  const paths = new Set(refused.flatMap((one) => one.paths));
  const left = leftOutChanges(told);
  const conflicts = [...paths].map((path): PathConflict => {
    const staging = refused.filter((one) => one.paths.includes(path)).map(({ sha }) => sha);
    const leftOut = (left.get(path) ?? []).filter((sha) => !staging.includes(sha));
    return {
      ...conflictAt(plan, path, 'content'),
      staging,
      ...(leftOut.length > 0 ? { leftOut } : {}),
    };
  });
  const unexplained = (await unlikeTheWhole(clone, told)).filter((path) => !paths.has(path));
  return [...conflicts, ...unexplained.map((path) => conflictAt(plan, path, 'unexplained'))].map(
    (conflict) => ({ ...conflict, path: readablePath(conflict.path) }),
  );
}

async function unlikeTheWhole(clone: GitRepository, told: PartOutcome): Promise<readonly string[]> {
  const { promotion } = told.read;
  if (promotion.kind !== 'merged') return [];
  const excused = new Set([...leftOutChanges(told).keys(), ...(await fromElsewhere(clone, told))]);
  const changes = await clone.changes(promotion.tree, told.tree);
  return changes.map(({ path }) => path).filter((path) => !excused.has(path));
}

/** Path → the unreleased commits of head, oldest first, that changed it and are left out. */
function leftOutChanges({ read, heldBack }: PartOutcome): ReadonlyMap<string, readonly string[]> {
  const shas = new Set(heldBack.map(({ commit }) => commit.sha));
  const changes = new Map<string, string[]>();
  for (const commit of read.promotion.plan.lines.staging.commits) {
    if (!shas.has(commit.sha)) continue;
    for (const { path } of commit.changes) {
      changes.set(path, [...(changes.get(path) ?? []), commit.sha]);
    }
  }
  return changes;
}

/** Paths of picks that are no unreleased commits of head: of other branches, or released before. */
async function fromElsewhere(
  clone: GitRepository,
  { read, brought }: PartOutcome,
): Promise<ReadonlySet<string>> {
  const unreleased = new Set(read.promotion.unreleased);
  const foreign = brought.filter(({ sha }) => !unreleased.has(sha));
  const changes = await Promise.all(
    foreign.map(({ sha, parents: [parent] }) => (parent ? clone.changes(parent, sha) : [])),
  );
  return new Set(changes.flat().map(({ path }) => path));
}

/** The reason for every file in which the release is not what head held at the newest pick. */
export async function partDrift(
  clone: GitRepository,
  told: PartOutcome,
  source: string,
): Promise<readonly Drift[]> {
  const { read, tree } = told;
  const left = leftOutChanges(told);
  const elsewhere = await fromElsewhere(clone, told);
  const whole = read.promotion.kind === 'merged' ? read.promotion.drift : [];
  const known = new Map(whole.map(({ path, reason }) => [path, reason]));
  return (await clone.changes(source, tree)).map(({ path }): Drift => {
    const moved = elsewhere.has(path) ? 'hotfix' : 'merged';
    const reason = left.has(path) ? 'held-back' : (known.get(path) ?? moved);
    return { path: readablePath(path), reason };
  });
}
