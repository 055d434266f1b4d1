import type { PullRequest } from '@release-train/github';
import type { ClosedByPerson } from '@release-train/github/closed-by-people';
import { type PullPlan, planPull } from '@release-train/github/standing-pull';
import type { Content, Method } from './content.ts';
import type { MergeFacts, Seen } from './facts.ts';

export type InSync = 'ancestor' | 'brought' | 'same-files';

export type Decision =
  | { readonly kind: 'in-sync'; readonly why: InSync }
  /** Nothing is left to bring: the open pull request goes, and the branch if it is all ours. */
  | {
      readonly kind: 'close';
      readonly why: InSync;
      readonly open: PullRequest;
      readonly deletes: string | undefined;
    }
  /** People work on the sync branch, or have closed this very sync. */
  | {
      readonly kind: 'hands-off';
      readonly open: PullRequest | undefined;
      readonly closed?: ClosedByPerson;
    }
  | Sync;

export interface Sync {
  readonly kind: 'sync';
  readonly content: Content;
  readonly open: PullRequest | undefined;
  /** Where the sync branch is to point, and whether it must be moved there. */
  readonly tip: string;
  readonly pushes: boolean;
  readonly plan: PullPlan;
}

/**
 * Why nothing is left to bring, as far as GitHub's own figures tell. A squash leaves the ancestry
 * behind but not the content: where merge commits are not wanted, content is all that counts.
 */
export function settled(seen: Seen, method: Method | undefined): InSync | undefined {
  if (seen.ahead === 0) return 'ancestor';
  if (seen.isBrought) return 'brought';
  return seen.head.tree === seen.base.tree && method === 'linear' ? 'same-files' : undefined;
}

interface Takes extends Pick<MergeFacts, 'allowsMergeCommit'> {
  readonly rules: Pick<MergeFacts['rules'], 'requiresLinearHistory' | 'allowedMethods'>;
}

/** A merge commit where base takes one, or where nobody says that it does not. */
export function chooseMethod({ allowsMergeCommit, rules }: Takes): Method {
  const isForbidden =
    allowsMergeCommit === false ||
    rules.requiresLinearHistory ||
    rules.allowedMethods?.includes('merge') === false;
  return isForbidden ? 'linear' : 'merge';
}

export function decide(seen: Seen, content: Content, method: Method): Decision {
  const why = settledBy(content, method);
  const { open } = seen;
  const { own, conflicts } = content;
  if (why && !open) return { kind: 'in-sync', why };
  if (why && open) {
    return { kind: 'close', why, open, deletes: own && !own.isForeign ? own.tip : undefined };
  }
  if (own?.isForeign) return { kind: 'hands-off', open };
  const { head, base } = seen;
  const tip = own?.isGood ? own.tip : content.wanted;
  return {
    kind: 'sync',
    content,
    open,
    tip,
    pushes: !own?.isGood,
    plan: planPull(open, {
      kind: 'sync',
      title: `Sync ${head.name} into ${base.name}`,
      record: { source: content.head, tip, method },
      isConflicted: conflicts.length > 0,
      draft: 'auto',
    }),
  };
}

function settledBy(content: Content, method: Method): InSync | undefined {
  if (content.ahead === 0) return 'ancestor';
  if (content.isBrought) return 'brought';
  const changesNothing = content.conflicts.length === 0 && content.driftFiles === 0;
  return changesNothing && method === 'linear' ? 'same-files' : undefined;
}
