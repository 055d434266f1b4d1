/** `/api/graphql`: the given document against our part of GitHub's schema; the rest is refused. */
import { readFileSync } from 'node:fs';
import type { GraphQLError } from 'graphql';
import { buildSchema, graphql } from 'graphql';
import type { Context, Hono } from 'hono';
import type { World } from '../model.ts';
import { carryOutAutoMerges } from '../operations/auto-merge.ts';
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
    const { query, variables } = await readRequest(c);
    const variableValues = variables ?? {};
    const result = await graphql({
      schema,
      source: query,
      rootValue,
      contextValue,
      variableValues,
    });
    carryOutAutoMerges(world);
    const errors = result.errors?.map(errorJson);
    return c.json({ ...(errors ? { errors } : {}), data: result.data ?? null });
  });
}

async function readRequest(c: Context<Env>) {
  const body = (await c.req.json()) as { query?: unknown; variables?: Record<string, unknown> };
  return { query: String(body.query ?? ''), variables: body.variables };
}

/** GitHub puts the kind of error beside its message: NOT_FOUND, FORBIDDEN, UNPROCESSABLE. */
function errorJson(error: GraphQLError) {
  const { message, path, locations, extensions } = error.toJSON();
  const type = extensions?.['type'];
  return { ...(type ? { type } : {}), path, locations, message };
}
