/**
 * Takes from GitHub's published REST description what the sandbox serves, as JSON Schema without
 * prose, and writes packages/sandbox/src/github/generated/openapi.json. Run by hand after a new route:
 *
 *   npm pack @octokit/openapi && tar xzf octokit-openapi-*.tgz
 *   node scripts/extract-openapi.ts package
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describedRoutes } from '../packages/sandbox/src/github/rest/routes.ts';
import { root } from './actions.ts';
import { correctDescription } from './openapi-corrections.ts';
import { closedSchemas, type Node } from './openapi-schemas.ts';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: Node;
}

const [folder] = process.argv.slice(2);
if (!folder) throw new Error('usage: node scripts/extract-openapi.ts <unpacked @octokit/openapi>');
const read = (path: string) => JSON.parse(readFileSync(join(folder, path), 'utf8'));
const description = read('generated/api.github.com.json');
const { name, version } = read('package.json');
correctDescription(description.components.schemas);
const schemas = closedSchemas(description.components.schemas);

const structure = (path: string): string => path.replaceAll(/\{[^}]*\}/g, '{}');
const published = new Map<string, { path: string; operation: Node }>();
for (const [path, methods] of Object.entries<Record<string, Node>>(description.paths)) {
  for (const [method, operation] of Object.entries(methods)) {
    published.set(`${method.toUpperCase()} ${structure(path)}`, { path, operation });
  }
}

const operations = Object.fromEntries(
  describedRoutes.map((route) => {
    const found = published.get(structure(route));
    if (!found) throw new Error(`${name} ${version} describes no "${route}"`);
    return [`${route.split(' ')[0]} ${found.path}`, operationOf(found.operation)];
  }),
);
const document = { source: `${name} ${version}`, operations, schemas: schemas.used() };
const target = join(root, 'packages/sandbox/src/github/generated/openapi.json');
writeFileSync(target, `${oneLineEach(document)}\n`);
console.log(
  `${describedRoutes.length} operations, ${Object.keys(document.schemas).length} schemas`,
);

function operationOf(operation: Node) {
  const given = (operation['parameters'] ?? []) as Node[];
  const parameters = given.map((each) => resolve(each) as unknown as Parameter);
  const query = parameters.filter((each) => each.in === 'query');
  const body = contentOf(operation['requestBody'] as Node | undefined);
  const responses = Object.entries(operation['responses'] as Record<string, Node>);
  return {
    id: operation['operationId'],
    query: Object.fromEntries(query.map((each) => [each.name, schemas.closed(each.schema)])),
    requiredQuery: query.filter((each) => each.required).map((each) => each.name),
    ...(body === undefined ? {} : { body: schemas.closed(body) }),
    responses: Object.fromEntries(
      responses.map(([status, response]) => [status, answerOf(status, resolve(response))]),
    ),
  };
}

/** Refusals say more than their description: `status` stands in each and is described in few. */
function answerOf(status: string, response: Node): Node | null {
  const schema = contentOf(response);
  if (schema === undefined) return null;
  return Number(status) < 400 ? schemas.closed(schema) : schemas.open(schema);
}

function contentOf(holder: Node | undefined): Node | undefined {
  const content = (holder?.['content'] ?? {}) as Record<string, { schema?: Node }>;
  return content['application/json']?.schema;
}

function resolve(node: Node): Node {
  const reference = node['$ref'];
  if (typeof reference !== 'string') return node;
  const [, , kind = '', key = ''] = reference.split('/');
  return description.components[kind][key];
}

/** One operation or schema a line: small, and a difference shows where it is. */
function oneLineEach({ source, operations, schemas }: typeof document): string {
  const table = (entries: object) =>
    Object.entries(entries)
      .map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`)
      .join(',\n');
  return `{"source":${JSON.stringify(source)},\n"operations":{\n${table(operations)}\n},\n"schemas":{\n${table(schemas)}\n}}`;
}
