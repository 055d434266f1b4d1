import type { ServerResponse } from 'node:http';
import { loopbackServer } from '@release-train/testing/loopback-server';
import { loopbackSocket } from '@release-train/testing/loopback-socket';
import { type BundleRun, runBundle } from '@release-train/testing/run-bundle';
import { describe, expect, it } from 'vitest';

const [oldSha, newSha] = ['0ld0000', 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678'];

/** One probe and its verdict, whatever it is. */
const once = {
  'allow-private': 'true',
  'consecutive-successes': '1',
  'stable-for': '0s',
  interval: '1s',
  timeout: '1s',
};

const check = (inputs: Record<string, string>): Promise<BundleRun> =>
  runBundle('health-check', { inputs });

/** The one red annotation, with its line breaks; nothing in the log looks like a stack trace. */
function errorOf({ exitCode, stdout, stderr }: BundleRun): string {
  expect(exitCode).toBe(1);
  expect(stderr).toBe('');
  expect(stdout).not.toMatch(/^\s+at .+:\d+:\d+/m);
  const errors = stdout.split('\n').filter((line) => line.startsWith('::error::'));
  expect(errors).toHaveLength(1);
  return errors[0]?.slice('::error::'.length).replaceAll('%0A', '\n').replaceAll('%25', '%') ?? '';
}

describe('the bundle of health-check', () => {
  it('is green for a healthy app, each probe over a connection of its own', async () => {
    await using server = await loopbackSocket((socket) => {
      socket.on('data', () => {
        const body = JSON.stringify({ ok: true, commit: newSha });
        socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
      });
    });
    const run = await check({
      url: `api=http://127.0.0.1:${server.port}/health`,
      'allow-private': 'true',
      'expect-json': 'ok: true',
      'expect-revision': newSha,
      'revision-from': 'json:$.commit',
      interval: '100ms',
      'stable-for': '200ms',
    });
    expect(run.stdout).toContain('api: after ');
    expect(run.exitCode).toBe(0);
    expect(run.outputs).toMatchObject({
      verdict: 'healthy',
      revision: newSha,
      'revision-proven': 'true',
    });
    expect(Number(run.outputs['attempts'])).toBeGreaterThanOrEqual(3);
    expect(server.sockets.length).toBeGreaterThanOrEqual(Number(run.outputs['attempts']));
    expect(JSON.parse(run.outputs['results'] ?? '')).toMatchObject([
      { name: 'api', healthy: true },
    ]);
    expect(run.summary).toMatch(/^### health-check: healthy\n/);
  });

  it('is red while the old container answers, however well, and sets its outputs', async () => {
    await using server = await loopbackServer((_request, response) => {
      response.end(JSON.stringify({ ok: true, commit: oldSha }));
    });
    const run = await check({
      ...once,
      url: `api=${server.url}`,
      'expect-json': 'ok: true',
      'expect-revision': newSha,
      'revision-from': 'json:$.commit',
    });
    expect(errorOf(run)).toMatch(
      /^unhealthy after \d+ms: api: revision: expected a1b2c3d4e5f6, the app shows 0ld0000\nIf the app only needs longer, /,
    );
    expect(run.outputs).toMatchObject({
      verdict: 'unhealthy',
      attempts: '1',
      revision: oldSha,
      'revision-proven': 'false',
    });
  });

  it('names all bad inputs in one message and probes nothing', async () => {
    await using server = await loopbackServer((_request, response) => response.end());
    const run = await check({
      url: `${server.url}\nhttps://me:hunter2@app.test`,
      headers: 'Bearer hunter2',
      'expect-status': '2xx',
      'expect-json': '{',
      'expect-revision': newSha,
      timeout: '5 minutes',
      'consecutive-successes': '0',
      redirects: 'None',
      'allow-private': 'yes',
    });
    const message = errorOf(run);
    expect(
      message.split('\n').map((line) => line.replace(/:\d{4,5}/, '').slice(0, 56)),
    ).toMatchInlineSnapshot(`
      [
        "9 inputs are wrong:",
        "- input "url" is "http://127.0.0.1 https://***@app.test"",
        "- input "headers" (secret, not shown) must be "Name: val",
        "- input "expect-status" is "2xx": must be a list of stat",
        "- input "expect-json" is "{": must be a YAML or JSON map",
        "- input "redirects" is "None": must be one of none, same",
        "- input "allow-private" is "yes": must be true or false",
        "- input "timeout" is "5 minutes": must be a duration suc",
        "- input "consecutive-successes" is "0": must be a whole ",
        "- input "revision-from" is required with "expect-revisio",
      ]
    `);
    expect(run.stdout.replaceAll(/^::add-mask::.*$/gm, '')).not.toContain('hunter2');
    expect(server.requests).toEqual([]);
    expect(run.outputs).toEqual({});
  });

  it('says that an address is missing, and that inputs contradict each other', async () => {
    expect(errorOf(await check({ url: '' }))).toMatch(/^input "url" is required but not set: /);
    const contradiction = await check({ url: 'https://app.test', timeout: '5s' });
    expect(errorOf(contradiction)).toMatch(
      /^input "timeout" is 5s, too short to see 3 good probes/,
    );
  });

  const answers = (status: number, body: string) => (response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'text/html', 'retry-after': '1' }).end(body);
  };
  it.each([
    ['401', answers(401, ''), 'unhealthy', 'status: expected 200-299, got 401'],
    ['403', answers(403, ''), 'unhealthy', 'status: expected 200-299, got 403'],
    ['404', answers(404, ''), 'unhealthy', 'status: expected 200-299, got 404'],
    ['422', answers(422, ''), 'unhealthy', 'status: expected 200-299, got 422'],
    ['429', answers(429, ''), 'inconclusive', 'status: the app answered 429 to the probe'],
    ['503', answers(503, ''), 'unhealthy', 'status: expected 200-299, got 503'],
    [
      'HTML',
      answers(200, '<h1>\n::error::no</h1>'),
      'unhealthy',
      'body: expected JSON, got "<h1> :\u200b:error::no</h1>"',
    ],
    [
      'a reset',
      (response: ServerResponse) => response.socket?.resetAndDestroy(),
      'unhealthy',
      'reset: ECONNRESET',
    ],
  ] as const)(
    'says %s in one line, without the query of the URL',
    async (...[, act, verdict, reason]) => {
      await using server = await loopbackServer((_request, response) => void act(response));
      const expectJson: Record<string, string> = reason.startsWith('body')
        ? { 'expect-json': 'ok: true' }
        : {};
      const run = await check({ ...once, ...expectJson, url: `${server.url}/h?token=k3y-value` });
      const [first = ''] = errorOf(run).split('\n');
      expect(first.replace(/\d+m?s/, 'N').replace(/:\d{4,5}/, '')).toBe(
        `${verdict} after N: 127.0.0.1/h: ${reason}`,
      );
      expect(run.outputs['verdict']).toBe(verdict);
      expect(run.stdout).not.toContain('k3y-value');
      expect(server.requests).toMatchObject([{ method: 'GET', path: '/h?token=k3y-value' }]);
    },
  );

  it('refuses a private address by name of the input that would allow it', async () => {
    await using server = await loopbackServer((_request, response) => response.end());
    const run = await check({ url: server.url });
    expect(errorOf(run)).toMatch(
      /address-blocked: 127\.0\.0\.1 is not a public address; set input "allow-private" to true/,
    );
    expect(run.outputs['verdict']).toBe('inconclusive');
    expect(server.requests).toEqual([]);
  });

  it('sends secret headers, masks them and shows none that an answer echoes', async () => {
    await using server = await loopbackServer((request, response) => {
      response.statusCode = 500;
      response.end(String(request.headers['x-key']));
    });
    const run = await check({
      ...once,
      url: server.url,
      headers: 'X-Key: k3y-value',
      'expect-body': 'ready',
    });
    expect(server.requests[0]?.headers['x-key']).toBe('k3y-value');
    expect(run.stdout).toContain('::add-mask::k3y-value');
    expect(errorOf(run)).toContain('got "***"');
    const unmasked = run.stdout.replaceAll(/^::add-mask::.*$/gm, '');
    expect(unmasked + run.summary + JSON.stringify(run.outputs)).not.toContain('k3y-value');
  });

  it('is green whatever it finds where it must never fail, with a warning', async () => {
    await using server = await loopbackServer((_request, response) => {
      response.writeHead(500).end();
    });
    const run = await check({ ...once, url: server.url, 'fail-on': 'never' });
    expect(run.exitCode).toBe(0);
    expect(run.outputs['verdict']).toBe('unhealthy');
    expect(run.stdout).toMatch(
      /^::warning::unhealthy after .*: status: expected 200-299, got 500/m,
    );
    expect(run.stdout).not.toContain('::error');
  });
});
