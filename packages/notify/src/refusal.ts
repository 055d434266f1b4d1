/** What a chat service says when it does not take a message. */
import { oneLine } from '@release-train/action-kit/text';
import { type HttpAnswer, retryAfter } from '@release-train/http';
import type { Channel } from './channel.ts';

const mostMs = 10_000;

/**
 * How long the service asks to wait before the one repetition; nothing where it does not ask, or
 * for longer than a notice is worth.
 */
export function retryInMs(answer: HttpAnswer): number | undefined {
  if (answer.status !== 429 && answer.status !== 503) return undefined;
  const retryAfterMs = retryAfter(answer).retryAfterMs ?? toldInBody(answer.body);
  return retryAfterMs !== undefined && retryAfterMs <= mostMs ? retryAfterMs : undefined;
}

/**
 * Seconds, in Discord's `retry_after` or Telegram's `parameters.retry_after`.
 * https://docs.discord.com/developers/topics/rate-limits
 * https://core.telegram.org/bots/api#responseparameters
 */
function toldInBody(body: Buffer): number | undefined {
  const told = /"retry_after"\s*:\s*(?<seconds>\d+(?:\.\d+)?)/.exec(body.toString('utf8'));
  const seconds = told?.groups?.['seconds'];
  return seconds === undefined ? undefined : Math.ceil(Number(seconds) * 1000);
}

/**
 * The service's own words, as far as it is known whose they are: an endpoint of the user's own may
 * answer with anything.
 */
export function serviceReason(channel: Channel, { body }: HttpAnswer): string {
  if (channel.kind === 'json') return '';
  const text = body.toString('utf8').slice(0, 2000);
  const words = oneLine(wordsOf(text), 120);
  const secrets = channel.kind === 'telegram' ? [channel.token] : secretsOf(channel.url);
  const isSafe = words !== '' && !secrets.some((secret) => words.includes(secret));
  return isSafe ? `: ${words}` : '';
}

const secretsOf = (url: string): string[] =>
  new URL(url).pathname.split('/').filter((part) => part.length >= 8);

/** Telegram's `description`, Discord's `message`, Slack's bare word; no page of a proxy. */
function wordsOf(text: string): string {
  if (/^[\w ]{1,80}$/.test(text)) return text;
  try {
    const { description, message }: { description?: unknown; message?: unknown } = JSON.parse(text);
    return [description, message].find((words) => typeof words === 'string') ?? '';
  } catch {
    return '';
  }
}
