import type { Commit } from '@release-train/git';
import type { PullChange, PullRequest } from '@release-train/github';
import { isSameBody } from '@release-train/github/managed-block';
import type { Content, Facts, NoContent } from './facts.ts';

export interface Policy {
  readonly title: string;
  readonly draft: 'auto' | 'true' | 'false';
}

/** What the last run left in the pull request's body. */
export type PullRecord = Readonly<Record<string, string>>;

export type Decision =
  | { readonly kind: 'nothing'; readonly why: NoContent['why'] }
  | {
      readonly kind: 'release';
      readonly content: Content;
      readonly conflicts: readonly string[];
      readonly entries: readonly Entry[];
      readonly title: string;
      readonly record: PullRecord;
      readonly draft: DraftPlan;
    };

/** What to do about the draft state, of a new pull request and of one that is there. */
export interface DraftPlan {
  readonly open: boolean;
  readonly change: 'none' | 'to-draft' | 'to-ready';
  /** The draft state comes from a conflict, so it ends with it. */
  readonly isOurs: boolean;
}

/** One line of the release: a pull request with its commit, or a commit without one. */
export interface Entry {
  readonly commit: Commit;
  readonly pull: PullRequest | undefined;
}

export function decide(facts: Facts, policy: Policy, last: PullRecord | undefined): Decision {
  const { content, open } = facts;
  if (content.kind === 'none') return { kind: 'nothing', why: content.why };
  const { merge } = content;
  const draft = draftPlan({ isConflicted: !merge.clean, open, wish: policy.draft, last });
  const title = policy.title
    .replaceAll('{head}', facts.head.name)
    .replaceAll('{base}', facts.base.name);
  return {
    kind: 'release',
    content,
    conflicts: merge.clean ? [] : merge.conflicts,
    entries: attribute(content.commits, content.pulls),
    title: open && isRetitled(open, last) ? open.title : title,
    record: {
      source: facts.head.sha,
      base: facts.base.sha,
      title,
      ...(draft.isOurs ? { draft: 'conflict' } : {}),
    },
    draft,
  };
}

interface DraftFacts {
  readonly isConflicted: boolean;
  readonly open: PullRequest | undefined;
  readonly wish: Policy['draft'];
  readonly last: PullRecord | undefined;
}

/** Only a draft that a conflict made is made ready again; the others belong to people. */
function draftPlan({ isConflicted, open, wish, last }: DraftFacts): DraftPlan {
  switch (wish) {
    case 'true':
      return { open: true, change: 'none', isOurs: false };
    case 'false':
      return { open: false, change: 'none', isOurs: false };
    case 'auto': {
      const wasOurs = last?.['draft'] === 'conflict';
      if (!isConflicted) {
        const change = open?.isDraft && wasOurs ? 'to-ready' : 'none';
        return { open: false, change, isOurs: false };
      }
      if (open?.isDraft) return { open: true, change: 'none', isOurs: wasOurs };
      return { open: true, change: open ? 'to-draft' : 'none', isOurs: true };
    }
    default:
      return wish satisfies never;
  }
}

/** A title that is not the one we set last was set by a person. */
const isRetitled = (open: PullRequest, last: PullRecord | undefined): boolean =>
  open.title !== last?.['title'];

/**
 * A squash or merge commit is the very commit its pull request made. Other pull requests that
 * merely contain it (a back-merge, say) did not bring it.
 */
function attribute(commits: readonly Commit[], pulls: readonly PullRequest[]): Entry[] {
  const byCommit = new Map(pulls.map((pull) => [pull.mergeCommit, pull]));
  return commits.map((commit) => ({ commit, pull: byCommit.get(commit.sha) }));
}

/** The fields to write; empty where the pull request reads as it should. */
export const changesTo = (
  open: PullRequest,
  wanted: { readonly title: string; readonly body: string },
): PullChange => ({
  ...(open.title === wanted.title ? {} : { title: wanted.title }),
  ...(isSameBody(open.body, wanted.body) ? {} : { body: wanted.body }),
});
