/** Opening, editing, reviewing pull requests. */
import type { Actor } from '../../ports.ts';
import { aheadBehind } from '../git/commits.ts';
import { readBranch } from '../git/refs.ts';
import type { PullRequest } from '../model.ts';
import { timestamp } from '../model.ts';
import type { Place } from '../payloads/commit-json.ts';
import { emitPull } from './events.ts';
import { closePull } from './ref-changes.ts';
import { headInBase, refreshTips, testMerge } from './test-merge.ts';

export interface NewPull {
  readonly title: string;
  readonly body: string | null;
  readonly headRef: string;
  readonly baseRef: string;
  readonly draft: boolean;
}

export const commitsBetween = ({ repository }: Place, base: string, head: string): number =>
  aheadBehind(repository.gitDir, base, head)[0];

export const openPullOf = (place: Place, headRef: string, baseRef: string) =>
  [...place.repository.pulls.values()].find(
    (pull) => pull.state === 'open' && pull.headRef === headRef && pull.baseRef === baseRef,
  );

/** Both branches must exist and differ; the caller has checked. */
export function openPull(place: Place, author: Actor, wanted: NewPull): PullRequest {
  const { world, repository } = place;
  const now = timestamp();
  const pull: PullRequest = {
    ...wanted,
    ...emptyPull(),
    id: world.nextId(),
    number: repository.pulls.size + 1,
    author,
    createdAt: now,
    updatedAt: now,
    headSha: readBranch(repository.gitDir, wanted.headRef) ?? '',
    baseSha: readBranch(repository.gitDir, wanted.baseRef) ?? '',
  };
  repository.pulls.set(pull.number, pull);
  refreshTips(place, pull);
  testMerge(place, pull);
  emitPull(place, author, { pull, action: 'opened' });
  return pull;
}

const emptyPull = () => ({
  state: 'open' as const,
  closedAt: null,
  closedBy: null,
  mergedAt: null,
  mergedBy: null,
  mergeCommitSha: null,
  testMerge: null,
  revealed: null,
  autoMerge: null,
  labels: [],
  assignees: [],
  requestedReviewers: [],
  requestedTeams: [],
  reviews: [],
  comments: [],
});

export interface PullEdit {
  readonly title?: string;
  readonly body?: string | null;
  readonly base?: string;
}

export function editPull(
  place: Place,
  actor: Actor,
  target: { pull: PullRequest; edit: PullEdit },
) {
  const { pull, edit } = target;
  const changes = {
    ...(edit.title === undefined || edit.title === pull.title
      ? {}
      : { title: { from: pull.title } }),
    ...(edit.body === undefined || edit.body === pull.body ? {} : { body: { from: pull.body } }),
    ...(edit.base === undefined || edit.base === pull.baseRef
      ? {}
      : { base: { ref: { from: pull.baseRef }, sha: { from: pull.baseSha } } }),
  };
  if (Object.keys(changes).length === 0) return;
  pull.title = edit.title ?? pull.title;
  if (edit.body !== undefined) pull.body = edit.body;
  pull.baseRef = edit.base ?? pull.baseRef;
  pull.updatedAt = timestamp();
  if (pull.state === 'open') refreshTips(place, pull);
  emitPull(place, actor, { pull, action: 'edited', extra: { changes } });
}

/** Null where it worked; otherwise why a closed pull request stays closed. */
export function setState(
  place: Place,
  actor: Actor,
  target: { pull: PullRequest; state: 'open' | 'closed' },
): string | null {
  const { pull, state } = target;
  if (state === pull.state) return null;
  if (state === 'closed') {
    closePull(place, actor, pull);
    return null;
  }
  const { gitDir } = place.repository;
  const head = readBranch(gitDir, pull.headRef);
  const base = readBranch(gitDir, pull.baseRef);
  if (pull.mergedAt !== null) return 'Pull request is merged and cannot be reopened.';
  if (head === null) return `The ${pull.headRef} branch has been deleted.`;
  if (base === null) return `The ${pull.baseRef} branch has been deleted.`;
  if (!headInBase(place, pull.headSha, head)) {
    return `The ${pull.headRef} branch was force-pushed or recreated.`;
  }
  if (headInBase(place, head, base)) {
    return `There are no new commits on the ${pull.headRef} branch.`;
  }
  if (openPullOf(place, pull.headRef, pull.baseRef)) {
    return `There is already an open pull request from ${pull.headRef} to ${pull.baseRef}.`;
  }
  const now = timestamp();
  Object.assign(pull, { state: 'open', closedAt: null, closedBy: null, updatedAt: now });
  refreshTips(place, pull);
  testMerge(place, pull);
  emitPull(place, actor, { pull, action: 'reopened' });
  return null;
}

export function setDraft(
  place: Place,
  actor: Actor,
  target: { pull: PullRequest; draft: boolean },
) {
  const { pull, draft } = target;
  if (pull.draft === draft) return;
  pull.draft = draft;
  pull.updatedAt = timestamp();
  emitPull(place, actor, { pull, action: draft ? 'converted_to_draft' : 'ready_for_review' });
}
