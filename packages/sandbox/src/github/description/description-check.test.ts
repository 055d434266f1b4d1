import { describe, expect, it } from 'vitest';
import { describedRoutes } from '../rest/routes.ts';
import { descriptionCheck, type Exchange } from './description-check.ts';
import { readDescription } from './operations.ts';

const api = readDescription();
const check = descriptionCheck(api);

const ref = {
  ref: 'refs/heads/main',
  node_id: 'REF_1',
  url: 'http://127.0.0.1:1/api/v3/repos/acme/shop/git/refs/heads/main',
  object: { type: 'commit', sha: 'a'.repeat(40), url: 'http://127.0.0.1:1/x' },
};
const refs = '/repos/acme/shop/git/refs';
const create: Exchange = {
  method: 'POST',
  path: refs,
  query: {},
  requestBody: { ref: ref.ref, sha: ref.object.sha },
  status: 201,
  answer: ref,
};
const findings = (change: Partial<Exchange>) => check({ ...create, ...change });
const refusal = { message: 'Reference already exists', documentation_url: 'https://docs.test' };

it.each(describedRoutes)('%s stands in the extract', (route) => {
  const [method = '', path = ''] = route.split(' ');
  expect(api.find(method, path.replaceAll(/[{}]/g, ''))).toBeDefined();
});

it('prefers the operation that fixes more of the path', () => {
  const found = (path: string) => api.find('GET', `/repos/acme/shop${path}`)?.id;
  expect(found('/commits/release/1/pulls')).toBe('repos/get-commit');
  expect(found('/commits/abc/pulls')).toBe('repos/list-pull-requests-associated-with-commit');
  expect(found('/branches/a/b')).toBe('repos/get-branch');
  expect(found('')).toBe('repos/get');
});

describe('an answer', () => {
  it('as described passes', () => expect(findings({})).toEqual([]));

  it.each([
    ['a field nobody described', { ...ref, extra: 1 }, '"additionalProperty":"extra"'],
    ['a field left out', { ...ref, node_id: undefined }, '"missingProperty":"node_id"'],
    ['a field of another type', { ...ref, ref: 7 }, '/ref: must be string'],
    ['null where there is always a value', { ...ref, object: null }, '/object: must be object'],
    ['a date that is none', undefined, '201 has a body'],
  ])('with %s is found', (_case, answer, sentence) => {
    const [finding, ...others] = findings({ answer: answer && JSON.parse(JSON.stringify(answer)) });
    expect(finding).toContain(sentence);
    expect(finding).toContain(`POST ${refs} (git/create-ref)`);
    expect(others).toEqual([]);
  });

  it('may be null where the description says nullable, and a union of objects is closed too', () => {
    const path = '/repos/acme/shop/rules/branches/main';
    const rule = { type: 'deletion', ruleset_id: 1, ruleset_source: 'a/b' };
    const get = { method: 'GET', path, status: 200, requestBody: undefined };
    expect(findings({ ...get, answer: [{ ...rule, ruleset_source_type: 'Repository' }] })).toEqual(
      [],
    );
    expect(findings({ ...get, answer: [{ ...rule, shoe: 1 }] })).not.toEqual([]);
  });

  it('of an unknown status or operation is found', () => {
    expect(findings({ status: 202 })[0]).toContain('is never answered with 202');
    expect(findings({ path: '/repos/acme/shop/licence' })).toEqual([
      'POST /repos/acme/shop/licence is not in the description',
    ]);
  });

  it('that refuses names a message and where to read on', () => {
    expect(findings({ status: 422, answer: refusal })).toEqual([]);
    expect(findings({ status: 418, answer: { message: 'tea' } })[0]).toContain('documentation_url');
    expect(findings({ status: 501, answer: 'whatever' })).toEqual([]);
  });
});

describe('a request', () => {
  it('that is accepted may send only what is described', () => {
    const requestBody = { ...(create.requestBody as object), force: true };
    expect(findings({ requestBody })[0]).toContain('is sent /: must NOT have additional');
    expect(findings({ requestBody: { ref: ref.ref } })[0]).toContain('"missingProperty":"sha"');
    expect(findings({ query: { page: '1' } })[0]).toContain('"additionalProperty":"page"');
  });

  it('that is refused may be wrong in any way', () => {
    expect(findings({ requestBody: { nonsense: 1 }, status: 422, answer: refusal })).toEqual([]);
  });

  it('carries numbers as text', () => {
    const list = { method: 'GET', path: '/repos/acme/shop/pulls', status: 200, answer: [] };
    const asked = (query: Record<string, string>) =>
      findings({ ...list, requestBody: undefined, query });
    expect(asked({ per_page: '100', state: 'open' })).toEqual([]);
    expect(asked({ per_page: 'many' })[0]).toContain('/per_page: must be integer');
    expect(asked({ state: 'merged' })[0]).toContain('/state: must be equal to one of');
  });
});
