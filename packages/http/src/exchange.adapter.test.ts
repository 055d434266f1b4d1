import { loopbackServer } from '@release-train/testing/loopback-server';
import { loopbackSocket } from '@release-train/testing/loopback-socket';
import { describe, expect, it } from 'vitest';
import { exchange, type HttpRequest } from './exchange.ts';
import { fetchLikeIn } from './fetch-like.ts';
import { HttpError } from './http-error.ts';
import { jsonBody } from './json.ts';

async function failureOf(request: HttpRequest): Promise<HttpError> {
  const outcome = await exchange(request).then(
    () => new Error('it was answered'),
    (error: unknown) => error,
  );
  if (!(outcome instanceof HttpError)) throw outcome;
  expect(`${outcome.message}${outcome.hint}`).not.toMatch(/\n|hunter2|k3y/);
  return outcome;
}

const withSecrets = (url: string): string => `${url.replace('//', '//me:hunter2@')}/x?token=k3y`;

/** A port nobody listens on: one that was just given back. */
async function closedPort(): Promise<number> {
  await using server = await loopbackServer(() => {});
  return Number(new URL(server.url).port);
}

describe('an exchange', () => {
  it('sends method, headers and body and brings status, headers and bytes', async () => {
    await using server = await loopbackServer((_request, response) => {
      response.writeHead(201, { 'X-Mixed': 'Yes', 'Set-Cookie': ['a=1', 'b=2'] }).end('done');
    });
    const answer = await exchange({
      method: 'POST',
      url: `${server.url}/things?x=1`,
      headers: { authorization: 'Bearer t' },
      body: '{"a":1}',
    });
    expect(server.requests).toMatchObject([
      {
        method: 'POST',
        path: '/things?x=1',
        body: '{"a":1}',
        headers: { authorization: 'Bearer t' },
      },
    ]);
    expect(answer.status).toBe(201);
    expect(answer.headers).toMatchObject({ 'x-mixed': 'Yes', 'set-cookie': 'a=1, b=2' });
    expect(answer.body.toString()).toBe('done');
  });

  it.each([204, 302, 401, 404, 500])('takes %d for an answer', async (status) => {
    await using server = await loopbackServer((_request, response) => {
      response.writeHead(status, { location: '/elsewhere' }).end();
    });
    expect((await exchange({ method: 'GET', url: server.url })).status).toBe(status);
    expect(server.requests).toHaveLength(1);
  });

  it('names a refused connection', async () => {
    const port = await closedPort();
    const url = withSecrets(`http://127.0.0.1:${port}`);
    const error = await failureOf({ method: 'GET', url });
    expect(error.code).toBe('unreachable');
    expect(error.message).toBe(
      `GET http://127.0.0.1:${port}/x: no answer: connect ECONNREFUSED 127.0.0.1:${port}`,
    );
  });

  it('names every address it tried and failed', async () => {
    const port = await closedPort();
    const error = await failureOf({ method: 'GET', url: `http://[::1]:${port}/` });
    expect(error.message).toMatch(
      /^GET http:\/\/\[::1\]:\d+\/: no answer: connect E[A-Z]+ ::1:\d+/,
    );
  });

  it('names a host that does not exist', async () => {
    const error = await failureOf({ method: 'GET', url: 'http://nowhere.invalid/' });
    expect(error.message).toMatch(/no answer: getaddrinfo E[A-Z_]+ nowhere\.invalid$/);
  });

  it('names a connection that was reset', async () => {
    await using server = await loopbackServer((_request, response) => {
      response.socket?.resetAndDestroy();
    });
    const error = await failureOf({ method: 'PUT', url: withSecrets(server.url) });
    expect(error.message).toMatch(/^PUT http:\/\/127\.0\.0\.1:\d+\/x: no answer: .*ECONNRESET/);
  });

  it('does not take half an answer for one', async () => {
    await using server = await loopbackServer((_request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half', () => response.destroy());
    });
    expect((await failureOf({ method: 'GET', url: server.url })).code).toBe('unreachable');
  });

  it.each([
    ['never answers', () => {}],
    [
      'drips for ever',
      (response: { write(text: string): boolean }) => {
        response.write('drip');
      },
    ],
  ])('gives up on a server that %s', async (_name, act) => {
    await using server = await loopbackServer((_request, response) => act(response));
    const error = await failureOf({ method: 'GET', url: withSecrets(server.url), timeoutMs: 60 });
    expect(error.code).toBe('timeout');
    expect(error.message).toMatch(/no answer: no complete answer within 60 ms$/);
  });

  it('refuses an answer that is too large', async () => {
    await using server = await loopbackServer((_request, response) => {
      response.end('x'.repeat(2_000));
    });
    const error = await failureOf({ method: 'GET', url: server.url, mostBytes: 1_000 });
    expect(error.code).toBe('unreadable');
    expect(error.message).toMatch(/: 200: the answer is larger than 1000 bytes$/);
  });

  it('names an answer that is not HTTP', async () => {
    await using server = await loopbackSocket((socket) => socket.end('hello\r\n\r\n'));
    const error = await failureOf({ method: 'GET', url: `http://127.0.0.1:${server.port}/` });
    expect(error.message).toMatch(/no answer: Parse Error/);
  });
});

describe('a JSON body', () => {
  const request = { method: 'GET', url: 'https://api.test/x?token=k3y' };
  const answer = (body: string, status = 200) => ({
    status,
    headers: { 'content-type': 'text/html', 'retry-after': '3' },
    body: Buffer.from(body),
  });

  it('is parsed', () => {
    expect(jsonBody(request, answer('{"a":[1]}'))).toEqual({ a: [1] });
  });

  it.each([
    [200, 'unreadable'],
    [502, 'server-error'],
  ])('that is HTML under status %d is one line of code "%s"', (status, code) => {
    const act = () => jsonBody(request, answer('<html>\n<h1>Bad gateway</h1></html>', status));
    expect(act).toThrow(
      expect.objectContaining({
        code,
        retryAfterMs: 3_000,
        message: `GET https://api.test/x: ${status}: the answer is not JSON (text/html): Bad gateway`,
      }),
    );
  });
});

describe('the fetch that Octokit is given', () => {
  const fetchLike = fetchLikeIn({});

  it('has what Octokit reads of a response', async () => {
    await using server = await loopbackServer((request, response) => {
      response.writeHead(request.body === '' ? 404 : 200, { etag: '"1"' }).end('{"ok":true}');
    });
    const bad = await fetchLike(server.url);
    const good = await fetchLike(server.url, { method: 'POST', headers: { a: 'b' }, body: 'x' });
    expect([bad.ok, bad.status, good.ok, good.status]).toEqual([false, 404, true, 200]);
    expect(good.headers.get('etag')).toBe('"1"');
    expect(await good.json()).toEqual({ ok: true });
    expect(await good.text()).toBe('{"ok":true}');
    expect(Buffer.from(await good.arrayBuffer()).toString()).toBe('{"ok":true}');
    expect(server.requests.map(({ method }) => method)).toEqual(['GET', 'POST']);
  });
});
