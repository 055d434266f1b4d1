/** The operations of GitHub's REST API that the sandbox serves, as GitHub describes them. */
import { readFileSync } from 'node:fs';

export type Schema = Readonly<Record<string, unknown>>;

export interface Operation {
  /** `pulls/create`. */
  readonly id: string;
  readonly query: Readonly<Record<string, Schema>>;
  readonly requiredQuery: readonly string[];
  readonly body?: Schema;
  /** By status; null where there is no body. */
  readonly responses: Readonly<Record<string, Schema | null>>;
}

interface Description {
  readonly operations: Readonly<Record<string, Operation>>;
  readonly schemas: Readonly<Record<string, Schema>>;
}

export interface DescribedApi {
  readonly schemas: Description['schemas'];
  /** `path` below the API's root, as sent. */
  find(method: string, path: string): Operation | undefined;
}

/** Made by scripts/extract-openapi.ts. */
const file = new URL('../generated/openapi.json', import.meta.url);

export function readDescription(): DescribedApi {
  const { operations, schemas } = JSON.parse(readFileSync(file, 'utf8')) as Description;
  const patterns = Object.entries(operations)
    .map(([route, operation]) => ({ ...patternOf(route), operation }))
    .sort((one, other) => other.fixedParts - one.fixedParts);
  return {
    schemas,
    find: (method, path) =>
      patterns.find((each) => each.method === method && each.pattern.test(path))?.operation,
  };
}

/** The last parameter may hold slashes: branches, refs and paths do. */
function patternOf(route: string) {
  const [method = '', path = ''] = route.split(' ');
  const parts = path.split('/');
  const sources = parts.map((part, at) => {
    if (!part.startsWith('{')) return part;
    return at === parts.length - 1 ? '.*' : '[^/]+';
  });
  const fixedParts = parts.filter((part) => !part.startsWith('{')).length;
  return { method, fixedParts, pattern: new RegExp(`^${sources.join('/')}$`) };
}
