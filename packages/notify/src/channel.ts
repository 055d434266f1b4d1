import { inputType, splitList } from '@release-train/action-kit';

/** Where a message goes. Every part of it but its kind is a secret. */
export type Channel =
  | { readonly kind: 'slack' | 'discord' | 'json'; readonly url: string }
  | { readonly kind: 'telegram'; readonly token: string; readonly chat: string };

/** As people say it, in warnings. */
export const nameOf: Readonly<Record<Channel['kind'], string>> = {
  slack: 'Slack',
  discord: 'Discord',
  telegram: 'Telegram',
  json: 'the JSON endpoint',
};

// https://core.telegram.org/bots/api#authorizing-your-bot
const telegram = /^tgram:\/\/(?<token>\d+:[\w-]{16,})\/(?<chat>-?\d+|@\w+)\/?$/;

/** `undefined` for what is none of the accepted forms. */
export function parseChannel(text: string): Channel | undefined {
  const bot = telegram.exec(text)?.groups;
  if (bot) return { kind: 'telegram', token: bot['token'] ?? '', chat: bot['chat'] ?? '' };
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !isSafe(url)) return undefined;
  return { kind: kindOf(url), url: url.href };
}

/** Plain HTTP would show the secret to everybody on the way, unless there is no way. */
const isSafe = ({ protocol, hostname }: URL): boolean =>
  protocol === 'https:' ||
  (protocol === 'http:' && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname));

function kindOf({ hostname, pathname }: URL): 'slack' | 'discord' | 'json' {
  if (/^hooks\.slack(-gov)?\.com$/.test(hostname)) return 'slack';
  const isDiscord = /^((ptb|canary)\.)?discord(app)?\.com$/.test(hostname);
  // Discord takes Slack's form too, under this path.
  if (isDiscord && pathname.endsWith('/slack')) return 'slack';
  return isDiscord ? 'discord' : 'json';
}

const Channels = inputType(
  'a list of Slack or Discord webhook URLs, https URLs of your own or tgram://TOKEN/CHAT',
  (text) => {
    const channels = splitList(text).map(parseChannel);
    const known = channels.filter((channel) => channel !== undefined);
    return known.length === channels.length ? known : undefined;
  },
);

/** What of a list of channels may come back alone: each item, its path, its long parts. */
export function secretPartsOf(text: string): readonly string[] {
  return splitList(text).flatMap((item) => {
    const parts = item.split(/[/?&=#@:]/).filter((part) => part.length >= 16);
    const token = /^tgram:\/\/(?<token>[^/]+)/.exec(item)?.groups?.['token'];
    const path = URL.canParse(item) ? new URL(item).pathname : '';
    return [item, ...parts, ...(token ? [token] : []), ...(path.length >= 16 ? [path] : [])];
  });
}

/** The input `notify`, spelled once for every action that has it. */
export const notifyInput = {
  type: Channels,
  secret: true,
  secretParts: secretPartsOf,
  description:
    'Where to tell people that they must act: URLs of Slack or Discord webhooks, any https URL (gets JSON), or `tgram://TOKEN/CHAT`. What cannot be told is a warning and changes no verdict.',
} as const;
