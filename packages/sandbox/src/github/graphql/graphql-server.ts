/** `/api/graphql`: the given document against our part of GitHub's schema; the rest is refused. */
import { readFileSync } from 'node:fs';
import type { GraphQLError } from 'graphql';
import { buildSchema, graphql } from 'graphql';
import type { Context, Hono } from 'hono';
import type { World } from '../model.ts';
import { carryOutAutoMerges } from '../operations/auto-merge.ts';
import { ApiError } from '../rest/api.ts';
import { readFields } from '../rest/fields.ts';
import type { Env } from '../rest/request-log.ts';
import { authenticate } from '../rest/rest-server.ts';
import { mutations } from './mutations.ts';
import { queries } from './queries.ts';
import type { Session } from './session.ts';

const text = readFileSync(new URL('./schema.graphql', import.meta.url), 'utf8');

export function mountGraphql(app: Hono<Env>, world: World): void {
  const schema = buildSchema(text);
  const rootValue = { ...queries, ...mutations };
  app.post('/api/graphql', async (c) => {
    const contextValue: Session = { world, ...authenticate(c, world) };
    const { query, variableValues } = await readRequest(c);
    const result = await graphql({
      schema,
      source: query,
      rootValue,
      contextValue,
      variableValues,
    });
    carryOutAutoMerges(world);
    const errors = result.errors?.map(errorJson);
    const data = result.data === undefined ? {} : { data: result.data };
    return c.json({ ...(errors && { errors }), ...data });
  });
}

async function readRequest(c: Context<Env>) {
  const fields = readFields(await c.req.json().catch(unreadable));
  const variables = fields.raw('variables') ?? {};
  if (typeof variables !== 'object') throw new ApiError(400, 'Variables should be a JSON object');
  return { query: fields.text('query'), variableValues: { ...variables } };
}

function unreadable(): never {
  throw new ApiError(400, 'Problems parsing JSON');
}

/** GitHub puts the kind of error beside its message: NOT_FOUND, FORBIDDEN, UNPROCESSABLE. */
function errorJson(error: GraphQLError) {
  const { message, path, locations, extensions } = error.toJSON();
  const type = extensions?.['type'];
  return { ...(type ? { type } : {}), path, locations, message };
}
