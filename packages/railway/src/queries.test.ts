import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import * as orders from './orders.ts';
import * as queries from './queries.ts';

const schema = buildSchema(readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8'));

const operations = Object.entries(queries).flatMap(([name, query]): [string, string][] =>
  typeof query === 'string'
    ? [[name, query]]
    : [0, 1, 3].map((things) => [`${name} of ${things}`, query(things)]),
);

/** Nothing to ask for is not asked. */
const isAsked = ([name]: [string, string]): boolean =>
  name !== 'obstacles of 0' && name !== 'timelines of 0';

describe('every operation', () => {
  it.each([...operations.filter(isAsked), ...Object.entries(orders)])(
    'is valid against the published schema: %s',
    (_name, query) => {
      expect(validate(schema, parse(query)).map(({ message }) => message)).toEqual([]);
    },
  );

  it.each(operations.filter(isAsked))('only reads: %s', (_name, query) => {
    expect(parse(query).definitions).not.toContainEqual(
      expect.objectContaining({ operation: 'mutation' }),
    );
  });
});
