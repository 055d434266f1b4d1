import { fitted, fittingLines } from './fit.ts';
import { signOf, type TidyMessage } from './message.ts';

/**
 * Slack's mrkdwn knows three control characters, written as entities, and no escape for its own
 * formatting: those signs give way to look-alikes. Mentions need `<…>`; the bare forms are broken.
 * https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
export const forSlack = (text: string): string =>
  text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/\*/g, '∗')
    .replace(/~/g, '∼')
    .replace(/`/g, 'ˋ')
    .replace(/([@#])(?=\S)/g, '$1\u200b')
    .replace(/:\/\//g, ':\u200b//');

interface Section {
  readonly type: 'section';
  readonly text?: Mrkdwn;
  readonly fields?: readonly Mrkdwn[];
}

interface Mrkdwn {
  readonly type: 'mrkdwn';
  readonly text: string;
  readonly verbatim: true;
}

/** `verbatim`: no links, channels or people are made of plain text. */
const mrkdwn = (text: string): Mrkdwn => ({ type: 'mrkdwn', text, verbatim: true });
const section = (text: string): Section => ({ type: 'section', text: mrkdwn(text) });

/**
 * The body for an incoming webhook. A text holds 3,000 characters, a field 2,000, a section ten
 * fields. https://docs.slack.dev/reference/block-kit/blocks/section-block
 */
export function slackBody({ severity, title, lines, facts, link }: TidyMessage): unknown {
  const head = `${signOf[severity]} ${fitted(title, 1000, forSlack)}`;
  const text = fittingLines(
    lines.map((line) => fitted(line, 900, forSlack)),
    3000,
  );
  const fields = facts.map(({ name, value }) =>
    mrkdwn(`*${fitted(name, 400, forSlack)}*\n${fitted(value, 1400, forSlack)}`),
  );
  const url = link?.url.replace(/&/g, '&amp;');
  return {
    text: head,
    blocks: [
      section(`*${head}*`),
      ...(text === '' ? [] : [section(text)]),
      ...(fields.length > 0 ? [{ type: 'section', fields }] : []),
      ...(link && url ? [section(`<${url}|${fitted(link.text, 400, forSlack)}>`)] : []),
    ],
    unfurl_links: false,
    unfurl_media: false,
  };
}
