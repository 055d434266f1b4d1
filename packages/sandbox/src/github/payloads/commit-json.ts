import type { FileChange, TouchedPaths } from '../git/changes.ts';
import type { Commit, Identity } from '../git/commits.ts';
import type { Repository, World } from '../model.ts';
import { timestamp } from '../model.ts';
import { accountJson, loginOf } from './account-json.ts';
import { repositoryApi, repositoryHtml } from './repository-json.ts';

export interface Place {
  readonly world: World;
  readonly repository: Repository;
}

const gitActor = (identity: Identity) => ({
  name: identity.name,
  email: identity.email,
  date: timestamp(identity.seconds * 1000),
});

const unsigned = {
  verified: false,
  reason: 'unsigned',
  signature: null,
  payload: null,
  verified_at: null,
};

/** `GET /repos/{owner}/{repo}/commits/{ref}`, lists and comparisons. */
export function commitJson({ world, repository }: Place, commit: Commit) {
  const api = repositoryApi(world, repository);
  const html = repositoryHtml(world, repository);
  const account = (identity: Identity) => {
    const login = loginOf(world, identity);
    return login === null ? null : accountJson(world, login);
  };
  return {
    sha: commit.sha,
    node_id: `C_${commit.sha}`,
    commit: {
      author: gitActor(commit.author),
      committer: gitActor(commit.committer),
      message: commit.message.trimEnd(),
      tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
      url: `${api}/git/commits/${commit.sha}`,
      comment_count: 0,
      verification: unsigned,
    },
    url: `${api}/commits/${commit.sha}`,
    html_url: `${html}/commit/${commit.sha}`,
    comments_url: `${api}/commits/${commit.sha}/comments`,
    author: account(commit.author),
    committer: account(commit.committer),
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${api}/commits/${sha}`,
      html_url: `${html}/commit/${sha}`,
    })),
  };
}

/** The object of the git database, `GET …/git/commits/{sha}`. */
export function gitCommitJson({ world, repository }: Place, commit: Commit) {
  const api = repositoryApi(world, repository);
  const html = repositoryHtml(world, repository);
  return {
    sha: commit.sha,
    node_id: `C_${commit.sha}`,
    url: `${api}/git/commits/${commit.sha}`,
    html_url: `${html}/commit/${commit.sha}`,
    author: gitActor(commit.author),
    committer: gitActor(commit.committer),
    message: commit.message.trimEnd(),
    tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${api}/git/commits/${sha}`,
      html_url: `${html}/commit/${sha}`,
    })),
    verification: unsigned,
  };
}

/** A commit inside a `push` payload. */
export function pushedCommitJson(
  { world, repository }: Place,
  commit: Commit,
  touched: TouchedPaths,
) {
  const person = (identity: Identity) => {
    const username = loginOf(world, identity);
    return {
      name: identity.name,
      email: identity.email,
      ...(username === null ? {} : { username }),
    };
  };
  return {
    id: commit.sha,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message.trimEnd(),
    timestamp: timestamp(commit.committer.seconds * 1000),
    url: `${repositoryHtml(world, repository)}/commit/${commit.sha}`,
    author: person(commit.author),
    committer: person(commit.committer),
    ...touched,
  };
}

/** A changed file of a commit, comparison or pull request; without its optional `patch`. */
export function fileJson({ world, repository }: Place, file: FileChange, sha: string) {
  const api = repositoryApi(world, repository);
  const html = repositoryHtml(world, repository);
  const path = file.path.split('/').map(encodeURIComponent).join('/');
  return {
    sha: file.blob,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${html}/blob/${sha}/${path}`,
    raw_url: `${html}/raw/${sha}/${path}`,
    contents_url: `${api}/contents/${path}?ref=${sha}`,
    ...(file.previousPath === undefined ? {} : { previous_filename: file.previousPath }),
  };
}

export const refJson = (
  { world, repository }: Place,
  ref: { name: string; sha: string; type: string },
) => ({
  ref: ref.name,
  node_id: `REF_${Buffer.from(`${repository.id}:${ref.name}`).toString('base64url')}`,
  url: `${repositoryApi(world, repository)}/git/${ref.name}`,
  object: {
    type: ref.type,
    sha: ref.sha,
    url: `${repositoryApi(world, repository)}/git/${ref.type}s/${ref.sha}`,
  },
});
