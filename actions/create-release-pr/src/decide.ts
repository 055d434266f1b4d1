import type { Commit } from '@release-train/git';
import type { PullRequest } from '@release-train/github';
import { type PullPlan, planPull, type WantedPull } from '@release-train/github/standing-pull';
import type { Content, Facts, NoContent } from './facts.ts';

export type Policy = Pick<WantedPull, 'title' | 'draft'>;

export type Decision = { readonly kind: 'nothing'; readonly why: NoContent['why'] } | Release;

export interface Release {
  readonly kind: 'release';
  readonly content: Content;
  readonly conflicts: readonly string[];
  readonly entries: readonly Entry[];
  readonly plan: PullPlan;
}

/** One line of the release: a pull request with its commit, or a commit without one. */
export interface Entry {
  readonly commit: Commit;
  readonly pull: PullRequest | undefined;
}

/** Marks the managed block of a release. */
export const blockKind = 'release';

export function decide(facts: Facts, policy: Policy): Decision {
  const { content, head, base } = facts;
  if (content.kind === 'none') return { kind: 'nothing', why: content.why };
  const { merge } = content;
  return {
    kind: 'release',
    content,
    conflicts: merge.clean ? [] : merge.conflicts,
    entries: attribute(content.commits, content.pulls),
    plan: planPull(facts.open, {
      kind: blockKind,
      title: policy.title.replaceAll('{head}', head.name).replaceAll('{base}', base.name),
      record: { source: head.sha, base: base.sha },
      isConflicted: !merge.clean,
      draft: policy.draft,
    }),
  };
}

/**
 * A squash or merge commit is the very commit its pull request made. Other pull requests that
 * merely contain it (a back-merge, say) did not bring it.
 */
function attribute(commits: readonly Commit[], pulls: readonly PullRequest[]): Entry[] {
  const byCommit = new Map(pulls.map((pull) => [pull.mergeCommit, pull]));
  return commits.map((commit) => ({ commit, pull: byCommit.get(commit.sha) }));
}
