/** https://docs.github.com/en/rest/git/refs */
import { isAncestor } from '../git/commits.ts';
import { tryGit } from '../git/git-process.ts';
import type { Ref } from '../git/refs.ts';
import { isRefName, listRefs, readRef, ZERO } from '../git/refs.ts';
import type { RefChange } from '../operations/events.ts';
import { isHidden } from '../operations/fresh-refs.ts';
import {
  applyRefChange,
  isCommit,
  judgeRefChange,
  refusalText,
} from '../operations/ref-changes.ts';
import { refJson } from '../payloads/commit-json.ts';
import type { ApiRequest, Reply, Route } from './api.ts';
import { ApiError, created, noContent, notFound, ok } from './api.ts';

const PATH = '/git/refs/:ref{.+}';

export const refRoutes: readonly Route[] = [
  { method: 'GET', path: '/git/ref/:ref{.+}', needs: ['contents:read'], handle: getRef },
  {
    method: 'GET',
    path: '/git/matching-refs/:ref{.*}',
    needs: ['contents:read'],
    handle: matching,
  },
  { method: 'POST', path: '/git/refs', needs: ['contents:write'], handle: createRef },
  { method: 'PATCH', path: PATH, needs: ['contents:write'], handle: updateRef },
  { method: 'DELETE', path: PATH, needs: ['contents:write'], handle: deleteRef },
];

function getRef({ repository, place, param }: ApiRequest): Reply {
  const ref = typedRef(repository.gitDir, `refs/${param('ref')}`);
  if (!ref || isHidden(place, ref.name)) throw notFound();
  return ok(refJson(place, ref));
}

function typedRef(dir: string, name: string): Ref | undefined {
  return isRefName(name) ? listRefs(dir, name).find((ref) => ref.name === name) : undefined;
}

function matching({ repository, place, param }: ApiRequest): Reply {
  const refs = listRefs(repository.gitDir, `refs/${param('ref')}`);
  return ok(refs.map((ref) => refJson(place, ref)));
}

function createRef(request: ApiRequest): Reply {
  const { repository, place, body } = request;
  const ref = body.text('ref');
  const after = body.text('sha');
  if (!isRefName(ref) || ref.split('/').length < 3) {
    throw new ApiError(422, `${ref} is not a valid ref name.`);
  }
  if (readRef(repository.gitDir, ref) !== null) throw new ApiError(422, 'Reference already exists');
  refusePullRefs(ref);
  requireObject(request, ref, after);
  change(request, { ref, before: ZERO, after });
  return created(refJson(place, { name: ref, sha: after, type: objectType(request, after) }));
}

function updateRef(request: ApiRequest): Reply {
  const { repository, place, param, body } = request;
  const ref = `refs/${param('ref')}`;
  const after = body.text('sha');
  const before = readRef(repository.gitDir, ref);
  if (before === null) throw new ApiError(422, 'Reference does not exist');
  refusePullRefs(ref);
  requireObject(request, ref, after);
  if (!body.flag('force', false) && !isAncestor(repository.gitDir, before, after)) {
    throw new ApiError(422, 'Update is not a fast forward');
  }
  if (before !== after) change(request, { ref, before, after });
  return ok(refJson(place, { name: ref, sha: after, type: objectType(request, after) }));
}

function deleteRef(request: ApiRequest): Reply {
  const ref = `refs/${request.param('ref')}`;
  const before = readRef(request.repository.gitDir, ref);
  if (before === null) throw new ApiError(422, 'Reference does not exist');
  refusePullRefs(ref);
  if (ref === `refs/heads/${request.repository.defaultBranch}`) {
    throw new ApiError(422, 'Cannot delete the default branch');
  }
  change(request, { ref, before, after: ZERO });
  return noContent;
}

function change({ place, actor }: ApiRequest, wanted: RefChange): void {
  const verdict = judgeRefChange(place, actor, wanted);
  if (!verdict.allowed) throw new ApiError(422, refusalText(verdict));
  applyRefChange(place, actor, wanted);
}

function requireObject(request: ApiRequest, ref: string, sha: string): void {
  if (!/^[0-9a-f]{40}$/.test(sha)) throw new ApiError(422, 'The SHA must be 40 hex digits.');
  const dir = request.repository.gitDir;
  if (tryGit(dir, ['cat-file', '-e', sha]).code !== 0) {
    throw new ApiError(422, 'Object does not exist');
  }
  if (ref.startsWith('refs/heads/') && !isCommit(request.place, sha)) {
    throw new ApiError(422, 'Reference update failed');
  }
}

const objectType = ({ repository }: ApiRequest, sha: string): string =>
  tryGit(repository.gitDir, ['cat-file', '-t', sha]).stdout.trim();

/** `refs/pull/…` belongs to GitHub. */
function refusePullRefs(ref: string): void {
  if (ref.startsWith('refs/pull/')) throw new ApiError(422, 'Reference update failed');
}
