/** Variables and secrets: https://docs.github.com/en/rest/actions/variables, …/secrets */
import type { Environment, NamedValue } from '../actions-settings.ts';
import { timestamp } from '../model.ts';
import type { ApiRequest, Reply, Route } from './api.ts';
import { ApiError, created, notFound } from './api.ts';
import { cut } from './pagination.ts';

const ENVIRONMENT = '/environments/:environment';
const admin = ['administration'] as const;

/** Which of the two a route is about, and where it stands. */
type Pick = (request: ApiRequest) => Map<string, NamedValue>;

const ofRepository =
  (kind: 'variables' | 'secrets'): Pick =>
  ({ repository }) =>
    repository.actions[kind];

const ofEnvironment =
  (kind: 'variables' | 'secrets'): Pick =>
  (request) =>
    environmentOf(request)[kind];

/** The sandbox has no organizations: theirs are none. */
const ofOrganization: Pick = () => new Map();

/** A run's token has no permission for names: only those who administer see them. */
export const namedValueRoutes: readonly Route[] = [
  list('/actions/variables', 'variables', ofRepository('variables')),
  list('/actions/organization-variables', 'variables', ofOrganization),
  list('/actions/secrets', 'secrets', ofRepository('secrets')),
  list('/actions/organization-secrets', 'secrets', ofOrganization),
  list(`${ENVIRONMENT}/variables`, 'variables', ofEnvironment('variables')),
  list(`${ENVIRONMENT}/secrets`, 'secrets', ofEnvironment('secrets')),
  { method: 'POST', path: '/actions/variables', needs: admin, handle: createVariable },
  { method: 'PUT', path: '/actions/secrets/:secret', needs: admin, handle: putSecret },
];

export function environmentOf({ repository, param }: ApiRequest): Environment {
  const environment = repository.actions.environments.get(param('environment'));
  if (!environment) throw notFound();
  return environment;
}

/** Ten a page unless asked for more; 30 variables at most, 100 secrets. */
function list(path: string, kind: 'variables' | 'secrets', pick: Pick): Route {
  const sizes = { usual: kind === 'variables' ? 10 : 30, most: kind === 'variables' ? 30 : 100 };
  const handle = (request: ApiRequest): Reply => {
    const all = [...pick(request)];
    const { items, headers } = cut(request.url, all, sizes);
    const shown = items.map(([name, { value, createdAt }]) => ({
      name,
      ...(kind === 'variables' ? { value } : {}),
      created_at: createdAt,
      updated_at: createdAt,
    }));
    return { status: 200, headers, body: { total_count: all.length, [kind]: shown } };
  };
  return { method: 'GET', path, needs: admin, handle };
}

function createVariable({ repository, body }: ApiRequest): Reply {
  const name = body.text('name').toUpperCase();
  if (repository.actions.variables.has(name)) {
    throw new ApiError(409, `Variable already exists.`);
  }
  repository.actions.variables.set(name, { value: body.text('value'), createdAt: timestamp() });
  return created({});
}

/** What is encrypted is not kept: nobody here could decrypt it. */
function putSecret({ repository, param, body }: ApiRequest): Reply {
  body.text('encrypted_value');
  body.text('key_id');
  const name = param('secret').toUpperCase();
  const isKnown = repository.actions.secrets.has(name);
  repository.actions.secrets.set(name, { value: '', createdAt: timestamp() });
  return isKnown ? { status: 204 } : created({});
}
