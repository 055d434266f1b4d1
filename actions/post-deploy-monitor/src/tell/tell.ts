/** Tells people, where they asked to be told; what cannot be told changes no verdict. */
import { ActionError, type Log, oneLine } from '@release-train/action-kit';
import type { Language } from '@release-train/action-kit/language';
import type { Notifier } from '@release-train/notify';
import type { Verdict } from '../verdict.ts';
import { isNews, messageOf, type News } from './news.ts';

export interface ReleaseComment {
  readonly commit: string;
  /** Tells environments apart: each has a comment of its own. */
  readonly place: string;
  /** Safe Markdown. */
  readonly text: string;
}

/** Keeps the one comment of an environment on the release's pull request; its page, if there is one. */
export type KeepComment = (comment: ReleaseComment) => Promise<string | undefined>;

export interface TellPorts {
  readonly log: Log;
  readonly signal: AbortSignal;
  /** With input `notify`. */
  readonly notifier?: Notifier | undefined;
  /** With a token for GitHub. */
  readonly comment?: KeepComment | undefined;
}

export interface Telling {
  readonly news: News;
  /** Nothing where the environment is not known. */
  readonly comment: ReleaseComment | undefined;
  readonly language: Language;
  readonly when: 'transitions' | 'always';
}

const commented: readonly Verdict[] = [
  'healthy',
  'degraded',
  'failed',
  'inconclusive',
  'superseded',
];

/** A job that is being cancelled tells only of what it has done: its seconds are for its outputs. */
export async function tellPeople(telling: Telling, ports: TellPorts): Promise<void> {
  const { news, comment, language, when } = telling;
  if (ports.signal.aborted && !news.acted) return;
  if (isNews(news, when)) await ports.notifier?.tell(messageOf(news, language));
  if (!comment || comment.commit === '' || !commented.includes(news.verdict)) return;
  await keep(comment, ports);
}

async function keep(comment: ReleaseComment, { comment: write, log }: TellPorts): Promise<void> {
  if (!write) return;
  try {
    const url = await write(comment);
    if (url) log.info(`told on the release pull request: ${url}`);
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    log.info(
      `no comment on the release pull request: ${oneLine(error.message, 300)}; it needs \`permissions: pull-requests: write\``,
    );
  }
}
