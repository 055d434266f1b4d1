import { readFileSync } from 'node:fs';
import { schema as published } from '@octokit/graphql-schema';
import type { GraphQLNamedType, GraphQLSchema } from 'graphql';
import { buildSchema, isEnumType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import { expect, it } from 'vitest';

// The published text declares a field twice; that is not what is tested here.
const github = buildSchema(published.idl, { assumeValid: true, assumeValidSDL: true });
const ours = buildSchema(readFileSync(new URL('./schema.graphql', import.meta.url), 'utf8'));

const names = (schema: GraphQLSchema) =>
  Object.keys(schema.getTypeMap()).filter((name) => !name.startsWith('__'));

/** `Type.field: Type!`, `Type.field(argument: Type)`, `Enum.VALUE`. */
function describeType(type: GraphQLNamedType | undefined): string[] {
  if (isEnumType(type)) return type.getValues().map(({ name }) => `${type.name}.${name}`);
  if (isInputObjectType(type)) {
    return Object.values(type.getFields()).map((each) => `${type.name}.${each.name}: ${each.type}`);
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).flatMap((field) => [
    `${type.name}.${field.name}: ${field.type}`,
    ...field.args.map((arg) => `${type.name}.${field.name}(${arg.name}: ${arg.type})`),
  ]);
}

it.each(names(ours))('%s has only what the published schema of GitHub has', (name) => {
  expect(names(github)).toContain(name);
  const real = new Set(describeType(github.getType(name)));
  expect(describeType(ours.getType(name)).filter((line) => !real.has(line))).toEqual([]);
});
