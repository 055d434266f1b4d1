/** Lists of commits, pull requests and files for a pull request's body. */
import { codeSpan, forMarkdown } from '@release-train/action-kit/text';
import type { PullRequest } from './github.ts';

interface ListedCommit {
  readonly sha: string;
  readonly subject: string;
  readonly author: string;
}

/** The one reference that is meant: GitHub links it and shows its title. */
export const pullLine = ({ number, title, author }: PullRequest): string =>
  `- #${number} ${forMarkdown(title, 120)} (${forMarkdown(author, 40)})`;

export const commitLine = ({ sha, subject, author }: ListedCommit, repositoryUrl: string): string =>
  `- [\`${sha.slice(0, 7)}\`](${repositoryUrl}/commit/${sha}) ${forMarkdown(subject, 120)} (${forMarkdown(author, 40)})`;

export const fileLine = (path: string): string => `- ${codeSpan(path)}`;

interface Limit {
  readonly most: number;
  readonly missing?: number;
  /** How to say that there are so many more. */
  readonly more?: (hidden: number) => string;
}

const inEnglish = (hidden: number): string => `… and ${hidden} more`;

/** At most `most` lines; the rest, and `missing` more that were never read, are counted. */
export function limited(
  lines: readonly string[],
  { most, missing = 0, more = inEnglish }: Limit,
): string {
  const hidden = Math.max(0, lines.length - most) + missing;
  const shown = lines.slice(0, most);
  return (hidden === 0 ? shown : [...shown, `- ${more(hidden)}`]).join('\n');
}

/** `1 file`, `1,200 files`. */
export const counted = (count: number, what: string): string =>
  `${count.toLocaleString('en-US')} ${what}${count === 1 ? '' : 's'}`;
