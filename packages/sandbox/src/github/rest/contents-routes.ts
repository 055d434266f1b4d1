/** Files at a ref: https://docs.github.com/en/rest/repos/contents#get-repository-content */
import { git, tryGit } from '../git/git-process.ts';
import { resolveCommit } from '../git/refs.ts';
import type { Place } from '../payloads/commit-json.ts';
import { repositoryApi, repositoryHtml } from '../payloads/repository-json.ts';
import type { ApiRequest, Reply, Route } from './api.ts';
import { ApiError, notFound, ok } from './api.ts';

export const contentsRoutes: readonly Route[] = [
  { method: 'GET', path: '/contents/:path{.*}', needs: ['contents:read'], handle: getContents },
];

interface Entry {
  readonly path: string;
  readonly type: string;
  readonly sha: string;
  readonly size: number;
}

function getContents({ repository, place, param, url }: ApiRequest): Reply {
  const dir = repository.gitDir;
  const ref = url.searchParams.get('ref') ?? repository.defaultBranch;
  const commit = resolveCommit(dir, ref);
  if (commit === null) throw new ApiError(404, `No commit found for the ref ${ref}`);
  const path = param('path').replace(/\/+$/, '');
  const object = `${commit}:${path}`;
  const type = tryGit(dir, ['cat-file', '-t', object]).stdout.trim();
  if (type === 'tree') {
    return ok(listTree(dir, object, path).map((entry) => entryJson(place, entry, ref)));
  }
  if (type !== 'blob') throw notFound();
  const sha = git(dir, ['rev-parse', '--verify', '--end-of-options', object]).trim();
  const size = Number(git(dir, ['cat-file', '-s', sha]));
  const content = git(dir, ['cat-file', 'blob', sha], { encoding: 'base64' });
  const file = entryJson(place, { path, type: 'blob', sha, size }, ref);
  return ok({ ...file, content: content.replace(/(.{60})/g, '$1\n'), encoding: 'base64' });
}

function listTree(dir: string, object: string, folder: string): Entry[] {
  const listed = git(dir, ['ls-tree', '-z', '-l', object]).split('\0');
  return listed
    .filter((line) => line !== '')
    .map((line) => {
      const [, type = '', sha = '', size = ''] = line.slice(0, line.indexOf('\t')).split(/ +/);
      const name = line.slice(line.indexOf('\t') + 1);
      const path = folder === '' ? name : `${folder}/${name}`;
      return { path, type, sha, size: Number(size) || 0 };
    });
}

const TYPES: Readonly<Record<string, string>> = { blob: 'file', tree: 'dir', commit: 'submodule' };

function entryJson({ world, repository }: Place, entry: Entry, ref: string) {
  const path = entry.path.split('/').map(encodeURIComponent).join('/');
  const self = `${repositoryApi(world, repository)}/contents/${path}?ref=${encodeURIComponent(ref)}`;
  const git_url = `${repositoryApi(world, repository)}/git/${entry.type}s/${entry.sha}`;
  const html = `${repositoryHtml(world, repository)}/${entry.type}/${ref}/${path}`;
  return {
    type: TYPES[entry.type] ?? entry.type,
    size: entry.size,
    name: entry.path.split('/').pop() ?? '',
    path: entry.path,
    sha: entry.sha,
    url: self,
    git_url,
    html_url: html,
    download_url: null,
    _links: { self, git: git_url, html },
  };
}
