/** Text from outside, made harmless for the place it is shown in. */
import type { Language } from './language.ts';

// ESC sequences, then every control character but tab and newline.
const ansi = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g;
const control =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/**
 * Makes text safe to print in a workflow log: no terminal sequences, no bidirectional overrides,
 * and no line the runner would take for a workflow command.
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 */
export const forLog = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(ansi, '')
    .replace(control, '')
    .replace(/^(\s*):(?=:)/gm, '$1:\u200b')
    .replace(/##\[/g, '#\u200b#[');

/** The same on one line, at most `limit` characters long. */
export function oneLine(text: string, limit = 200): string {
  const line = forLog(text).replace(/\s+/g, ' ').trim();
  return line.length <= limit ? line : `${cut(line, limit - 1)}…`;
}

// Never between the two halves of a character outside the basic plane.
const cut = (text: string, length: number): string =>
  text.slice(0, length).replace(/[\ud800-\udbff]$/, '');

/**
 * Makes text safe inside Markdown prose: no markup, no HTML, and neither mentions nor issue
 * references, which would notify people and link pull requests all over GitHub.
 */
export const forMarkdown = (text: string, limit = 200): string =>
  oneLine(text, limit)
    // `&` too: GitHub looks for mentions after it has decoded `&#64;`.
    .replace(/[\\`*_{}[\]<>|~!&]/g, '\\$&')
    .replace(/^(\d*)([#+=.)-])/, '$1\\$2')
    .replace(/@(?=[A-Za-z0-9])/g, '@\u200b')
    .replace(/#(?=\d)/g, '#\u200b')
    .replace(/\b(GH-)(?=\d)/gi, '$1\u200b')
    .replace(/\b(www)(?=\.)/gi, '$1\u200b')
    .replace(/:\/\//g, ':\u200b//');

/** Inline code that the text itself cannot close. */
export function codeSpan(text: string, limit = 200): string {
  const line = oneLine(text, limit);
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = line.startsWith('`') || line.endsWith('`') || line === '' ? ' ' : '';
  return `${fence}${pad}${line.replace(/\|/g, '\\|')}${pad}${fence}`;
}

/** A fenced block that the text itself cannot close. */
export function codeBlock(text: string, limit = 4000): string {
  const safe = forLog(text);
  const body = safe.length <= limit ? safe : `${cut(safe, limit)}\n… (cut)`;
  const longest = Math.max(2, ...(body.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${body}\n${fence}`;
}

/** Hides what a URL in a text may keep secret: user, password and query. */
export const hideUrlSecrets = (text: string): string =>
  text.replace(/\/\/[^\s/?#]*@/g, '//***@').replace(/(:\/\/[^\s?#]*\?)[^\s"]+/g, '$1***');

/** A Markdown table; cells must already be safe Markdown. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const units = {
  en: { ms: 'ms', h: 'h', m: 'm', s: 's' },
  ru: { ms: '\u00a0мс', h: '\u00a0ч', m: '\u00a0мин', s: '\u00a0с' },
} as const satisfies Readonly<Record<Language, Readonly<Record<string, string>>>>;

/** `83s` → `1m 23s`, `450` ms → `450ms`, `1 мин 23 с`. Input in milliseconds. */
export function duration(ms: number, language: Language = 'en'): string {
  const say = units[language];
  if (Math.round(ms) < 1000) return `${Math.round(ms)}${say.ms}`;
  const seconds = Math.round(ms / 1000);
  const parts = [
    [Math.floor(seconds / 3600), say.h],
    [Math.floor((seconds % 3600) / 60), say.m],
    [seconds % 60, say.s],
  ] as const;
  const shown = parts.filter(([amount]) => amount > 0);
  return shown.map(([amount, unit]) => `${amount}${unit}`).join(' ');
}
