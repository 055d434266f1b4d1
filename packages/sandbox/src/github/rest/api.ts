/** The shape of the REST API: a table of routes, each naming the permission it needs. */
import type { Actor } from '../../ports.ts';
import type { PullRequest, Repository, World } from '../model.ts';
import type { Place } from '../payloads/commit-json.ts';
import type { Permission } from './authentication.ts';
import type { Fields } from './fields.ts';

export interface ApiRequest {
  readonly world: World;
  readonly actor: Actor;
  /** Repository of the path. */
  readonly repository: Repository;
  readonly place: Place;
  readonly body: Fields;
  readonly url: URL;
  param(name: string): string;
}

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** `administration` is not for tokens of runs: it takes an actor who is an admin. */
export type Need = `${Permission}:${'read' | 'write'}` | 'administration';

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/repos/:owner/:name`. */
  readonly path: string;
  /** One of these is enough. */
  readonly needs: readonly Need[];
  /** People who may only read may do this too. */
  readonly outsiders?: true;
  readonly handle: (request: ApiRequest) => Reply;
}

export const ok = (body: unknown): Reply => ({ status: 200, body });
export const created = (body: unknown): Reply => ({ status: 201, body });
export const noContent: Reply = { status: 204 };

/** A refusal in GitHub's shape: `{ message, errors?, documentation_url, status }`. */
export class ApiError extends Error {
  readonly status: number;
  readonly errors: readonly unknown[] | undefined;

  constructor(status: number, message: string, errors?: readonly unknown[]) {
    super(message);
    this.status = status;
    this.errors = errors;
  }

  body() {
    return {
      message: this.message,
      ...(this.errors === undefined ? {} : { errors: this.errors }),
      documentation_url: 'https://docs.github.com/rest',
      status: String(this.status),
    };
  }
}

export const notFound = (): ApiError => new ApiError(404, 'Not Found');

/** 422 for a field: `custom` carries a message, the others only a code. */
export const invalid = (
  resource: string,
  error: {
    field?: string;
    code: 'already_exists' | 'custom' | 'invalid' | 'missing_field';
    message?: string;
  },
): ApiError => new ApiError(422, 'Validation Failed', [{ resource, ...error }]);

export function pullOf(request: ApiRequest): PullRequest {
  const pull = request.repository.pulls.get(Number(request.param('number')));
  if (!pull) throw notFound();
  return pull;
}
