/** Title and body of the pull request that takes a release back. Pure. */
import { codeSpan, forMarkdown, oneLine } from '@release-train/action-kit/text';
import type { PullRequest } from '@release-train/github';
import { fileLine, limited } from '@release-train/github/change-list';
import { fittingBody } from '@release-train/github/managed-block';
import { type RevertOrder, revertKind } from './revert.ts';
import type { RevertCommit } from './revert-commit.ts';
import { type RevertWords, revertWords } from './revert-words.ts';

export interface RevertFacts {
  readonly order: RevertOrder;
  /** The release's pull request. */
  readonly release: PullRequest | undefined;
  readonly revert: RevertCommit;
  readonly base: string;
  readonly repositoryUrl: string;
}

/** As GitHub's own button would name it. */
export const revertTitle = ({ release, revert }: RevertFacts): string =>
  `Revert "${oneLine(release?.title ?? revert.release[0]?.subject ?? '', 200)}"`;

export function revertBody(facts: RevertFacts): string {
  const { order, revert, base } = facts;
  const words = revertWords[order.language];
  const record = { reverts: order.commit, tip: revert.sha, base };
  return fittingBody('', (most) => ({
    kind: revertKind,
    record,
    text: textOf(facts, words, most),
  }));
}

function textOf(facts: RevertFacts, words: RevertWords, most: number): string {
  const { order, release, revert, base, repositoryUrl } = facts;
  const { story, commit } = order;
  const link = `[\`${commit.slice(0, 7)}\`](${repositoryUrl}/commit/${commit})`;
  const name = release ? `#${release.number} (${link})` : link;
  return [
    words.opened(name),
    `### ${words.whatFailed}`,
    `${codeSpan(`${story.verdict} (${story.reason})`)}: ${forMarkdown(story.why, 1500)}`,
    ...(story.run === '' ? [] : [`[${words.run}](${story.run})`]),
    ...(story.done === undefined
      ? []
      : [`### ${words.whatWasDone}`, forMarkdown(story.done, 1500)]),
    `### ${words.whatItDoes}`,
    words.takesBack({ base: codeSpan(base), name, later: revert.later }),
    ...conflictText(facts, words, most),
    `### ${words.afterTheMerge}`,
    words.next(codeSpan(base)),
  ].join('\n\n');
}

/** The branch stands on the release, so that merging it runs into the very files. */
function conflictText(
  { revert: { conflicts }, base }: RevertFacts,
  words: RevertWords,
  most: number,
): string[] {
  if (conflicts.length === 0) return [];
  return [
    `#### ${words.conflict}`,
    words.resolve(codeSpan(base)),
    limited(conflicts.map(fileLine), { most: Math.max(most, 20) }),
  ];
}
