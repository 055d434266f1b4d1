import { expect, it } from 'vitest';
import { closedSchemas } from './openapi-schemas.ts';

const text = { type: 'string' };
const components = {
  person: { type: 'object', description: 'prose', properties: { name: text }, required: ['name'] },
  chain: { type: 'object', properties: { next: { $ref: '#/components/schemas/chain' } } },
};
const person = { $ref: '#/components/schemas/person' };
const schemas = closedSchemas(components);

it('drops prose and refuses fields that nobody named', () => {
  expect(schemas.closed({ type: 'object', title: 'x', properties: { a: text } })).toEqual({
    type: 'object',
    properties: { a: text },
    additionalProperties: false,
  });
  expect(schemas.open({ type: 'object', properties: { a: text } })).toEqual({
    type: 'object',
    properties: { a: text },
  });
});

it.each([
  ['a plain type', { type: 'string', nullable: true }, { type: ['string', 'null'] }],
  [
    'a list of values',
    { type: 'string', enum: ['a'], nullable: true },
    { type: ['string', 'null'], enum: ['a', null] },
  ],
  ['a union', { anyOf: [text], nullable: true }, { anyOf: [{ type: 'null' }, { anyOf: [text] }] }],
])('lets null be where %s is nullable', (_case, schema, expected) => {
  expect(schemas.closed(schema)).toEqual(expected);
});

it('closes parts that belong together as a whole, and alternatives each', () => {
  expect(schemas.closed({ allOf: [person] })).toEqual({
    allOf: [{ $ref: '#/schemas/person+' }],
    unevaluatedProperties: false,
  });
  expect(schemas.closed({ oneOf: [person, text] })).toEqual({
    anyOf: [{ $ref: '#/schemas/person' }, text],
  });
  expect(schemas.used()['person']).toMatchObject({ additionalProperties: false });
  expect(schemas.used()['person+']).not.toHaveProperty('additionalProperties');
});

it('keeps a format only where there is always a value, and comes to an end in circles', () => {
  const uri = { type: 'string', format: 'uri' };
  expect(schemas.closed({ ...uri, default: '' })).toEqual(text);
  expect(schemas.closed(uri)).toEqual(uri);
  schemas.closed({ $ref: '#/components/schemas/chain' });
  expect(schemas.used()['chain']).toMatchObject({
    properties: { next: { $ref: '#/schemas/chain' } },
  });
  expect(() => schemas.closed({ $ref: '#/components/schemas/nobody' })).toThrow(/"nobody"/);
});
