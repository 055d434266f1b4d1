import { describe, expect, it } from 'vitest';
import { HttpError, publicUrl } from './http-error.ts';
import { retryAfter } from './json.ts';

const url = 'https://me:hunter2@api.test/repos/o/r?token=k3y#x';

const errorFor = (status: number, reason = 'Bad credentials'): HttpError =>
  new HttpError({ method: 'GET', url, status, reason });

describe('an HTTP error', () => {
  it.each([
    [0, 'unreachable', /address is right/],
    [301, 'invalid', /refused/],
    [401, 'unauthorized', /check the secret/],
    [403, 'forbidden', /`permissions:` of the job/],
    [404, 'not-found', /may not see it/],
    [422, 'invalid', /see the reason/],
    [429, 'rate-limited', /run less often/],
    [500, 'server-error', /later/],
    [503, 'server-error', /later/],
  ])('of status %d is "%s" and says what to do', (status, code, hint) => {
    const error = errorFor(status);
    expect(error.code).toBe(code);
    expect(error.hint).toMatch(hint);
    expect(error.status).toBe(status);
  });

  it('is one line with method, URL without secrets, status and reason', () => {
    expect(errorFor(401).message).toBe('GET https://api.test/repos/o/r: 401: Bad credentials');
    expect(errorFor(0, 'connect ECONNREFUSED').message).toBe(
      'GET https://api.test/repos/o/r: no answer: connect ECONNREFUSED',
    );
  });

  it('keeps a hostile reason on its line', () => {
    expect(errorFor(500, 'a\n::error::b').message).toMatch(/500: a :\u200b:error::b$/);
  });

  it('says so where the service gives no reason', () => {
    expect(errorFor(500, '').message).toMatch(/500: no reason given$/);
  });

  it('keeps its cause', () => {
    const cause = new Error('low');
    expect(new HttpError({ method: 'GET', url, status: 0, reason: 'x', cause }).cause).toBe(cause);
  });
});

it('an unreadable URL is not quoted', () => {
  expect(publicUrl('https://me:hunter2@')).toBe('(unreadable URL)');
});

describe('Retry-After', () => {
  it.each([
    ['7', { retryAfterMs: 7_000 }],
    ['0', { retryAfterMs: 0 }],
    ['-1', {}],
    ['Wed, 21 Oct 2026 07:28:00 GMT', {}],
  ])('of %j is %j', (value, expected) => {
    const answer = { status: 429, headers: { 'retry-after': value }, body: Buffer.from('') };
    expect(retryAfter(answer)).toEqual(expected);
  });

  it('is nothing where it is absent', () => {
    expect(retryAfter({ status: 429, headers: {}, body: Buffer.from('') })).toEqual({});
  });
});
