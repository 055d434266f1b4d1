/** Holds an exchange against GitHub's description of it. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { DescribedApi, Operation, Schema } from './operations.ts';

export interface Exchange {
  readonly method: string;
  /** Below the API's root, as sent. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Undefined where none was sent. */
  readonly requestBody?: unknown;
  readonly status: number;
  /** Undefined where none was answered. */
  readonly answer?: unknown;
}

/** What an exchange does that GitHub's description does not allow, one sentence each. */
export type DescriptionCheck = (exchange: Exchange) => readonly string[];

export function descriptionCheck(
  api: DescribedApi,
  { judgesRequests = true } = {},
): DescriptionCheck {
  const validator = lazyValidator(api.schemas);
  return (exchange) => {
    const { method, path, status } = exchange;
    // The sandbox's own refusals, and its own faults: neither claims to be GitHub's.
    if (status === 501 || status === 500) return [];
    const operation = api.find(method, path);
    const name = `${method} ${path}`;
    if (!operation) return status === 404 ? [] : [`${name} is not in the description`];
    const findings = [
      ...answerFindings(validator, operation, exchange),
      // What GitHub refuses may be wrong in any way; what the sandbox accepts may not.
      ...(judgesRequests && status < 400 ? requestFindings(validator, operation, exchange) : []),
    ];
    return findings.map((finding) => `${name} (${operation.id}) ${finding}`);
  };
}

type Find = (schema: Schema, value: unknown) => readonly string[];

function answerFindings(find: Find, { responses }: Operation, exchange: Exchange): string[] {
  const { status, answer } = exchange;
  const schema = responses[status];
  if (schema === undefined && status < 400) return [`is never answered with ${status}`];
  const expected = status < 400 ? schema : (schema ?? REFUSAL);
  if (!expected) return answer === undefined ? [] : [`${status} has no body`];
  if (answer === undefined) return [`${status} has a body`];
  return find(expected, answer).map((finding) => `answers ${status} with ${finding}`);
}

/** https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api */
const REFUSAL: Schema = {
  type: 'object',
  properties: { message: { type: 'string' }, documentation_url: { type: 'string' } },
  required: ['message', 'documentation_url'],
};

function requestFindings(find: Find, operation: Operation, exchange: Exchange): string[] {
  const { query, requestBody } = exchange;
  const parameters: Schema = {
    type: 'object',
    properties: operation.query,
    required: operation.requiredQuery,
    additionalProperties: false,
  };
  const body =
    operation.body === undefined
      ? extraBody(requestBody)
      : find(operation.body, requestBody ?? {}).map((finding) => `is sent ${finding}`);
  const sent = Object.fromEntries(
    Object.entries(query).map(([name, text]) => [name, readScalar(operation.query[name], text)]),
  );
  return [...body, ...find(parameters, sent).map((finding) => `is asked with ${finding}`)];
}

const extraBody = (body: unknown): string[] =>
  body === undefined || JSON.stringify(body) === '{}' ? [] : ['is sent a body and takes none'];

/** Every query parameter travels as text. */
function readScalar(schema: Schema | undefined, text: string): unknown {
  if (schema?.['type'] === 'integer' && /^\d+$/.test(text)) return Number(text);
  if (schema?.['type'] === 'boolean' && /^(true|false)$/.test(text)) return text === 'true';
  return text;
}

/** Compiles a schema when it is first met; most runs meet a dozen. */
function lazyValidator(schemas: DescribedApi['schemas']): Find {
  const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: true });
  formats(ajv);
  ajv.addFormat('repo.nwo', /^[^/]+\/[^/]+$/);
  ajv.addFormat('int64', { type: 'number', validate: Number.isSafeInteger });
  ajv.addSchema({ $id: 'https://github.test/', schemas });
  const compiled = new Map<Schema, ValidateFunction>();
  return (schema, value) => {
    const absolute = compiled.get(schema) ?? ajv.compile(withBase(schema));
    compiled.set(schema, absolute);
    if (absolute(value)) return [];
    return (absolute.errors ?? []).map(
      ({ instancePath, message, params }) =>
        `${instancePath || '/'}: ${message} ${JSON.stringify(params)}`,
    );
  };
}

const withBase = (schema: Schema): Schema =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/schemas/', '"https://github.test/#/schemas/'));
