/** What people are told: only when something turned into what they must act on. */
import type { Language } from '@release-train/action-kit/language';
import type { PullRequest } from '@release-train/github';
import type { Message } from '@release-train/notify';
import type { Sync } from './decide.ts';
import type { Place } from './render.ts';
import { words } from './words.ts';

interface About {
  readonly place: Place;
  readonly pull: Pick<PullRequest, 'number' | 'url'>;
  readonly language: Language;
  /** GitHub merges it by itself once the rules allow. */
  readonly mergesItself: boolean;
}

const mostFiles = 10;

/** Plain text: the channels escape it. `undefined` where nobody has to do anything new. */
export function noticeOf(
  { content, plan }: Sync,
  { place, pull, language, mergesItself }: About,
): Message | undefined {
  const say = words[language];
  const repository = new URL(place.repositoryUrl).pathname.slice(1);
  const link = { text: say.toldLink(pull.number), url: pull.url };
  switch (plan.turn) {
    case 'conflicted': {
      const paths = content.conflicts.map(({ path }) => path);
      const left = paths.length - mostFiles;
      return {
        severity: 'warning',
        title: say.toldConflict({ ...place, repository }),
        lines: [
          say.toldResolve,
          ...paths.slice(0, mostFiles),
          ...(left > 0 ? [say.more(left)] : []),
        ],
        link,
      };
    }
    case 'opened':
    case 'resolved':
      if (mergesItself) return undefined;
      return {
        severity: 'info',
        title: say.toldCreated({ ...place, repository }),
        lines: [say.toldMerge],
        facts: [{ name: say.drift, value: say.files(content.driftFiles) }],
        link,
      };
    case 'none':
      return undefined;
    default:
      return plan.turn satisfies never;
  }
}
