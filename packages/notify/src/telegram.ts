import { fitted, fittingLines } from './fit.ts';
import { signOf, type TidyMessage } from './message.ts';

/**
 * Telegram's HTML knows three control characters and the quote of attributes. A name after `@`
 * would notify its bearer, a word after `/` is offered as a command.
 * https://core.telegram.org/bots/api#html-style
 */
export const forTelegram = (text: string): string =>
  text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/:\/\//g, ':\u200b//')
    .replace(/([@#$])(?=\S)/g, '$1\u200b')
    .replace(/(^|\s)\/(?=\w)/g, '$1/\u200b');

/**
 * The body for `sendMessage`, below its 4,096 characters.
 * https://core.telegram.org/bots/api#sendmessage
 */
export function telegramBody(message: TidyMessage, chat: string): unknown {
  const { severity, title, lines, facts, link } = message;
  const head = `<b>${signOf[severity]} ${fitted(title, 600, forTelegram)}</b>`;
  const foot = link
    ? `<a href="${forTelegramAttribute(link.url)}">${fitted(link.text, 300, forTelegram)}</a>`
    : '';
  const listed = facts.map(
    ({ name, value }) =>
      `<b>${fitted(name, 200, forTelegram)}:</b> ${fitted(value, 600, forTelegram)}`,
  );
  const text = lines.map((line) => fitted(line, 600, forTelegram));
  const gap = text.length > 0 && listed.length > 0 ? [''] : [];
  const body = fittingLines([...text, ...gap, ...listed], 4000 - head.length - foot.length);
  return {
    chat_id: chat,
    parse_mode: 'HTML',
    text: [head, body, foot].filter((part) => part !== '').join('\n\n'),
    link_preview_options: { is_disabled: true },
  };
}

const forTelegramAttribute = (url: string): string => url.replace(/&/g, '&amp;');
