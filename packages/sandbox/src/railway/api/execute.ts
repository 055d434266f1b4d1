import { readFileSync } from 'node:fs';
import {
  buildSchema,
  type DocumentNode,
  execute,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  getOperationAST,
  parse,
  validate,
} from 'graphql';
import { RailwayError } from './errors.ts';

const SCHEMA = new URL('../../../../railway/schema.graphql', import.meta.url);

export interface GraphQLRequest {
  readonly query: string;
  readonly operationName?: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface GraphQLAnswer {
  readonly status: 200 | 400;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Railway's published schema, the operations a client of ours may send. */
export const railwaySchema = (): GraphQLSchema => buildSchema(readFileSync(SCHEMA, 'utf8'));

/**
 * Executes one request: errors of parsing, validation and variables are HTTP 400, errors of
 * resolvers HTTP 200. https://github.com/railwayapp/docs/pull/1320
 */
export async function executeRequest(
  schema: GraphQLSchema,
  rootValue: unknown,
  { query, variables, operationName }: GraphQLRequest,
): Promise<GraphQLAnswer> {
  const document = parsed(query);
  if ('status' in document) return document;
  const invalid = validate(schema, document);
  if (invalid.length > 0) return rejected(invalid, 'GRAPHQL_VALIDATION_FAILED');
  if (getOperationAST(document, operationName)?.operation === 'subscription') {
    const refusal = new GraphQLError('not supported by the sandbox: subscriptions');
    return rejected([refusal], 'BAD_USER_INPUT');
  }
  const result = await execute({
    schema,
    document,
    rootValue,
    variableValues: variables,
    fieldResolver: resolveField,
    ...(operationName === undefined ? {} : { operationName }),
  });
  const { data, errors = [] } = result;
  if (data === undefined) return rejected(errors, 'BAD_USER_INPUT');
  return {
    status: 200,
    body: errors.length > 0 ? { errors: errors.map((error) => formatted(error)), data } : { data },
  };
}

/** The message of a request that is not GraphQL at all. */
export const badRequest = (message: string): GraphQLAnswer => ({
  status: 400,
  body: { errors: [{ message, extensions: { code: 'BAD_USER_INPUT' }, traceId: traceId() }] },
});

const resolveField: GraphQLFieldResolver<unknown, unknown> = (...[source, args, , info]) => {
  const field = `${info.parentType.name}.${info.fieldName}`;
  const fields = source as Readonly<Record<string, unknown>>; // Views are objects.
  const value = fields[info.fieldName];
  if (value === undefined) throw new RailwayError(`not supported by the sandbox: ${field}`);
  return typeof value === 'function' ? value(args) : value;
};

function parsed(query: string): DocumentNode | GraphQLAnswer {
  try {
    return parse(query);
  } catch (error) {
    return rejected([error as GraphQLError], 'GRAPHQL_PARSE_FAILED'); // parse throws only these.
  }
}

const rejected = (errors: readonly GraphQLError[], code: string): GraphQLAnswer => ({
  status: 400,
  body: { errors: errors.map((error) => formatted(error, code)) },
});

function formatted(error: GraphQLError, code?: string) {
  const { message, locations, path, originalError } = error;
  const own = originalError instanceof RailwayError ? originalError.code : 'INTERNAL_SERVER_ERROR';
  return {
    message,
    ...(locations ? { locations } : {}),
    ...(path ? { path } : {}),
    extensions: { code: code ?? own },
    traceId: traceId(),
  };
}

const traceId = (): string => String(process.hrtime.bigint());
