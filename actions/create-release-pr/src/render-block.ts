/** The managed block of the pull request: why it is as it is, and what is new in it. */
import { codeSpan } from '@release-train/action-kit/text';
import type { PullRequest } from '@release-train/github';
import {
  commitLine,
  counted,
  fileLine,
  limited,
  pullLine,
} from '@release-train/github/change-list';
import type { Drift, PathConflict } from '@release-train/promotion';
import type { Choice, Release } from './decide.ts';
import type { Place } from './place.ts';

/** The managed block's text with at most `most` changes listed. */
export function renderBlock(
  release: Release,
  place: Place,
  { notes, most }: { readonly notes: string; readonly most: number },
): string {
  const { entries, content } = release;
  const requests = new Set(entries.flatMap(({ pull }) => (pull ? [pull] : [])));
  const pulls = [...requests].map(pullLine);
  const commits = entries.flatMap((entry) =>
    entry.pull ? [] : [commitLine(entry.commit, place.repositoryUrl)],
  );
  const missing = content.commitCount - entries.length;
  return [
    notes.trim(),
    release.conflicts.length > 0 ? renderConflict(release, place, most) : '',
    `${codeSpan(place.head)} → ${codeSpan(place.base)}: ${counted(content.commitCount, 'commit')}, ${counted(content.files, 'file')}.`,
    release.conflicts.length > 0 ? '' : renderWhy(release, place),
    renderDrift(content.drift, place, most),
    section('Pull requests', pulls, { most }),
    section(pulls.length > 0 ? 'Commits without a pull request' : 'Commits', commits, {
      most,
      missing,
    }),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

export const renderReplaced = ({ number }: PullRequest): string =>
  `Replaced by #${number}, which brings the same from a branch of its own.`;

/** Nothing needs saying where the pull request is simply `head` itself. */
function renderWhy({ choice, content, builtOn }: Release, place: Place): string {
  if (choice.strategy === 'direct') return '';
  const link = (sha: string): string =>
    `[\`${sha.slice(0, 7)}\`](${place.repositoryUrl}/commit/${sha})`;
  const what = `This branch holds one commit: ${codeSpan(place.head)} at ${link(content.source)}, merged over what the two branches last agreed on, on top of ${codeSpan(place.base)} at ${link(builtOn)}.`;
  return `${what} ${becauseOf(choice.why, place)}`;
}

function becauseOf(why: Choice['why'], { head, base }: Place): string {
  switch (why) {
    case 'squash':
      return 'Releases or syncs were squashed, so a pull request of the branch itself would list what shipped long ago, and could conflict in files that nobody disagrees about.';
    case 'source':
      return `${codeSpan(head)} has moved on since; this release does not move with it.`;
    case 'differs':
      return `Merging ${codeSpan(head)} into ${codeSpan(base)} as they are would give something else, or conflict.`;
    case 'standing':
      return 'It is updated as long as this pull request is open.';
    case 'asked':
    case 'same':
      return '';
    default:
      return why satisfies never;
  }
}

function renderDrift(drift: readonly Drift[], place: Place, most: number): string {
  if (drift.length === 0) return '';
  const lines = drift.map(({ path, reason }) => `${fileLine(path)}: ${driftReason(reason, place)}`);
  return [
    '### Differs from what was tested',
    `In ${counted(drift.length, 'file')} the release is not what ${codeSpan(place.head)} holds:`,
    limited(lines, { most: Math.max(most, 20) }),
  ].join('\n\n');
}

function driftReason(reason: Drift['reason'], { head, base }: Place): string {
  switch (reason) {
    case 'hotfix':
      return `${codeSpan(base)} has a change that ${codeSpan(head)} lacks`;
    case 'kept-revert':
      return `${codeSpan(base)} went back to an older state, which is kept`;
    case 'merged':
      return 'both changed it, and git merged them';
    default:
      return reason satisfies never;
  }
}

function renderConflict({ conflicts, content }: Release, place: Place, most: number): string {
  const bySha = {
    head: new Map(content.pulls.map(({ mergeCommit, number }) => [mergeCommit, number])),
    base: new Map(content.landed.map(({ mergeCommit, number }) => [mergeCommit, number])),
  };
  const names = (shas: readonly string[], side: 'head' | 'base'): string => {
    const named = shas.map((sha) => {
      const number = bySha[side].get(sha);
      return number === undefined ? `\`${sha.slice(0, 7)}\`` : `#${number}`;
    });
    const more = named.length > 5 ? [`${named.length - 5} more`] : [];
    return [...named.slice(-5), ...more].join(', ') || 'nothing';
  };
  const lines = conflicts.map(
    (conflict) =>
      `${fileLine(conflict.path)}: ${conflictReason(conflict)}${
        conflict.main.length + conflict.staging.length === 0
          ? ''
          : ` (${codeSpan(place.head)}: ${names(conflict.staging, 'head')}; ${codeSpan(place.base)}: ${names(conflict.main, 'base')})`
      }`,
  );
  return [
    '### Conflict',
    `Bring ${codeSpan(place.base)} into ${codeSpan(place.head)} through a pull request and resolve these files there; the next run updates this one.`,
    limited(lines, { most: Math.max(most, 20) }),
  ].join('\n\n');
}

function conflictReason({ kind }: PathConflict): string {
  switch (kind) {
    case 'content':
      return 'both sides changed it';
    case 'went-back':
      return 'one side went back to an older state, and the history does not tell which one counts';
    case 'file-and-folder':
      return 'a file on one side, a folder on the other';
    case 'unexplained':
      return 'the merge differs from both sides, for no reason that the history tells';
    default:
      return kind satisfies never;
  }
}

function section(
  title: string,
  lines: readonly string[],
  limit: { readonly most: number; readonly missing?: number },
): string {
  const isEmpty = lines.length === 0 && !limit.missing;
  return isEmpty ? '' : `### ${title}\n\n${limited(lines, limit)}`;
}
