/** Which unreleased commits a partial release takes, and why it leaves the others out. */
import type { Commit } from '@release-train/git';
import type { PullRequest } from '@release-train/github';
import { folded, type PartInputs } from './picks.ts';

export type HeldBackReason = 'hold-label' | 'not-picked' | 'conflict';

export interface HeldBack {
  readonly commit: Commit;
  readonly pull: PullRequest | undefined;
  readonly why: HeldBackReason;
}

export interface Selection {
  readonly why: 'picked' | 'label' | 'held' | 'asked';
  readonly chosen: readonly Commit[];
  readonly heldBack: readonly HeldBack[];
}

interface Offer {
  /** Unreleased commits of head. */
  readonly commits: readonly Commit[];
  readonly broughtBy: ReadonlyMap<string, PullRequest>;
  /** The SHAs that `pick` came to. */
  readonly named: ReadonlySet<string>;
}

/** `undefined`: nothing is left out, so it is a release like any other. */
export function select(
  { commits, broughtBy, named }: Offer,
  inputs: Omit<PartInputs, 'source-sha'>,
): Selection | undefined {
  const { pick = [], 'pick-label': wanted = [], 'hold-label': unwanted = [] } = inputs;
  const reasonOf = (commit: Commit): HeldBackReason | undefined => {
    if (named.has(commit.sha)) return undefined;
    const pull = broughtBy.get(commit.sha);
    if (carries(pull, unwanted)) return 'hold-label';
    const isAsked = pick.length + wanted.length === 0 || carries(pull, wanted);
    return isAsked ? undefined : 'not-picked';
  };
  const heldBack = commits.flatMap((commit): HeldBack[] => {
    const why = reasonOf(commit);
    return why ? [{ commit, pull: broughtBy.get(commit.sha), why }] : [];
  });
  const isPartial = pick.length > 0 || heldBack.length > 0 || inputs.strategy === 'cherry-pick';
  if (!isPartial) return undefined;
  const left = new Set(heldBack.map(({ commit }) => commit.sha));
  return {
    why: whyOf(inputs, heldBack),
    chosen: commits.filter(({ sha }) => !left.has(sha)),
    heldBack,
  };
}

export const carries = (pull: PullRequest | undefined, labels: readonly string[]): boolean => {
  const wanted = new Set(labels.map(folded));
  return pull?.labels.some((label) => wanted.has(folded(label))) === true;
};

function whyOf(
  { pick = [], 'pick-label': wanted = [] }: Omit<PartInputs, 'source-sha'>,
  heldBack: readonly HeldBack[],
): Selection['why'] {
  if (pick.length > 0) return 'picked';
  if (wanted.length > 0) return 'label';
  return heldBack.length > 0 ? 'held' : 'asked';
}
