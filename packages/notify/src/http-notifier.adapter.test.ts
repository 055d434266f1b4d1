import { FakeClock } from '@release-train/testing/fake-clock';
import { FakeRunner } from '@release-train/testing/fake-runner';
import { type LoopbackServer, loopbackServer } from '@release-train/testing/loopback-server';
import { afterEach, describe, expect, it } from 'vitest';
import type { Channel } from './channel.ts';
import { httpNotifier } from './http-notifier.ts';
import type { Message } from './message.ts';
import { notifierSuite } from './notifier.suite.ts';

const secret = 'XXXXsecretXXXXsecretXXXX';
const token = `123456:${secret}`;
const message: Message = {
  severity: 'error',
  title: 'Release <1> & @everyone',
  lines: ['<!channel> *all*'],
  facts: [{ name: 'files', value: 'a_b.txt' }],
  link: { text: 'pull request #1', url: 'https://github.example/acme/shop/pull/1?a=1&b=2' },
};

notifierSuite('the HTTP notifier', async () => {
  const state = { refuses: false };
  const taken: [string[], string[]] = [[], []];
  const server = await loopbackServer(({ path, body }, response) => {
    const first = path.startsWith('/first');
    if (first && state.refuses) return void response.writeHead(404).end(`no ${path}`);
    taken[first ? 0 : 1].push(JSON.parse(body).title);
    response.end('ok');
  });
  const log = new FakeRunner();
  const channels = ['first', 'second'].map(
    (name): Channel => ({ kind: 'json', url: `${server.url}/${name}/${secret}` }),
  );
  return {
    notifier: httpNotifier(channels, { clock: new FakeClock(), log }),
    refuse: () => {
      state.refuses = true;
    },
    received: () => taken,
    warnings: log.log,
    secrets: [secret, server.url],
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
});

describe('the HTTP notifier', () => {
  const opened: LoopbackServer[] = [];
  const serve = async (...[answer]: Parameters<typeof loopbackServer>) => {
    const server = await loopbackServer(answer);
    opened.push(server);
    return server;
  };
  const ok = () => serve((_request, response) => void response.end('ok'));
  afterEach(async () => {
    for (const server of opened.splice(0)) await server[Symbol.asyncDispose]();
  });

  const tell = async (channels: readonly Channel[], telegramApi?: string, timeoutMs?: number) => {
    const log = new FakeRunner();
    const clock = new FakeClock();
    const notifier = httpNotifier(channels, {
      clock,
      log,
      ...(telegramApi ? { telegramApi } : {}),
      ...(timeoutMs ? { timeoutMs } : {}),
    });
    return { told: await notifier.tell(message), warnings: log.log, slept: clock.slept };
  };

  it('speaks mrkdwn to Slack', async () => {
    const server = await ok();
    await tell([{ kind: 'slack', url: `${server.url}/services/T/B/x` }]);

    const [request] = server.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/services/T/B/x' });
    expect(request?.headers['content-type']).toBe('application/json; charset=utf-8');
    const text = (words: string) => ({ type: 'mrkdwn', text: words, verbatim: true });
    expect(JSON.parse(request?.body ?? '')).toEqual({
      text: '🔴 Release &lt;1&gt; &amp; @\u200beveryone',
      blocks: [
        { type: 'section', text: text('*🔴 Release &lt;1&gt; &amp; @\u200beveryone*') },
        { type: 'section', text: text('&lt;!channel&gt; ∗all∗') },
        { type: 'section', fields: [text('*files*\na_b.txt')] },
        {
          type: 'section',
          text: text('<https://github.example/acme/shop/pull/1?a=1&amp;b=2|pull request #\u200b1>'),
        },
      ],
      unfurl_links: false,
      unfurl_media: false,
    });
  });

  it('speaks Markdown to Discord and lets it mention nobody', async () => {
    const server = await ok();
    await tell([{ kind: 'discord', url: `${server.url}/api/webhooks/1/x` }]);

    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual({
      embeds: [
        {
          title: '🔴 Release \\<1\\> \\& @\u200beveryone',
          description:
            '\\<\\!channel\\> \\*all\\*\n\n[pull request #\u200b1](https://github.example/acme/shop/pull/1?a=1&b=2)',
          url: 'https://github.example/acme/shop/pull/1?a=1&b=2',
          color: 0xcf222e,
          fields: [{ name: 'files', value: 'a\\_b.txt', inline: true }],
        },
      ],
      allowed_mentions: { parse: [] },
    });
  });

  it('speaks HTML to Telegram, at the bot of the token', async () => {
    const server = await ok();
    await tell([{ kind: 'telegram', token, chat: '-100' }], server.url);

    expect(server.requests[0]?.path).toBe(`/bot${token}/sendMessage`);
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual({
      chat_id: '-100',
      parse_mode: 'HTML',
      text: [
        '<b>🔴 Release &lt;1&gt; &amp; @\u200beveryone</b>',
        '&lt;!channel&gt; *all*\n\n<b>files:</b> a_b.txt',
        '<a href="https://github.example/acme/shop/pull/1?a=1&amp;b=2">pull request #\u200b1</a>',
      ].join('\n\n'),
      link_preview_options: { is_disabled: true },
    });
  });

  it('gives an endpoint of the user the message as it is', async () => {
    const server = await ok();
    await tell([{ kind: 'json', url: server.url }]);

    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual({
      source: 'release-train',
      ...message,
    });
  });

  it('sends no request where no channel is given', async () => {
    expect(await tell([])).toMatchObject({ told: { delivered: 0, failed: 0 }, warnings: [] });
  });

  it.each([
    ['the header', { 'retry-after': '3' }, '', 3_000],
    ["Discord's body", {}, '{"message":"You are being rate limited.","retry_after":0.65}', 650],
    ["Telegram's body", {}, '{"ok":false,"parameters":{"retry_after":2}}', 2_000],
  ])('waits once as asked in %s, and tells again', async (...[, headers, body, pauseMs]) => {
    const server = await serve((_request, response, count) => {
      if (count === 1) response.writeHead(429, headers).end(body);
      else response.end('ok');
    });

    const { told, warnings, slept } = await tell([{ kind: 'slack', url: server.url }]);

    expect([told.delivered, warnings, slept]).toEqual([1, [], [pauseMs]]);
    expect(server.requests).toHaveLength(2);
  });

  it('waits once only, and not for longer than ten seconds', async () => {
    const again = await serve((_request, response) => {
      response.writeHead(429, { 'retry-after': '1' }).end();
    });
    const long = await serve((_request, response) => {
      response.writeHead(429, { 'retry-after': '3600' }).end();
    });

    await tell([{ kind: 'slack', url: again.url }]);
    const { warnings, slept } = await tell([{ kind: 'slack', url: long.url }]);

    expect([again.requests.length, long.requests.length, slept]).toEqual([2, 1, []]);
    expect(warnings).toEqual([
      'warning: Slack refused the notification with 429: nobody was told there, the verdict stands',
    ]);
  });

  it('follows no redirect', async () => {
    const target = await ok();
    const server = await serve((_request, response) => {
      response.writeHead(302, { location: target.url }).end();
    });

    const { told } = await tell([{ kind: 'json', url: server.url }]);

    expect([told.failed, target.requests.length]).toEqual([1, 0]);
  });

  it.each([
    ['slack', 'no_service', ': no_service'],
    ['discord', '{"message":"Unknown Webhook","code":10015}', ': Unknown Webhook'],
    ['discord', '{"message":"\\n::error::x"}', ': :\u200b:error::x'],
    ['slack', `{"message":"bad ${secret}"}`, ''],
    ['slack', '<h1>proxy</h1>', ''],
    ['slack', 'null', ': null'],
    ['json', '{"message":"of the inside"}', ''],
  ] as const)('tells what %s says by %j, without a secret', async (kind, body, shown) => {
    const server = await serve((_request, response) => void response.writeHead(404).end(body));

    const { warnings } = await tell([{ kind, url: `${server.url}/hook/${secret}` }]);

    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(`refused the notification with 404${shown}: nobody was told`);
    expect(warnings[0]).not.toMatch(/secret|127\.0\.0\.1|\/hook/);
  });

  it('tells what Telegram says, without its token', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(400).end('{"ok":false,"description":"Bad Request: chat not found"}');
    });

    const { warnings } = await tell([{ kind: 'telegram', token, chat: '1' }], server.url);

    expect(warnings).toEqual([
      'warning: Telegram refused the notification with 400: Bad Request: chat not found: nobody was told there, the verdict stands',
    ]);
  });

  it('names no address where nobody answers', async () => {
    const gone = await loopbackServer(() => {});
    await gone[Symbol.asyncDispose]();
    const silent = await serve(() => {});

    const closed = await tell([{ kind: 'json', url: `${gone.url}/${secret}` }]);
    const late = await tell([{ kind: 'json', url: `${silent.url}/${secret}` }], undefined, 60);

    expect(closed.warnings).toEqual([
      'warning: the JSON endpoint could not be told: no readable answer (ECONNREFUSED): nobody was told there, the verdict stands',
    ]);
    expect(late.warnings[0]).toContain('could not be told: no answer in time');
    expect(silent.requests).toHaveLength(1);
  });

  it('says which of several channels was not told', async () => {
    const server = await ok();
    const bad = await serve((_request, response) => void response.writeHead(500).end());

    const { told, warnings } = await tell([
      { kind: 'json', url: server.url },
      { kind: 'slack', url: bad.url },
    ]);

    expect(told).toEqual({ delivered: 1, failed: 1 });
    expect(warnings[0]).toContain('(channel 2 of "notify")');
  });
});
