/**
 * Values as a workflow file states them: literals, and expressions not yet evaluated. Mappings are
 * Maps, so that an expression is the only plain object.
 */
export type Template =
  | string
  | number
  | boolean
  | null
  | Expression
  | readonly Template[]
  | TemplateMap;

export type TemplateMap = ReadonlyMap<string, Template>;

/** `${{ expression }}`; text around it is already folded into a `format(…)` call by the parser. */
export interface Expression {
  readonly expression: string;
  /** One-based line in the file. */
  readonly line: number;
}

/** What an expression evaluates to: plain JSON. */
export type Data =
  | null
  | boolean
  | number
  | string
  | readonly Data[]
  | { readonly [key: string]: Data };

export type DataMap = { readonly [key: string]: Data };

export const isMap = (value: Template | undefined): value is TemplateMap => value instanceof Map;

export const isList = (value: Template | undefined): value is readonly Template[] =>
  Array.isArray(value);

export const isExpression = (value: Template | undefined): value is Expression =>
  typeof value === 'object' && value !== null && !isMap(value) && !isList(value);

/** Every expression inside a value, depth first. */
export function expressionsIn(value: Template | undefined): readonly Expression[] {
  if (isExpression(value)) return [value];
  if (isMap(value)) return [...value.values()].flatMap(expressionsIn);
  if (isList(value)) return value.flatMap(expressionsIn);
  return [];
}
