/** Label definitions: https://docs.github.com/en/rest/issues/labels */
import type { Label } from '../model.ts';
import { defineLabel } from '../operations/labels.ts';
import { labelJson } from '../payloads/issue-json.ts';
import type { ApiRequest, Need, Reply, Route } from './api.ts';
import { created, invalid, noContent, notFound, ok } from './api.ts';
import { paged } from './pagination.ts';

const ONE = '/labels/:label{.+}';
const read: readonly Need[] = ['issues:read', 'pull-requests:read'];
const write: readonly Need[] = ['issues:write', 'pull-requests:write'];

export const labelRoutes: readonly Route[] = [
  { method: 'GET', path: '/labels', needs: read, handle: listLabels },
  { method: 'POST', path: '/labels', needs: write, handle: createLabel },
  { method: 'GET', path: ONE, needs: read, handle: getLabel },
  { method: 'PATCH', path: ONE, needs: write, handle: editLabel },
  { method: 'DELETE', path: ONE, needs: write, handle: deleteLabel },
];

function labelOf({ repository, param }: ApiRequest): Label {
  const label = repository.labels.get(param('label'));
  if (!label) throw notFound();
  return label;
}

function listLabels(request: ApiRequest): Reply {
  const all = [...request.repository.labels.keys()];
  return paged(request, all, (name) => labelJson(request.place, name));
}

function createLabel(request: ApiRequest): Reply {
  const { place, body, repository } = request;
  const name = body.text('name').trim();
  if (name === '') throw invalid('Label', { field: 'name', code: 'missing_field' });
  if (repository.labels.has(name)) {
    throw invalid('Label', { field: 'name', code: 'already_exists' });
  }
  defineLabel(place, { name, ...looks(request) });
  return created(labelJson(place, name));
}

function looks({ body }: ApiRequest) {
  const color = body.optionalText('color');
  if (color !== null && !/^[0-9a-f]{6}$/i.test(color)) {
    throw invalid('Label', { field: 'color', code: 'invalid' });
  }
  return {
    ...(color === null ? {} : { color }),
    ...(body.has('description') ? { description: body.optionalText('description') } : {}),
  };
}

function getLabel(request: ApiRequest): Reply {
  return ok(labelJson(request.place, labelOf(request).name));
}

/** A new name follows the label to every pull request that bears it. */
function editLabel(request: ApiRequest): Reply {
  const { repository, place, body } = request;
  const before = labelOf(request);
  const name = body.optionalText('new_name') ?? before.name;
  repository.labels.delete(before.name);
  defineLabel(place, { ...before, ...looks(request), name });
  for (const pull of repository.pulls.values()) {
    pull.labels = pull.labels.map((each) => (each === before.name ? name : each));
  }
  return ok(labelJson(place, name));
}

function deleteLabel(request: ApiRequest): Reply {
  const { repository } = request;
  const { name } = labelOf(request);
  repository.labels.delete(name);
  for (const pull of repository.pulls.values()) {
    pull.labels = pull.labels.filter((each) => each !== name);
  }
  return noContent;
}
