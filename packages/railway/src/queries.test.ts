import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import * as queries from './queries.ts';

const schema = buildSchema(readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8'));

const operations = Object.entries(queries).flatMap(([name, query]): [string, string][] =>
  typeof query === 'string'
    ? [[name, query]]
    : [0, 1, 3].map((services) => [`${name} of ${services}`, query(services)]),
);

describe('every operation', () => {
  it.each(operations.filter(([name]) => name !== 'obstacles of 0'))(
    'is valid against the published schema: %s',
    (_name, query) => {
      expect(validate(schema, parse(query)).map(({ message }) => message)).toEqual([]);
    },
  );

  it.each(operations)('only reads: %s', (_name, query) => {
    expect(parse(query).definitions).not.toContainEqual(
      expect.objectContaining({ operation: 'mutation' }),
    );
  });
});
