import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { discordBody } from './discord.ts';
import { jsonBody } from './json.ts';
import { type Message, type TidyMessage, tidy } from './message.ts';
import { slackBody } from './slack.ts';
import { telegramBody } from './telegram.ts';

// Text that tries to be more than text, in every channel's markup.
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '<!channel>',
        '<@U123>',
        '<@&1>',
        '@everyone',
        '@here',
        '@name',
        '<a href="tg://user?id=1">',
        '</b>',
        '&lt;',
        '&#64;',
        '[x](https://evil.example)',
        '<https://evil.example|x>',
        'https://evil.example',
        '```',
        '**',
        '__',
        '~~',
        '||',
        '\\',
        '`',
        '\n',
        '> ',
        '# ',
        '"',
        "'",
        '\u202e',
        '\u001b[31m',
        '::error::',
        '😀',
        '\ud83d',
      ),
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.string({ maxLength: 300 }),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''));

const messages: fc.Arbitrary<Message> = fc.record({
  severity: fc.constantFrom('info', 'success', 'warning', 'error'),
  title: hostile,
  lines: fc.array(hostile, { maxLength: 30 }),
  facts: fc.array(fc.record({ name: hostile, value: hostile }), { maxLength: 15 }),
  link: fc.record({
    text: hostile,
    url: fc.oneof(
      hostile,
      hostile.map((path) => `https://github.example/${path}`),
    ),
  }),
});

/** Holds for any message, down to the shortest that breaks it. */
const always = (check: (message: TidyMessage) => void): void =>
  fc.assert(
    fc.property(messages, (message) => check(tidy(message))),
    { numRuns: 300 },
  );

const stringsOf = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsOf) : [];
};
const noMention = (text: string): void => expect(text).not.toMatch(/@(?=[\p{L}\p{N}])/u);
const bare = (text: string): string => text.replace(/https:\/\/github\.example\/[^\s>|)"]*/g, '');

describe('whatever a message holds', () => {
  it('Slack sees no control character, mention or link but ours, within its limits', () => {
    always((message) => {
      const body = slackBody(message);
      for (const text of stringsOf(body)) {
        expect(text.length).toBeLessThanOrEqual(3000);
        const rest = text.replace(/^<https?:\/\/[^<>|\s]+\|(?<label>[^<>]*)>$/s, '$<label>');
        expect(rest).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)|:\/\//);
        noMention(rest);
        expect(rest.match(/[`~]/g)).toBeNull();
      }
      const { blocks } = body as { blocks: { fields?: { text: string }[] }[] };
      for (const { fields = [] } of blocks) {
        expect(fields.length).toBeLessThanOrEqual(10);
        for (const { text } of fields) expect(text.length).toBeLessThanOrEqual(2000);
        for (const { text } of fields) expect(text.match(/\*/g)).toHaveLength(2);
      }
    });
  });

  it('Discord sees no markup, mention or link but ours, within its limits', () => {
    always((message) => {
      const { embeds, allowed_mentions } = discordBody(message) as {
        embeds: {
          title: string;
          description: string;
          fields: { name: string; value: string }[];
        }[];
        allowed_mentions: unknown;
      };
      expect(allowed_mentions).toEqual({ parse: [] });
      const [embed] = embeds;
      if (!embed) throw new Error('no embed');
      const { title, description, fields } = embed;
      const texts = [title, description, ...fields.flatMap(({ name, value }) => [name, value])];
      const label = /(?<=^|\n\n)\[(?<label>(?:\\.|[^\]])*)\]\([^()\s]+\)$/su;
      for (const text of texts) {
        const plain = message.link ? text.replace(label, '$<label>') : text;
        const rest = plain.replace(/\\[^0-9A-Za-z\s]/g, '·');
        expect(bare(rest)).not.toMatch(/[\\`*_~|<>[\]]|:\/\//);
        noMention(rest);
      }
      expect(title.length).toBeLessThanOrEqual(256);
      expect(description.length).toBeLessThanOrEqual(4096);
      for (const { name, value } of fields) {
        expect(name.length).toBeLessThanOrEqual(256);
        expect(value.length).toBeLessThanOrEqual(1024);
      }
      expect(texts.join('').length).toBeLessThanOrEqual(6000);
    });
  });

  it('Telegram sees well-formed HTML with our tags alone, no mention, within its limit', () => {
    always((message) => {
      const { text } = telegramBody(message, '1') as { text: string };
      expect(text.length).toBeLessThanOrEqual(4096);
      const rest = text
        .replace(/<b>(?<inner>[^<>]*)<\/b>/g, '$<inner>')
        .replace(/<a href="https?:\/\/[^"<>\s]+">(?<inner>[^<>]*)<\/a>$/, '$<inner>');
      expect(rest).not.toMatch(/[<>"]|&(?!amp;|lt;|gt;|quot;)|:\/\//);
      noMention(rest);
    });
  });

  it('the link is never cut away, and all of it is JSON of whole characters', () => {
    always((message) => {
      for (const body of [
        slackBody(message),
        discordBody(message),
        telegramBody(message, '1'),
        jsonBody(message),
      ]) {
        const text = JSON.stringify(body);
        expect(text.isWellFormed()).toBe(true);
        expect(text).not.toMatch(/\\ud[89a-f]/);
        if (message.link) expect(text.replaceAll('&amp;', '&')).toContain(message.link.url);
      }
    });
  });
});

describe('a message', () => {
  it('keeps its title and its link however long the rest is', () => {
    const long = Array.from({ length: 40 }, () => '&'.repeat(1000));
    const facts = long.map((text) => ({ name: text, value: text }));
    const link = { text: 'pull request', url: 'https://github.example/pull/1' };
    const whole = tidy({ severity: 'error', title: 'It conflicts', lines: long, facts, link });
    for (const body of [slackBody(whole), discordBody(whole), telegramBody(whole, '1')]) {
      expect(JSON.stringify(body)).toContain('🔴 It conflicts');
      expect(JSON.stringify(body)).toContain(link.url);
    }
  });

  it('says how many lines were left out', () => {
    const lines = Array.from({ length: 25 }, (_, index) => `line ${index}`);
    expect(tidy({ severity: 'info', title: 't', lines }).lines.slice(-2)).toEqual([
      'line 19',
      '… (+5)',
    ]);
  });

  it.each(['javascript:alert(1)', 'tg://user?id=1', 'nonsense', ''])('has no link to %j', (url) => {
    expect(tidy({ severity: 'info', title: 't', link: { text: 'x', url } }).link).toBeUndefined();
  });

  it('ends with a sign where lines did not fit', () => {
    const lines = Array.from({ length: 20 }, () => '&'.repeat(390));
    const { text } = telegramBody(tidy({ severity: 'info', title: 't', lines }), '1') as {
      text: string;
    };
    expect(text.endsWith('\n…')).toBe(true);
  });
});
