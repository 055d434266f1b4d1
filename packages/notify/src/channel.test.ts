import { readInputs } from '@release-train/action-kit';
import { FakeRunner } from '@release-train/testing/fake-runner';
import { describe, expect, it } from 'vitest';
import { notifyInput, parseChannel } from './channel.ts';

const token = '123456789:AAExampleExampleExample_-x';

describe('a channel', () => {
  it.each([
    ['https://hooks.slack.com/services/T0/B0/xyz', 'slack'],
    ['https://hooks.slack-gov.com/services/T0/B0/xyz', 'slack'],
    ['https://discord.com/api/webhooks/1/abc', 'discord'],
    ['https://ptb.discord.com/api/webhooks/1/abc', 'discord'],
    ['https://discordapp.com/api/webhooks/1/abc', 'discord'],
    ['https://discord.com/api/webhooks/1/abc/slack', 'slack'],
    ['https://hooks.slack.com.evil.example/services', 'json'],
    ['https://chat.example/hook?x=1', 'json'],
    ['http://127.0.0.1:8080/hook', 'json'],
    ['http://localhost/hook', 'json'],
    ['http://[::1]:1/hook', 'json'],
  ])('%s is of kind %s', (url, kind) => {
    expect(parseChannel(url)).toEqual({ kind, url: new URL(url).href });
  });

  it.each(['-1001234', '42', '@releases'])('of Telegram has a token and the chat %s', (chat) => {
    expect(parseChannel(`tgram://${token}/${chat}`)).toEqual({ kind: 'telegram', token, chat });
  });

  it.each([
    'http://chat.example/hook',
    'http://127.0.0.1.evil.example/hook',
    'ftp://chat.example',
    'hooks.slack.com/services/T0/B0/xyz',
    'tgram://123/42',
    `tgram://${token}`,
    `tgram://${token}/42/../x`,
    `tgram://${token}/a chat`,
  ])('is not made of %s', (text) => {
    expect(parseChannel(text)).toBeUndefined();
  });
});

describe('the input notify', () => {
  const contract = {
    name: 'x',
    description: 'x',
    inputs: { notify: notifyInput },
    outputs: {},
    permissions: {},
  };
  const slack = 'https://hooks.slack.com/services/T01/B01/abcdefghijklmnopqrstuvwx';
  const json = 'https://chat.example/in?key=0123456789abcdef';

  it('is a list, or nothing', () => {
    const given = new FakeRunner({ notify: `${slack}, ${json}\ntgram://${token}/42` });
    expect(readInputs(contract, given).notify?.map(({ kind }) => kind)).toEqual([
      'slack',
      'json',
      'telegram',
    ]);
    expect(readInputs(contract, new FakeRunner()).notify).toBeUndefined();
  });

  it('masks each channel, its path and its parts before it is parsed', () => {
    const runner = new FakeRunner({ notify: `${slack},${json},tgram://${token}/42,nonsense` });

    expect(() => readInputs(contract, runner)).toThrow(
      'input "notify" (secret, not shown) must be a list of Slack or Discord webhook URLs',
    );
    for (const part of [
      slack,
      json,
      token,
      token.split(':')[1],
      'abcdefghijklmnopqrstuvwx',
      '0123456789abcdef',
      '/services/T01/B01/abcdefghijklmnopqrstuvwx',
    ]) {
      expect(runner.masks).toContain(part);
    }
  });
});
