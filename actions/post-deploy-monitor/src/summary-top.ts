/** How every summary begins: the verdict, why, what was done, and what to do. Pure. */
import type { Language } from '@release-train/action-kit/language';
import { codeSpan, forMarkdown } from '@release-train/action-kit/text';
import type { Acted } from './act/acted.ts';
import { hints } from './hints.ts';
import { actedLines } from './render-acted.ts';
import { words } from './render-words.ts';
import type { Reason, Verdict } from './verdict.ts';

interface Top {
  readonly verdict: Verdict;
  readonly reason: Reason;
  /** Markdown; the commit follows, if there is one. */
  readonly head: readonly string[];
  readonly commit: string;
  readonly acted: Acted | undefined;
}

export function summaryTop(top: Top, language: Language): readonly string[] {
  const { verdict, reason, head, commit, acted } = top;
  const say = words[language];
  const hint = hints[language][reason];
  return [
    `### post-deploy-monitor: ${say.verdicts[verdict]}`,
    '',
    [...head, ...(commit ? [say.commit(codeSpan(commit.slice(0, 12)))] : [])].join(' · '),
    '',
    ...(acted ? [...actedLines(acted, language), ''] : []),
    ...(hint === '' ? [] : [`${say.whatToDo} ${forMarkdown(hint, 500)}`, '']),
  ];
}
