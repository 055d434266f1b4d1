import { expect, it } from 'vitest';
import { call, openTestBed } from './test-bed.ts';

it('counts every request of a login in its headers, together over its tokens', async () => {
  await using bed = await openTestBed();
  await bed.api('GET', '');
  const { headers } = await bed.api('GET', '/nowhere/at/all');
  const told = (name: string) => headers.get(`x-ratelimit-${name}`);
  expect([told('limit'), told('used'), told('remaining'), told('resource')]).toEqual([
    '5000',
    '2',
    '4998',
    'core',
  ]);
  expect(Number(told('reset')) * 1000).toBeGreaterThan(Date.now());
  const run = () => bed.github.issueRunToken('acme/shop', {});
  await bed.api('GET', '', { token: run() });
  const second = await bed.api('GET', '', { token: run() });
  expect(second.headers.get('x-ratelimit-limit')).toBe('1000');
  expect(second.headers.get('x-ratelimit-used')).toBe('2');
  const url = `${bed.github.urls.api}/rate_limit`;
  const uncounted = await call({ method: 'GET', url, token: bed.ada });
  expect(uncounted.body).toMatchObject({ rate: { limit: 5000, used: 2, remaining: 4998 } });
});

it('refuses when the hour is used up, and says so in GraphQL with 200', async () => {
  await using bed = await openTestBed({}, { limits: { perHour: 1 } });
  expect((await bed.api('GET', '')).headers.get('x-ratelimit-remaining')).toBe('0');
  const refused = await bed.api('GET', '');
  expect(refused.status).toBe(403);
  expect(refused.body['message']).toMatch(/^API rate limit exceeded for user ID \d+\.$/);
  expect(refused.headers.get('x-ratelimit-remaining')).toBe('0');
  expect(refused.headers.get('retry-after')).toBeNull();
  expect(await bed.graphql('{ viewer { login } }')).toMatchObject({
    errors: [{ type: 'RATE_LIMIT' }],
  });
  expect((await bed.api('GET', '', { token: bed.bob })).status).toBe(200);
});

it('refuses more writes in a minute than may be, and says how long to wait', async () => {
  await using bed = await openTestBed({}, { limits: { writesPerMinute: 2 } });
  const write = (name: string) => bed.api('POST', '/labels', { body: { name } });
  expect([(await write('a')).status, (await write('b')).status]).toEqual([201, 201]);
  const refused = await write('c');
  expect(refused).toMatchObject({
    status: 403,
    body: { message: expect.stringContaining('You have exceeded a secondary rate limit') },
  });
  const wait = Number(refused.headers.get('retry-after'));
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(60);
  expect((await bed.api('GET', '/labels')).body).toHaveLength(2);
});
