import { oneLine } from '@release-train/action-kit/text';
import { exchange, type HttpAnswer, HttpError } from '@release-train/http';
import type { Clock } from '@release-train/polling';
import { type Channel, nameOf } from './channel.ts';
import { discordBody } from './discord.ts';
import { jsonBody } from './json.ts';
import { type TidyMessage, tidy } from './message.ts';
import type { Notifier } from './notifier.ts';
import { retryInMs, serviceReason } from './refusal.ts';
import { slackBody } from './slack.ts';
import { telegramBody } from './telegram.ts';

interface Options {
  readonly clock: Pick<Clock, 'sleep'>;
  readonly log: { warning(line: string): void };
  /** Where Telegram's bots live. */
  readonly telegramApi?: string;
  /** Real milliseconds for one request. Default 5 s: nobody's release waits for a chat. */
  readonly timeoutMs?: number;
}

/**
 * Tells channels over HTTP, all at once and independent of each other. Follows no redirect, repeats
 * only what the service refused with a `Retry-After` of at most ten seconds: a request without an
 * answer may have been delivered.
 */
export const httpNotifier = (
  channels: readonly Channel[] | undefined,
  options: Options,
): Notifier => ({
  tell: async (message) => {
    const tidied = tidy(message);
    const problems = await Promise.all(
      (channels ?? []).map((channel) => deliver(channel, tidied, options)),
    );
    const failed = problems.flatMap((problem, index) =>
      problem === undefined ? [] : [{ problem, index }],
    );
    for (const { problem, index } of failed) {
      const place = problems.length > 1 ? ` (channel ${index + 1} of "notify")` : '';
      options.log.warning(`${problem}${place}: nobody was told there, the verdict stands`);
    }
    return { delivered: problems.length - failed.length, failed: failed.length };
  },
});

/** What went wrong, or nothing. Names neither address nor token. */
async function deliver(
  channel: Channel,
  message: TidyMessage,
  options: Options,
): Promise<string | undefined> {
  const name = nameOf[channel.kind];
  try {
    const first = await send(channel, message, options);
    const pauseMs = retryInMs(first);
    if (pauseMs !== undefined) await options.clock.sleep(pauseMs);
    const answer = pauseMs === undefined ? first : await send(channel, message, options);
    if (answer.status >= 200 && answer.status < 300) return undefined;
    return `${name} refused the notification with ${answer.status}${serviceReason(channel, answer)}`;
  } catch (error) {
    return `${name} could not be told: ${reasonOf(error)}`;
  }
}

function send(channel: Channel, message: TidyMessage, options: Options): Promise<HttpAnswer> {
  const { url, body } = requestOf(channel, message, options.telegramApi);
  return exchange({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: Buffer.from(JSON.stringify(body)),
    timeoutMs: options.timeoutMs ?? 5_000,
    mostBytes: 64 * 1024,
  });
}

function requestOf(
  channel: Channel,
  message: TidyMessage,
  telegramApi = 'https://api.telegram.org',
): { readonly url: string; readonly body: unknown } {
  switch (channel.kind) {
    case 'slack':
      return { url: channel.url, body: slackBody(message) };
    case 'discord':
      return { url: channel.url, body: discordBody(message) };
    case 'json':
      return { url: channel.url, body: jsonBody(message) };
    case 'telegram': {
      const url = `${telegramApi}/bot${channel.token}/sendMessage`;
      return { url, body: telegramBody(message, channel.chat) };
    }
    default:
      return channel satisfies never;
  }
}

/** An error's own message holds the URL, which is the secret. */
function reasonOf(error: unknown): string {
  if (!(error instanceof HttpError)) return 'the request could not be made';
  const cause = error.cause;
  const code =
    cause instanceof Error && 'code' in cause ? ` (${oneLine(String(cause.code), 40)})` : '';
  return `${error.code === 'timeout' ? 'no answer in time' : 'no readable answer'}${code}`;
}
