/** What the rules and the workflows of the repository will do to the release, before it is written. */
import type { Log } from '@release-train/action-kit';
import type { Language } from '@release-train/action-kit/language';
import type { GitRepository } from '@release-train/git';
import type { GitHub } from '@release-train/github';
import {
  type PushedBranch,
  renderBranchPreflight,
  renderPushed,
} from '@release-train/github/branch-preflight';
import { habitsOfBranch } from '@release-train/workflows/habits-of-branch';
import type { Decision, Release } from './decide.ts';
import type { Seen } from './facts.ts';
import type { Place } from './place.ts';

interface Ports {
  readonly clone: GitRepository;
  readonly github: GitHub;
  readonly log: Log;
}

interface About {
  readonly seen: Pick<Seen, 'base'>;
  readonly place: Place;
  readonly language: Language;
}

/**
 * Warns in the log of what concerns the branch, and gives all findings for the summary. Asked only
 * where a pull request is opened or its branch rewritten: a re-run costs nothing.
 */
export async function branchPreflight(
  decision: Decision,
  { seen, place, language }: About,
  ports: Ports,
): Promise<readonly string[]> {
  if (decision.kind !== 'release' || (decision.open && !decision.push)) return [];
  const [rules, pushed] = await Promise.all([
    ports.github.mergeRules(seen.base),
    readPushed(decision, place, ports),
  ]);
  for (const finding of renderPushed(pushed, place.base, 'en')) ports.log.warning(finding);
  // The ways to merge are told beside the release itself.
  return renderBranchPreflight({ base: place.base, methods: undefined, rules, pushed }, language);
}

async function readPushed(
  { push, branch, tip }: Release,
  { base }: Place,
  { clone, github }: Ports,
): Promise<PushedBranch> {
  const isOwn = push !== undefined;
  const [rules, files, { parents }] = await Promise.all([
    isOwn ? github.branchRules(branch) : [],
    clone.textFiles(tip, '.github/workflows'),
    clone.commit(tip),
  ]);
  const { pulls, approvals } = await habitsOfBranch(files, { branch, base });
  const habits = { pulls: isOwn ? pulls : [], approvals };
  return { branch, rules, isMergeCommit: parents.length > 1, habits };
}
