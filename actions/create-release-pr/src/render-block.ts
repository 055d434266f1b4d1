/** The managed block of the pull request: what is in it, what to do, and why it is as it is. */
import type { PullRequest } from '@release-train/github';
import { commitLine, fileLine, limited, pullLine } from '@release-train/github/change-list';
import type { Drift } from '@release-train/promotion';
import type { BlockWords } from './block-words.ts';
import type { Choice, Release } from './decide.ts';
import { endsOf, type Place } from './place.ts';
import { renderConflict } from './render-conflict.ts';
import { renderHeldBack } from './render-part.ts';

export interface BlockOptions {
  readonly words: BlockWords;
  /** Markdown. */
  readonly notes: string;
  readonly checklist: string;
  /** How many changes, and how many files, a list may show. */
  readonly changes: number;
  readonly files: number;
}

export function renderBlock(release: Release, place: Place, options: BlockOptions): string {
  const { words, notes, checklist, changes, files } = options;
  const { content, conflicts } = release;
  const ends = endsOf(place);
  const isConflicted = conflicts.length > 0;
  return joined([
    notes.trim(),
    isConflicted ? renderConflict(release, place, { words, most: files }) : '',
    words.brings({ ...ends, commits: content.commitCount, files: content.files }),
    section(words.checklist, checklist),
    renderDrift(content.drift, place, { words, most: files }),
    renderChanges(release, place, { words, most: changes }),
    content.part
      ? section(words.heldBack, renderHeldBack(content.part, place, { words, most: files }))
      : '',
    isConflicted ? '' : section(words.aboutBranch, renderWhy(release, place, words)),
    isConflicted
      ? ''
      : section(words.howToMerge, release.advice.map((line) => `- ${line}`).join('\n')),
  ]);
}

const joined = (parts: readonly string[]): string =>
  parts.filter((part) => part !== '').join('\n\n');

const section = (title: string, text: string): string =>
  text === '' ? '' : `### ${title}\n\n${text}`;

interface ListOptions {
  readonly words: BlockWords;
  readonly most: number;
}

/** Pull requests with how many commits came by them, then what came by none. */
function renderChanges(
  { entries, content }: Release,
  place: Place,
  { words, most }: ListOptions,
): string {
  const requests = new Map<PullRequest, number>();
  for (const { pull } of entries) if (pull) requests.set(pull, (requests.get(pull) ?? 0) + 1);
  const pulls = [...requests].map(([pull, commits]) =>
    commits > 1 ? `${pullLine(pull)}, ${words.commitCount(commits)}` : pullLine(pull),
  );
  const alone = entries.filter(({ pull }) => pull === undefined);
  const commits = alone.map(({ commit }) => commitLine(commit, place.repositoryUrl));
  const missing = content.commitCount - entries.length;
  const { more } = words;
  return joined([
    section(words.pullRequests, limited(pulls, { most, more })),
    section(
      pulls.length > 0 ? words.commitsAlone : words.commits,
      limited(commits, { most, missing, more }),
    ),
  ]);
}

/** Nothing needs saying where the pull request is simply `head` itself. */
function renderWhy({ choice, content, builtOn }: Release, place: Place, words: BlockWords): string {
  if (choice.strategy === 'direct') return '';
  const link = (sha: string): string =>
    `[\`${sha.slice(0, 7)}\`](${place.repositoryUrl}/commit/${sha})`;
  if (content.part) return words.partOf({ ...endsOf(place), onto: link(builtOn) });
  const what = { ...endsOf(place), source: link(content.source), onto: link(builtOn) };
  return [words.holds(what), becauseOf(choice.why, place, words)].join(' ').trim();
}

function becauseOf(why: Choice['why'], place: Place, words: BlockWords): string {
  const ends = endsOf(place);
  switch (why) {
    case 'squash':
      return words.becauseSquash;
    case 'source':
      return words.becauseSource(ends);
    case 'differs':
      return words.becauseDiffers(ends);
    case 'standing':
      return words.becauseStanding;
    case 'asked':
    case 'same':
    case 'labels':
    case 'picked':
    case 'label':
    case 'held':
      return '';
    default:
      return why satisfies never;
  }
}

function renderDrift(drift: readonly Drift[], place: Place, { words, most }: ListOptions): string {
  if (drift.length === 0) return '';
  const lines = drift.map(
    ({ path, reason }) => `${fileLine(path)}: ${driftReason(reason, place, words)}`,
  );
  const { head } = endsOf(place);
  return joined([
    `### ${words.drift}`,
    words.driftIn({ head, files: drift.length }),
    limited(lines, { most, more: words.more }),
  ]);
}

function driftReason(reason: Drift['reason'], place: Place, words: BlockWords): string {
  switch (reason) {
    case 'hotfix':
      return words.driftHotfix(endsOf(place));
    case 'kept-revert':
      return words.driftKeptRevert(endsOf(place));
    case 'merged':
      return words.driftMerged;
    case 'held-back':
      return words.driftHeldBack(endsOf(place));
    default:
      return reason satisfies never;
  }
}
