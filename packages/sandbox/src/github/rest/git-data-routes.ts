/** The git database: https://docs.github.com/en/rest/git */
import type { Identity } from '../git/commits.ts';
import { readCommit } from '../git/commits.ts';
import { git, lines, tryGit } from '../git/git-process.ts';
import { commitTree } from '../git/merges.ts';
import { peel, resolveCommit } from '../git/refs.ts';
import { identityOf } from '../payloads/account-json.ts';
import { gitCommitJson } from '../payloads/commit-json.ts';
import { repositoryApi } from '../payloads/repository-json.ts';
import type { ApiRequest, Reply, Route } from './api.ts';
import { ApiError, created, notFound, ok } from './api.ts';
import type { Fields } from './fields.ts';
import { readFields } from './fields.ts';

export const gitDataRoutes: readonly Route[] = [
  { method: 'GET', path: '/git/commits/:sha', needs: ['contents:read'], handle: getCommit },
  { method: 'POST', path: '/git/commits', needs: ['contents:write'], handle: postCommit },
  { method: 'GET', path: '/git/trees/:sha{.+}', needs: ['contents:read'], handle: getTree },
  { method: 'POST', path: '/git/trees', needs: ['contents:write'], handle: postTree },
  { method: 'GET', path: '/git/blobs/:sha', needs: ['contents:read'], handle: getBlob },
  { method: 'POST', path: '/git/blobs', needs: ['contents:write'], handle: postBlob },
];

const isHash = (text: string): boolean => /^[0-9a-f]{40}$/.test(text);

const hasType = (dir: string, sha: string, type: string): boolean =>
  isHash(sha) && tryGit(dir, ['cat-file', '-t', sha]).stdout.trim() === type;

function getCommit({ repository, place, param }: ApiRequest): Reply {
  const dir = repository.gitDir;
  if (!hasType(dir, param('sha'), 'commit')) throw notFound();
  return ok(gitCommitJson(place, readCommit(dir, param('sha'))));
}

function postCommit({ world, repository, place, actor, body }: ApiRequest): Reply {
  const dir = repository.gitDir;
  const tree = body.text('tree');
  const parents = body.texts('parents');
  if (!hasType(dir, tree, 'tree')) throw new ApiError(422, 'Tree SHA does not exist');
  for (const parent of parents) {
    if (!hasType(dir, parent, 'commit')) {
      throw new ApiError(422, 'Parent SHA does not exist or is not a commit object');
    }
  }
  const author = readIdentity(body, 'author') ?? identityOf(world, actor);
  const committer = readIdentity(body, 'committer') ?? author;
  const commit = { tree, parents, message: body.text('message'), author, committer };
  return created(gitCommitJson(place, readCommit(dir, commitTree(dir, commit))));
}

function readIdentity(body: Fields, name: string): Identity | null {
  const value = body.raw(name) ?? null;
  if (value === null) return null;
  const fields = readFields(value);
  const date = fields.optionalText('date');
  const ms = date === null ? Date.now() : Date.parse(date);
  if (Number.isNaN(ms)) throw new ApiError(422, `Invalid request.\n\n${date} is not a valid date.`);
  const seconds = Math.floor(ms / 1000);
  return { name: fields.text('name'), email: fields.text('email'), seconds };
}

function getTree({ repository, place, param, url }: ApiRequest): Reply {
  const dir = repository.gitDir;
  const name = param('sha');
  const commit = resolveCommit(dir, name);
  const sha = commit === null ? name : readCommit(dir, commit).tree;
  if (!hasType(dir, sha, 'tree')) throw notFound();
  const recursive = url.searchParams.has('recursive') ? ['-r', '-t'] : [];
  const listed = git(dir, ['ls-tree', '-z', '-l', ...recursive, sha]).split('\0');
  const api = repositoryApi(place.world, repository);
  const tree = listed.filter((entry) => entry !== '').map((entry) => treeEntry(api, entry));
  return ok({ sha, url: `${api}/git/trees/${sha}`, tree, truncated: false });
}

function treeEntry(api: string, entry: string) {
  const tab = entry.indexOf('\t');
  const [mode = '', type = '', sha = '', size = ''] = entry.slice(0, tab).split(/ +/);
  const path = entry.slice(tab + 1);
  const url = `${api}/git/${type}s/${sha}`;
  return { path, mode, type, sha, url, ...(type === 'blob' ? { size: Number(size) } : {}) };
}

/** Entries on top of `base_tree`, built in an index of its own. */
function postTree(request: ApiRequest): Reply {
  const { repository, place, body } = request;
  const dir = repository.gitDir;
  const base = body.optionalText('base_tree');
  const entries = body.raw('tree');
  if (!Array.isArray(entries)) throw new ApiError(422, 'Invalid tree info');
  const baseTree = base === null ? null : (peelTree(dir, base) ?? missingBase());
  const sha = buildTree(
    dir,
    baseTree,
    entries.map((entry) => indexLine(dir, readFields(entry))),
  );
  const api = repositoryApi(place.world, repository);
  const tree = lines(git(dir, ['ls-tree', '-z', '-l', sha]).replaceAll('\0', '\n'));
  const listing = tree.map((entry) => treeEntry(api, entry));
  return created({ sha, url: `${api}/git/trees/${sha}`, tree: listing, truncated: false });
}

function peelTree(dir: string, sha: string): string | null {
  if (!isHash(sha)) return null;
  const commit = peel(dir, sha);
  const tree = commit === null ? sha : readCommit(dir, commit).tree;
  return hasType(dir, tree, 'tree') ? tree : null;
}

function missingBase(): never {
  throw new ApiError(422, 'base_tree is not a valid tree oid');
}

function indexLine(dir: string, entry: Fields): string {
  const path = entry.text('path');
  if (
    path.includes('\0') ||
    path.split('/').some((part) => ['', '.', '..', '.git'].includes(part))
  ) {
    throw new ApiError(422, 'tree.path contains a malformed path component');
  }
  const content = entry.optionalText('content');
  if (content === null && entry.has('sha') && entry.raw('sha') === null) {
    return `0 ${'0'.repeat(40)}\t${path}\0`;
  }
  const sha = content === null ? entry.text('sha') : writeBlob(dir, content);
  const mode = entry.text('mode');
  if (!['100644', '100755', '120000', '160000'].includes(mode)) {
    throw new ApiError(422, `not supported by the sandbox: a tree entry of mode ${mode}`);
  }
  return `${mode} ${sha}\t${path}\0`;
}

function buildTree(dir: string, base: string | null, entries: readonly string[]): string {
  const env = { GIT_INDEX_FILE: `${dir}/api-index` };
  git(dir, ['read-tree', ...(base === null ? ['--empty'] : [base])], { env });
  const done = tryGit(dir, ['update-index', '-z', '--index-info'], {
    env,
    input: entries.join(''),
  });
  if (done.code !== 0) throw new ApiError(422, 'Invalid tree info');
  const written = tryGit(dir, ['write-tree'], { env });
  if (written.code !== 0) throw new ApiError(422, 'tree.sha does not exist');
  return written.stdout.trim();
}

const writeBlob = (dir: string, content: string): string =>
  git(dir, ['hash-object', '-w', '-t', 'blob', '--stdin'], { input: content }).trim();

function getBlob({ repository, place, param }: ApiRequest): Reply {
  const dir = repository.gitDir;
  const sha = param('sha');
  if (!hasType(dir, sha, 'blob')) throw notFound();
  const content = git(dir, ['cat-file', 'blob', sha], { encoding: 'base64' });
  const size = Number(git(dir, ['cat-file', '-s', sha]));
  const url = `${repositoryApi(place.world, repository)}/git/blobs/${sha}`;
  return ok({ sha, node_id: `B_${sha}`, size, url, content, encoding: 'base64' });
}

function postBlob({ repository, place, body }: ApiRequest): Reply {
  const encoding = body.oneOf('encoding', ['utf-8', 'base64'], 'utf-8');
  const content = Buffer.from(body.text('content'), encoding === 'base64' ? 'base64' : 'utf8');
  const stored = ['hash-object', '-w', '-t', 'blob', '--stdin'];
  const sha = git(repository.gitDir, stored, { input: content }).trim();
  return created({ sha, url: `${repositoryApi(place.world, repository)}/git/blobs/${sha}` });
}
