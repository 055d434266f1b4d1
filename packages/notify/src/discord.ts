import { forMarkdown } from '@release-train/action-kit/text';
import { fitted, fittingLines } from './fit.ts';
import { type Severity, signOf, type TidyMessage } from './message.ts';

/** Any sign may be escaped in Discord's Markdown, so GitHub's escaping serves here too. */
export const forDiscord = (text: string): string =>
  forMarkdown(text, 1000).replace(/@(?=[^\s\u200b])/g, '@\u200b');

const colours: Readonly<Record<Severity, number>> = {
  info: 0x0969da,
  success: 0x1a7f37,
  warning: 0xbf8700,
  error: 0xcf222e,
};

/**
 * The body for a webhook: one embed. A title holds 256 characters, a description 4,096, a field
 * 256 and 1,024, an embed 6,000 in all: 256 + 2,500 + 10 × (80 + 240) is below that. Whatever the
 * text says, `allowed_mentions` notifies nobody.
 * https://docs.discord.com/developers/resources/message#embed-object-embed-limits
 */
export function discordBody({ severity, title, lines, facts, link }: TidyMessage): unknown {
  const label = link && `[${fitted(link.text, 200, forDiscord)}](${link.url})`;
  const text = fittingLines(
    lines.map((line) => fitted(line, 900, forDiscord)),
    2500 - (label?.length ?? 0) - 2,
  );
  return {
    embeds: [
      {
        title: `${signOf[severity]} ${fitted(title, 250, forDiscord)}`,
        description: [text, label ?? ''].filter((part) => part !== '').join('\n\n'),
        ...(link ? { url: link.url } : {}),
        color: colours[severity],
        fields: facts.map(({ name, value }) => ({
          name: fitted(name, 80, forDiscord) || '\u200b',
          value: fitted(value, 240, forDiscord) || '\u200b',
          inline: true,
        })),
      },
    ],
    allowed_mentions: { parse: [] },
  };
}
