/** From the schemas of OpenAPI 3.0 to JSON Schema 2020-12 that knows null and refuses unknown fields. */
export interface Node {
  readonly [key: string]: unknown;
}

export interface Schemas {
  /** Refuses fields it does not name. */
  readonly closed: (schema: Node) => Node;
  readonly open: (schema: Node) => Node;
  /** Every component that was referred to. */
  readonly used: () => Record<string, Node>;
}

const KEPT = [
  'additionalProperties',
  'enum',
  'format',
  'items',
  'maxItems',
  'maxLength',
  'maximum',
  'minItems',
  'minLength',
  'minimum',
  'pattern',
  'properties',
  'required',
  'type',
] as const;

const PREFIX = '#/components/schemas/';

export function closedSchemas(components: Readonly<Record<string, Node>>): Schemas {
  const used = new Map<string, Node>();

  const refer = (name: string, closed: boolean): Node => {
    const key = closed ? name : `${name}+`;
    if (!used.has(key)) {
      used.set(key, {});
      used.set(key, convert(components[name] ?? missing(name), closed));
    }
    return { $ref: `#/schemas/${key}` };
  };

  const convert = (schema: Node, closed: boolean): Node => {
    const reference = schema['$ref'];
    if (typeof reference === 'string') return refer(reference.slice(PREFIX.length), closed);
    const combined = schema['allOf'] !== undefined || isMixed(schema);
    const plain = Object.fromEntries(
      KEPT.filter((key) => schema[key] !== undefined).map((key) => [
        key,
        convertKeyword(key, schema[key], closed),
      ]),
    );
    const rules = (['allOf', 'anyOf', 'oneOf'] as const).flatMap((key) => {
      const parts = schema[key] as readonly Node[] | undefined;
      if (!parts) return [];
      // `oneOf` is used where several fit: what GitHub means is any of them.
      const name = key === 'oneOf' ? 'anyOf' : key;
      return [[name, parts.map((part) => convert(part, closed && !combined))] as const];
    });
    const whole = { ...plain, ...Object.fromEntries(rules), ...limits(schema, closed, combined) };
    return nullable(loosenFormat(schema, whole), schema);
  };

  const convertKeyword = (key: string, value: unknown, closed: boolean): unknown => {
    if (key === 'items') return convert(value as Node, closed);
    if (key === 'additionalProperties') {
      return typeof value === 'boolean' ? value : convert(value as Node, closed);
    }
    if (key !== 'properties') return value;
    const fields = Object.entries(value as Record<string, Node>);
    return Object.fromEntries(fields.map(([name, field]) => [name, convert(field, closed)]));
  };

  return {
    closed: (schema) => convert(schema, true),
    open: (schema) => convert(schema, false),
    used: () => Object.fromEntries([...used].sort(([one], [other]) => (one < other ? -1 : 1))),
  };
}

function missing(name: string): never {
  throw new Error(`the description refers to a schema "${name}" that it does not have`);
}

/** Fields beside alternatives: only the whole knows all of its fields. */
const isMixed = (schema: Node): boolean =>
  schema['properties'] !== undefined &&
  (schema['anyOf'] !== undefined || schema['oneOf'] !== undefined);

function limits(schema: Node, closed: boolean, combined: boolean): Node {
  if (!closed || schema['additionalProperties'] !== undefined) return {};
  if (combined) return { unevaluatedProperties: false };
  return schema['properties'] === undefined ? {} : { additionalProperties: false };
}

/** A default of '' shows that the format holds only where there is something. */
function loosenFormat(schema: Node, converted: Node): Node {
  const { format, ...rest } = converted;
  return format === undefined || schema['default'] === '' ? rest : { ...rest, format };
}

function nullable(converted: Node, schema: Node): Node {
  if (schema['nullable'] !== true) return converted;
  const { type, enum: values } = converted;
  if (typeof type !== 'string') return { anyOf: [{ type: 'null' }, converted] };
  const wider = Array.isArray(values) ? { enum: [...values, null] } : {};
  return { ...converted, type: [type, 'null'], ...wider };
}
