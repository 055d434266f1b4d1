/** What people are told: only when something turned into what they must act on. */
import type { Language } from '@release-train/action-kit/language';
import type { PullRequest } from '@release-train/github';
import type { Message } from '@release-train/notify';
import type { Release } from './decide.ts';
import { noticeWords } from './notice-words.ts';
import type { Place } from './place.ts';

interface About {
  readonly place: Place;
  readonly pull: Pick<PullRequest, 'number' | 'url'>;
  readonly language: Language;
}

const mostFiles = 10;

/**
 * Plain text: the channels escape it. `undefined` where nobody has to do anything new: a release
 * that grows while it waits is no news, nor is one that was asked to be a draft.
 */
export function noticeOf(
  { content, conflicts, plan }: Release,
  { place, pull, language }: About,
): Message | undefined {
  const say = noticeWords[language];
  const ends = { ...place, repository: new URL(place.repositoryUrl).pathname.slice(1) };
  const link = { text: say.link(pull.number), url: pull.url };
  switch (plan.turn) {
    case 'conflicted': {
      const paths = conflicts.map(({ path }) => path);
      const left = paths.length - mostFiles;
      const more = left > 0 ? [say.more(left)] : [];
      const lines = [say.resolve(ends), ...paths.slice(0, mostFiles), ...more];
      return { severity: 'warning', title: say.conflict(ends), lines, link };
    }
    case 'opened':
    case 'resolved': {
      if (plan.draft) return undefined;
      const extent = say.extent({ commits: content.commitCount, files: content.files });
      return {
        severity: 'info',
        title: say.waits(ends),
        lines: plan.turn === 'resolved' ? [say.resolved] : [],
        facts: [{ name: say.brings, value: extent }],
        link,
      };
    }
    case 'none':
      return undefined;
    default:
      return plan.turn satisfies never;
  }
}
