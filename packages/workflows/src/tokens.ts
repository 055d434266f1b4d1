import {
  isBasicExpression,
  isBoolean,
  isMapping,
  isNumber,
  isSequence,
  isString,
} from '@actions/workflow-parser';
import type { TemplateContext } from '@actions/workflow-parser/templates/template-context';
import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/index';
import type { Template, TemplateMap } from './template.ts';
import type { ParseError } from './workflow.ts';

/** Keys of a mapping token, in file order; a token that is no mapping has none. */
export function entries(token: TemplateToken | undefined): ReadonlyMap<string, TemplateToken> {
  if (!token || !isMapping(token)) return new Map();
  return new Map([...token].map(({ key, value }) => [key.toString(), value]));
}

/** Line of each key of a mapping token. */
export function keyLines(token: TemplateToken | undefined): ReadonlyMap<string, number> {
  if (!token || !isMapping(token)) return new Map();
  return new Map([...token].map(({ key }) => [key.toString(), key.line ?? 0]));
}

export function toTemplate(token: TemplateToken): Template {
  if (isBasicExpression(token)) return { expression: token.expression, line: token.line ?? 0 };
  if (isString(token) || isNumber(token) || isBoolean(token)) return token.value;
  if (isSequence(token)) return [...token].map(toTemplate);
  if (isMapping(token)) return toTemplateMap(token);
  return null;
}

/** An absent mapping is an empty one. */
export const toTemplateMap = (token: TemplateToken | undefined): TemplateMap =>
  new Map([...entries(token)].map(([key, value]) => [key, toTemplate(value)]));

/** `{ [key]: template }` where the file has the value, nothing where it has not. */
export function optional<Key extends string>(
  key: Key,
  token: TemplateToken | undefined,
): { readonly [K in Key]?: Template } {
  // The computed key widens to `string`; it is exactly `Key`.
  return token ? ({ [key]: toTemplate(token) } as { [K in Key]: Template }) : {};
}

export const parseErrors = (context: TemplateContext): readonly ParseError[] =>
  context.errors.getErrors().map((error) => ({
    // YAML errors go on with a picture of the line.
    message: error.rawMessage.split('\n', 1).join('').replace(/:$/, ''),
    ...(error.range ? { line: error.range.start.line, column: error.range.start.column } : {}),
  }));
