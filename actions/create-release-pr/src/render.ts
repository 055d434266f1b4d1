import { codeSpan, forMarkdown, oneLine, table } from '@release-train/action-kit/text';
import type { Mergeable, PullRequest } from '@release-train/github';
import {
  commitLine,
  counted,
  fileLine,
  limited,
  pullLine,
} from '@release-train/github/change-list';
import type { Decision, Release } from './decide.ts';
import type { Facts, NoContent } from './facts.ts';

export interface Place {
  /** `https://github.com/owner/name`. */
  readonly repositoryUrl: string;
  readonly head: string;
  readonly base: string;
}

/** The managed block's text with at most `most` changes listed. */
export function renderBlock(
  release: Release,
  place: Place,
  { notes, most }: { readonly notes: string; readonly most: number },
): string {
  const { entries, content } = release;
  const pulls = entries.flatMap(({ pull }) => (pull ? [pullLine(pull)] : []));
  const commits = entries.flatMap((entry) =>
    entry.pull ? [] : [commitLine(entry.commit, place.repositoryUrl)],
  );
  const missing = content.commitCount - entries.length;
  return [
    notes.trim(),
    release.conflicts.length > 0 ? renderConflict(release.conflicts, place, most) : '',
    `${codeSpan(place.head)} → ${codeSpan(place.base)}: ${counted(content.commitCount, 'commit')}, ${counted(content.files, 'file')}.`,
    section('Pull requests', pulls, { most }),
    section(pulls.length > 0 ? 'Commits without a pull request' : 'Commits', commits, {
      most,
      missing,
    }),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function renderConflict(conflicts: readonly string[], place: Place, most: number): string {
  const files = conflicts.map(fileLine);
  return [
    '### Conflict',
    `${codeSpan(place.head)} and ${codeSpan(place.base)} changed the same lines. Bring ${codeSpan(place.base)} into ${codeSpan(place.head)} through a pull request and resolve these files there; the next run updates this one.`,
    limited(files, { most: Math.max(most, 20) }),
  ].join('\n\n');
}

function section(
  title: string,
  lines: readonly string[],
  limit: { readonly most: number; readonly missing?: number },
): string {
  const isEmpty = lines.length === 0 && !limit.missing;
  return isEmpty ? '' : `### ${title}\n\n${limited(lines, limit)}`;
}

export function renderReason(facts: Facts, decision: Decision): string {
  const { head, base } = facts;
  if (decision.kind === 'nothing') return nothingReason(decision.why, facts);
  const { conflicts } = decision;
  return conflicts.length > 0
    ? `"${head.name}" and "${base.name}" conflict in ${counted(conflicts.length, 'file')}`
    : `"${head.name}" merges into "${base.name}" without conflicts`;
}

function nothingReason(why: NoContent['why'], { head, base }: Facts): string {
  switch (why) {
    case 'no-commits':
      return `"${head.name}" has no commit that "${base.name}" lacks`;
    case 'same-files':
      return `merging "${head.name}" into "${base.name}" would change no file`;
    default:
      return why satisfies never;
  }
}

export interface Result {
  readonly verdict: string;
  readonly pull: Pick<PullRequest, 'number' | 'url'> | undefined;
  readonly mergeable: Mergeable;
  readonly isDryRun: boolean;
}

export function renderSummary(facts: Facts, decision: Decision, result: Result): string {
  const { pull } = result;
  const rows = [
    ['verdict', `**${result.verdict}**${result.isDryRun ? ' (dry run: nothing was written)' : ''}`],
    ['why', forMarkdown(renderReason(facts, decision))],
    ...(pull ? [['pull request', `[#${pull.number}](${pull.url})`]] : []),
    ...(pull ? [['mergeable', result.mergeable]] : []),
    ['release', `${codeSpan(facts.head.name)} at \`${facts.head.sha.slice(0, 7)}\``],
    ['to', `${codeSpan(facts.base.name)} at \`${facts.base.sha.slice(0, 7)}\``],
    ...(decision.kind === 'release'
      ? [
          [
            'brings',
            `${counted(decision.content.commitCount, 'commit')}, ${counted(decision.content.files, 'file')}`,
          ],
        ]
      : []),
  ];
  const files = decision.kind === 'release' ? decision.conflicts.map(fileLine) : [];
  const conflict =
    files.length > 0 ? `\n\nConflicting files:\n\n${limited(files, { most: 50 })}` : '';
  return `### Release pull request\n\n${table(['', ''], rows)}${conflict}\n`;
}

export function renderFailure(
  facts: Facts,
  conflicts: readonly string[],
): {
  readonly message: string;
  readonly hint: string;
} {
  const files = conflicts.slice(0, 5).map((path) => `"${oneLine(path, 80)}"`);
  const more = conflicts.length > 5 ? ` and ${conflicts.length - 5} more` : '';
  const { head, base } = facts;
  return {
    message: `"${head.name}" and "${base.name}" conflict in ${counted(conflicts.length, 'file')}: ${files.join(', ')}${more}`,
    hint: `Bring "${base.name}" into "${head.name}" through a pull request (sync-staging opens one) and resolve them there; set "fail-on-conflict: false" to keep this step green.`,
  };
}
