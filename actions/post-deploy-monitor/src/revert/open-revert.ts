/** Opens the pull request that takes a release back, once, wherever a run is killed. */
import { ActionError, type Log, oneLine, whenOvertaken } from '@release-train/action-kit';
import type { Git, GitRepository } from '@release-train/git';
import type { GitHub, PullRequest } from '@release-train/github';
import { readRecord } from '@release-train/github/managed-block';
import { type Clock, retry } from '@release-train/polling';
import type { Deeds, Obstacle, Trouble } from '../act/deed.ts';
import { mergedPull, type PullsOfCommits } from './merged-pull.ts';
import {
  type Revert,
  type Reverted,
  type RevertOrder,
  revertBranch,
  revertKind,
} from './revert.ts';
import { createRevert, isRevertOf, type RevertCommit } from './revert-commit.ts';
import { revertBody, revertTitle } from './revert-text.ts';

export interface RevertPorts {
  readonly git: Git;
  readonly github: GitHub;
  readonly history: PullsOfCommits;
  readonly clock: Clock;
  readonly log: Log;
  /** Page of the repository. */
  readonly repositoryUrl: string;
}

export const openRevert =
  (ports: RevertPorts): Revert =>
  async (order) => {
    try {
      return await retry(ports.clock, whenOvertaken(ports.log), () => open(order, ports));
    } catch (error) {
      if (!(error instanceof ActionError)) throw error;
      return { taken: 'revert-failed', deed: { code: 'revert-failed', ...troubleOf(error) } };
    }
  };

function troubleOf({ message, hint = '' }: ActionError): Trouble {
  const isForbidden = /\b403\b|denied/.test(message);
  const error = isForbidden || hint === '' ? message : `${message}; ${hint}`;
  return { error: oneLine(error, 500), isForbidden };
}

async function open(order: RevertOrder, ports: RevertPorts): Promise<Reverted> {
  const { git, github, history } = ports;
  const release = await mergedPull(order.commit, ports);
  const base = release?.baseBranch ?? order.branch;
  if (base === undefined) return refused({ code: 'branch-unknown' });
  if (release && isOwn(release)) return refused({ code: 'is-revert' });
  const head = revertBranch(order.commit);
  const known = await standing(order, { head, base }, github);
  if (known) return known;
  const isThere = (await github.branch(head)) !== undefined;
  await using clone = await git.clone([base, ...(isThere ? [head] : [])]);
  const { commit } = order;
  const isPart = async (older: string): Promise<boolean> =>
    release !== undefined &&
    (await history.pullsWith(older)).some(({ number }) => number === release.number);
  const revert = await createRevert(clone, { base, commit, isPart });
  if (revert.kind === 'none') return refused(revert.why);
  // Awaited here: the clone goes when this function ends.
  return await propose({ order, release, revert, head, base, isThere, clone }, ports);
}

/** By its marker and its author: a name alone proves nothing. */
const isOwn = ({ body, isFromFork, authorRole }: PullRequest): boolean =>
  !isFromFork && authorRole !== 'outsider' && readRecord(body, revertKind) !== undefined;

const refused = (because: Obstacle): Reverted => ({
  taken: 'revert-refused',
  deed: { code: 'revert-refused', because },
});

/** The pull request of an earlier run; what people did with it since stands. */
async function standing(
  { commit }: RevertOrder,
  ends: { readonly head: string; readonly base: string },
  github: GitHub,
): Promise<Reverted | undefined> {
  const pulls = await github.pulls({ ...ends, state: 'all' });
  const own = pulls.find(
    (pull) => isOwn(pull) && readRecord(pull.body, revertKind)?.['reverts'] === commit,
  );
  if (own) return opened(own, own.isMerged ? 'merged' : own.state);
  const foreign = pulls.find(({ state }) => state === 'open');
  return foreign && refused({ code: 'foreign-pull', number: foreign.number, head: ends.head });
}

const opened = (
  { number, url }: PullRequest,
  state: Deeds['revert-opened']['state'],
): Reverted => ({
  taken: 'revert-pr',
  deed: { code: 'revert-opened', number, url, state },
  url,
});

interface Proposal {
  readonly order: RevertOrder;
  readonly release: PullRequest | undefined;
  readonly revert: RevertCommit;
  readonly head: string;
  readonly base: string;
  /** A run before this one pushed the branch, and was killed. */
  readonly isThere: boolean;
  readonly clone: GitRepository;
}

async function propose(proposal: Proposal, ports: RevertPorts): Promise<Reverted> {
  const { order, release, revert, head, base, isThere, clone } = proposal;
  const isDraft = revert.conflicts.length > 0;
  if (order.isDryRun) {
    const conflicts = revert.conflicts.length;
    return { taken: 'none', deed: { code: 'revert-rehearsed', conflicts } };
  }
  if (isThere && !isRevertOf(await clone.commit(clone.tip(head)), order.commit)) {
    return refused({ code: 'foreign-branch', head });
  }
  if (!isThere) await clone.push({ branch: head, sha: revert.sha, expected: undefined });
  const facts = { base, order, release, revert, repositoryUrl: ports.repositoryUrl };
  const title = revertTitle(facts);
  const pull = await ports.github.createPull({
    head,
    base,
    title,
    body: revertBody(facts),
    draft: isDraft,
  });
  return opened(pull, isDraft ? 'drafted' : 'opened');
}
