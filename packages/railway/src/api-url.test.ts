import { expect, it } from 'vitest';
import { railwayApiUrl } from './api-url.ts';

it.each([
  [{}, 'https://backboard.railway.com/graphql/v2'],
  [{ RAILWAY_API_URL: '' }, 'https://backboard.railway.com/graphql/v2'],
  [{ RAILWAY_API_URL: 'http://127.0.0.1:1/graphql/v2' }, 'http://127.0.0.1:1/graphql/v2'],
])('the address from %j is %s', (env, url) => {
  expect(railwayApiUrl(env).href).toBe(url);
});

it.each(['backboard', 'ftp://backboard.railway.com'])('refuses "%s"', (text) => {
  expect(() => railwayApiUrl({ RAILWAY_API_URL: text })).toThrow(
    `the variable RAILWAY_API_URL is "${text}", not an http(s) URL`,
  );
});
