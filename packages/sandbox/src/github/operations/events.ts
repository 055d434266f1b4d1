/** What GitHub tells the world: one place per event, with GITHUB_REF and GITHUB_SHA as documented. */
import type { Actor } from '../../ports.ts';
import { touchedPaths } from '../git/changes.ts';
import { isAncestor, readCommits, revList } from '../git/commits.ts';
import { listRefs, peel, readBranch, ZERO } from '../git/refs.ts';
import type { PullRequest } from '../model.ts';
import { accountJson } from '../payloads/account-json.ts';
import type { Place } from '../payloads/commit-json.ts';
import { pushedCommitJson } from '../payloads/commit-json.ts';
import { fullPullJson } from '../payloads/pull-json.ts';
import { repositoryHtml, repositoryJson } from '../payloads/repository-json.ts';
import { currentMergeability, knownMergeability } from './test-merge.ts';

export interface RefChange {
  readonly ref: string;
  /** All zeros where the ref is created (`before`) or deleted (`after`). */
  readonly before: string;
  readonly after: string;
}

/** GitHub lists no more commits than this in one push. */
const MAX_PUSHED_COMMITS = 2048;

/** `repository` and `sender`, in every payload. */
export const commonPayload = ({ world, repository }: Place, actor: Actor) => ({
  repository: repositoryJson(world, repository),
  sender: accountJson(world, actor.login),
});

export const defaultBranchTip = ({ repository }: Place) => ({
  ref: `refs/heads/${repository.defaultBranch}`,
  sha: readBranch(repository.gitDir, repository.defaultBranch) ?? '',
});

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#push */
export function emitPush(place: Place, actor: Actor, change: RefChange): void {
  const { world, repository } = place;
  const { ref, before, after } = change;
  const created = before === ZERO;
  const deleted = after === ZERO;
  const dir = repository.gitDir;
  const commits = deleted ? [] : pushedCommits(place, change);
  const payload = {
    ref,
    before,
    after,
    created,
    deleted,
    forced: !created && !deleted && !isAncestor(dir, before, after),
    base_ref: null,
    compare: `${repositoryHtml(world, repository)}/compare/${before}...${after}`,
    commits,
    head_commit: deleted ? null : headCommit(place, after),
    pusher: { name: actor.login, email: `${actor.login}@users.noreply.github.com` },
    ...commonPayload(place, actor),
  };
  world.emit({ name: 'push', repository: repository.fullName, actor, ref, sha: after, payload });
}

function pushedCommits(place: Place, { ref, before, after }: RefChange) {
  const dir = place.repository.gitDir;
  const known =
    before === ZERO
      ? listRefs(dir, 'refs/heads/')
          .filter((other) => other.name !== ref)
          .map((other) => `^${other.sha}`)
      : [`^${before}`];
  const limit = `--max-count=${MAX_PUSHED_COMMITS}`;
  const shas = revList(dir, [limit, '--topo-order', after, ...known]).reverse();
  const touched = touchedPaths(dir, shas);
  return readCommits(dir, shas).map((commit) =>
    pushedCommitJson(place, commit, touched.get(commit.sha) ?? nothing),
  );
}

function headCommit(place: Place, after: string) {
  const dir = place.repository.gitDir;
  const sha = peel(dir, after);
  const [commit] = sha === null ? [] : readCommits(dir, [sha]);
  if (!commit || sha === null) return null;
  return pushedCommitJson(place, commit, touchedPaths(dir, [sha]).get(sha) ?? nothing);
}

const nothing = { added: [], removed: [], modified: [] };

export type PullAction =
  | 'opened'
  | 'edited'
  | 'closed'
  | 'reopened'
  | 'synchronize'
  | 'converted_to_draft'
  | 'ready_for_review'
  | 'labeled'
  | 'unlabeled'
  | 'assigned'
  | 'unassigned'
  | 'review_requested'
  | 'review_request_removed'
  | 'auto_merge_enabled'
  | 'auto_merge_disabled';

export interface PullEvent {
  readonly pull: PullRequest;
  readonly action: PullAction;
  readonly extra?: Readonly<Record<string, unknown>>;
}

/**
 * A conflicted pull request says `mergeable: false` and has no commit to run on; a merged one
 * stands on its base branch. https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#pull_request
 */
export function emitPull(place: Place, actor: Actor, event: PullEvent): void {
  const { world, repository } = place;
  const { pull, action, extra } = event;
  const payload = {
    action,
    number: pull.number,
    pull_request: pullInEvent(place, pull),
    ...extra,
    ...commonPayload(place, actor),
  };
  const where = pullPlace(pull);
  const about = { action, repository: repository.fullName, actor };
  world.emit({ name: 'pull_request', ...about, ...where, payload });
}

export const pullInEvent = (place: Place, pull: PullRequest) =>
  fullPullJson(
    place,
    pull,
    pull.state === 'open' ? currentMergeability(place, pull) : knownMergeability(place, pull),
  );

export const pullPlace = (pull: PullRequest) =>
  pull.mergedAt === null
    ? { ref: `refs/pull/${pull.number}/merge`, sha: pull.testMerge?.mergeSha ?? '' }
    : { ref: `refs/heads/${pull.baseRef}`, sha: pull.mergeCommitSha ?? '' };
