import { oneLine } from '@release-train/action-kit/text';

export type Severity = 'info' | 'success' | 'warning' | 'error';

/** What people are told, in plain text: every channel escapes it for itself. */
export interface Message {
  readonly severity: Severity;
  /** The verdict in one sentence; never cut away. */
  readonly title: string;
  readonly lines?: readonly string[];
  readonly facts?: readonly Fact[];
  /** Where to look or act; never cut away. Anything but http(s) is left out. */
  readonly link?: Link;
}

export interface Fact {
  readonly name: string;
  readonly value: string;
}

export interface Link {
  readonly text: string;
  readonly url: string;
}

/** A message of bounded size, on clean lines, with a link that is one. */
export interface TidyMessage {
  readonly severity: Severity;
  readonly title: string;
  readonly lines: readonly string[];
  readonly facts: readonly Fact[];
  readonly link: Link | undefined;
}

const most = { lines: 20, facts: 10 };

/** Without terminal sequences, bidirectional overrides and line breaks inside of a part. */
export function tidy({ severity, title, lines = [], facts = [], link }: Message): TidyMessage {
  const left = lines.length - most.lines;
  return {
    severity,
    title: clean(title, 150),
    lines: [
      ...lines.slice(0, most.lines).map((line) => clean(line, 400)),
      ...(left > 0 ? [`… (+${left})`] : []),
    ],
    facts: facts
      .slice(0, most.facts)
      .map(({ name, value }) => ({ name: clean(name, 60), value: clean(value, 200) })),
    link: link && tidyLink(link),
  };
}

// Half a character is no JSON that every service reads.
const clean = (text: string, limit: number): string => oneLine(text.toWellFormed(), limit);

function tidyLink({ text, url }: Link): Link | undefined {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol !== 'https:' && parsed?.protocol !== 'http:') return undefined;
  // What no URL needs unencoded, and what ends a link in one of the channels' markups.
  const href = parsed.href.replace(/[|<>()'"`*_~\\[\]]/g, percent);
  return href.length > 500 ? undefined : { text: clean(text, 80), url: href };
}

const percent = (sign: string): string =>
  `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

/** One sign in front of a title, readable without colours. */
export const signOf: Readonly<Record<Severity, string>> = {
  info: 'ℹ️',
  success: '✅',
  warning: '⚠️',
  error: '🔴',
};
