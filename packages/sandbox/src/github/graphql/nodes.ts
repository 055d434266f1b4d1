/** GitHub's objects as GraphQL sees them; fields that cost git are functions. */
import type { Commit } from '../git/commits.ts';
import { aheadBehind, readCommit, revList } from '../git/commits.ts';
import { isRefName, readRef, resolveCommit } from '../git/refs.ts';
import type { PullRequest, World } from '../model.ts';
import { timestamp } from '../model.ts';
import { isLagging } from '../operations/pull-index.ts';
import { revealMergeability } from '../operations/test-merge.ts';
import { accountOf, nodeId } from '../payloads/account-json.ts';
import type { Place } from '../payloads/commit-json.ts';
import { pullCommits, pullNodeId } from '../payloads/pull-json.ts';
import { repositoryHtml } from '../payloads/repository-json.ts';
import { subject } from '../rules/merge-message.ts';
import type { Slice } from './connection.ts';
import { connection } from './connection.ts';
import type { Session } from './session.ts';
import { updateRuleNode, viewerPermission } from './update-rule.ts';

export function actorNode(world: World, login: string) {
  const { id, type } = accountOf(world, login);
  return { __typename: type, id: nodeId('U', id), login };
}

export function repositoryNode(place: Place) {
  const { repository } = place;
  const { settings, gitDir } = repository;
  return {
    __typename: 'Repository',
    id: nodeId('R', repository.id),
    name: repository.name,
    nameWithOwner: repository.fullName,
    url: repositoryHtml(place.world, repository),
    autoMergeAllowed: settings.allowAutoMerge,
    mergeCommitAllowed: settings.allowMergeCommit,
    squashMergeAllowed: settings.allowSquashMerge,
    rebaseMergeAllowed: settings.allowRebaseMerge,
    deleteBranchOnMerge: settings.deleteBranchOnMerge,
    viewerPermission: (_args: unknown, session: Session) => viewerPermission(session),
    defaultBranchRef: () => refNode(place, `refs/heads/${repository.defaultBranch}`),
    ref: ({ qualifiedName: name }: { qualifiedName: string }) =>
      refNode(place, name.startsWith('refs/') ? name : `refs/heads/${name}`),
    object: ({ oid, expression }: { oid?: string; expression?: string }) => {
      const sha = resolveCommit(gitDir, oid ?? expression ?? '');
      return sha === null ? null : commitNode(place, sha);
    },
    pullRequest: ({ number }: { number: number }) => {
      const pull = repository.pulls.get(number);
      return pull ? pullNode(place, pull) : null;
    },
  };
}

function refNode(place: Place, fullName: string) {
  const dir = place.repository.gitDir;
  const [, prefix, name] = /^(refs\/(?:heads|tags)\/|refs\/)(.+)$/s.exec(fullName) ?? [];
  const sha = isRefName(fullName) ? readRef(dir, fullName) : null;
  if (sha === null) return null;
  return {
    __typename: 'Ref',
    id: `REF_${Buffer.from(`${place.repository.id}:${fullName}`).toString('base64url')}`,
    name,
    prefix,
    target: () => commitNode(place, resolveCommit(dir, fullName) ?? sha),
    refUpdateRule: (_args: unknown, session: Session) =>
      prefix === 'refs/heads/' && name ? updateRuleNode(place, name, session) : null,
    compare: ({ headRef }: { headRef: string }) => {
      const head = resolveCommit(dir, headRef);
      return head === null
        ? null
        : comparisonNode(place, resolveCommit(dir, fullName) ?? sha, head);
    },
  };
}

/** Commits oldest first, without the 250 of REST. */
function comparisonNode(place: Place, base: string, head: string) {
  const dir = place.repository.gitDir;
  const [aheadBy, behindBy] = aheadBehind(dir, base, head);
  return {
    __typename: 'Comparison',
    id: `CMP_${base}_${head}`,
    aheadBy,
    behindBy,
    status: comparisonStatus(aheadBy, behindBy),
    commits: (slice: Slice) => {
      const shas = revList(dir, ['--topo-order', '--reverse', head, `^${base}`]);
      return connection(shas, slice, (sha) => commitNode(place, sha));
    },
  };
}

function comparisonStatus(ahead: number, behind: number): string {
  if (ahead > 0 && behind > 0) return 'DIVERGED';
  if (ahead > 0) return 'AHEAD';
  return behind > 0 ? 'BEHIND' : 'IDENTICAL';
}

const gitActor = ({ name, email, seconds }: Commit['author']) => ({
  name,
  email,
  date: timestamp(seconds * 1000),
});

export function commitNode(place: Place, sha: string) {
  const commit = readCommit(place.repository.gitDir, sha);
  const message = commit.message.trimEnd();
  return {
    __typename: 'Commit',
    id: `C_${sha}`,
    oid: sha,
    message,
    messageHeadline: subject(message),
    messageBody: message.split('\n').slice(1).join('\n').trim(),
    authoredDate: timestamp(commit.author.seconds * 1000),
    committedDate: timestamp(commit.committer.seconds * 1000),
    author: gitActor(commit.author),
    committer: gitActor(commit.committer),
    associatedPullRequests: (slice: Slice) =>
      connection(knownPulls(place, sha), slice, (pull) => pullNode(place, pull)),
  };
}

const knownPulls = (place: Place, sha: string): PullRequest[] => {
  const pulls = pullsWith(place, sha);
  return isLagging(place, pulls, sha) ? [] : pulls;
};

/** Any pull request that contains the commit, not only the one that brought it. */
const pullsWith = (place: Place, sha: string): PullRequest[] =>
  [...place.repository.pulls.values()].filter(
    (pull) => pull.mergeCommitSha === sha || pullCommits(place, pull).includes(sha),
  );

export function pullNode(place: Place, pull: PullRequest) {
  const { world, repository } = place;
  const { autoMerge } = pull;
  const revealed = once(() => revealMergeability(place, pull));
  return {
    __typename: 'PullRequest',
    id: pullNodeId(pull),
    number: pull.number,
    title: pull.title,
    body: pull.body ?? '',
    url: `${repositoryHtml(world, repository)}/pull/${pull.number}`,
    author: () => actorNode(world, pull.author.login),
    state: pull.mergedAt === null ? pull.state.toUpperCase() : 'MERGED',
    isDraft: pull.draft,
    merged: pull.mergedAt !== null,
    mergedAt: pull.mergedAt,
    mergeCommit: () => (pull.mergeCommitSha ? commitNode(place, pull.mergeCommitSha) : null),
    mergeable: () => mergeableName(revealed().mergeable),
    mergeStateStatus: () => revealed().state.toUpperCase(),
    headRefName: pull.headRef,
    headRefOid: pull.headSha,
    baseRefName: pull.baseRef,
    baseRefOid: pull.baseSha,
    autoMergeRequest: autoMerge && {
      commitHeadline: autoMerge.title,
      commitBody: autoMerge.message,
      enabledAt: autoMerge.enabledAt,
      enabledBy: () => actorNode(world, autoMerge.enabledBy.login),
      mergeMethod: autoMerge.method.toUpperCase(),
    },
  };
}

/** Two fields of one question get one answer. */
function once<Value>(compute: () => Value): () => Value {
  const computed: Value[] = [];
  return () => {
    if (computed.length === 0) computed.push(compute());
    return computed[0] as Value;
  };
}

function mergeableName(mergeable: boolean | null): string {
  if (mergeable === null) return 'UNKNOWN';
  return mergeable ? 'MERGEABLE' : 'CONFLICTING';
}
