/** What people are told of a verdict, and when. Pure. */
import type { Language } from '@release-train/action-kit/language';
import type { Message } from '@release-train/notify';
import type { Acted } from '../act/acted.ts';
import { actedTexts } from '../act/acted-text.ts';
import { hints } from '../hints.ts';
import { words } from '../render-words.ts';
import type { Reason, Verdict } from '../verdict.ts';

export interface News {
  readonly verdict: Verdict;
  readonly reason: Reason;
  readonly commit: string;
  /** Repository, or project and environment. */
  readonly where: string;
  /** In the language of those who are told. */
  readonly why: string;
  readonly acted?: Acted | undefined;
  readonly probes?: number;
  readonly badProbes?: number;
  /** The last word on what served before; absent where it is not known. */
  readonly before?: Verdict | undefined;
  /** Page of the run. */
  readonly run: string;
}

/** Verdicts that no watch of this run came to. */
const silent: readonly Verdict[] = ['not-applicable', 'already-judged'];

/** Whether anybody is told: a state that lasts is news once. */
export function isNews(news: News, when: 'transitions' | 'always'): boolean {
  const { verdict, before, acted } = news;
  if (silent.includes(verdict)) return false;
  if (when === 'always' || acted !== undefined) return true;
  switch (verdict) {
    case 'failed':
      return true;
    case 'degraded':
      return before !== 'degraded';
    case 'healthy':
      return isRecovery(news);
    default:
      return false;
  }
}

const isRecovery = ({ verdict, before }: News): boolean =>
  verdict === 'healthy' && (before === 'failed' || before === 'degraded');

export function messageOf(news: News, language: Language): Message {
  const say = words[language];
  const { verdict, reason, where, why, acted, run } = news;
  const commit = news.commit.slice(0, 7);
  const { probes, badProbes = 0 } = news;
  const hint = hints[language][reason];
  return {
    severity: severityOf(news),
    title: isRecovery(news)
      ? say.recovered(where, commit)
      : say.title(where, commit, say.verdicts[verdict]),
    lines: [
      why,
      ...(acted ? actedLines(acted, language) : []),
      ...(hint === '' ? [] : [`${say.whatToDo} ${hint}`]),
      ...(acted?.revertUrl ? [`${say.revertPull}: ${acted.revertUrl}`] : []),
    ].filter((line) => line !== ''),
    facts: [
      { name: say.reason, value: reason },
      ...(acted ? [{ name: say.done, value: acted.taken }] : []),
      ...(probes === undefined
        ? []
        : [{ name: say.probes, value: say.ofProbes(badProbes, probes) }]),
    ],
    ...(run === '' ? {} : { link: { text: say.run, url: run } }),
  };
}

/** A line for each thing that was done, as a channel cuts a long one off at its end. */
function actedLines(acted: Acted, language: Language): string[] {
  const [first, ...others] = actedTexts(acted, language);
  const taken = words[language].taken[acted.taken];
  return [first === undefined ? taken : `${taken}: ${first}`, ...others];
}

function severityOf({ verdict, acted }: News): Message['severity'] {
  switch (verdict) {
    case 'healthy':
      return 'success';
    case 'failed':
      return acted?.taken === 'rolled-back' ? 'warning' : 'error';
    case 'degraded':
    case 'inconclusive':
      return 'warning';
    default:
      return 'info';
  }
}
