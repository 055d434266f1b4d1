/** What the rules and the workflows of the repository will do to the sync. */
import type { GitRepository } from '@release-train/git';
import type { GitHub } from '@release-train/github';
import type { BranchPreflight, PushedBranch } from '@release-train/github/branch-preflight';
import { habitsOfBranch } from '@release-train/workflows/habits-of-branch';
import type { Decision } from './decide.ts';
import type { MergeFacts } from './facts.ts';
import type { Place } from './render.ts';

interface Ports {
  readonly clone: GitRepository;
  readonly github: GitHub;
}

/** The branch itself is asked about only before it is pushed: a re-run costs nothing. */
export async function readPreflight(
  ports: Ports,
  decision: Decision,
  { place, facts }: { readonly place: Place; readonly facts: MergeFacts },
): Promise<BranchPreflight> {
  const isPushed = decision.kind === 'sync' && decision.pushes;
  return {
    base: place.base,
    ...facts,
    pushed: isPushed ? await readPushed(ports, decision.content.wanted, place) : undefined,
  };
}

async function readPushed(
  { clone, github }: Ports,
  sha: string,
  { branch, base }: Place,
): Promise<PushedBranch> {
  const [rules, files, { parents }] = await Promise.all([
    github.branchRules(branch),
    clone.textFiles(sha, '.github/workflows'),
    clone.commit(sha),
  ]);
  const { pulls } = await habitsOfBranch(files, { branch, base });
  // Who approves changes to the integration branch is not this action's business.
  const habits = { pulls, approvals: [] };
  return { branch, rules, isMergeCommit: parents.length > 1, habits };
}
