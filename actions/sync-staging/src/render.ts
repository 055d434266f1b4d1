import { codeBlock, codeSpan, forMarkdown, oneLine, table } from '@release-train/action-kit/text';
import type { PullRequest } from '@release-train/github';
import { commitLine, counted, fileLine, limited } from '@release-train/github/change-list';
import type { PathConflict } from '@release-train/promotion';
import type { Decision, InSync, Sync } from './decide.ts';

export interface Place {
  /** `https://github.com/owner/name`. */
  readonly repositoryUrl: string;
  readonly head: string;
  readonly base: string;
  readonly branch: string;
}

/** The managed block's text with at most `most` commits listed. */
export function renderBlock({ content }: Sync, place: Place, most: number): string {
  const { conflicts } = content;
  const commits = content.hotfixes.map((commit) => commitLine(commit, place.repositoryUrl));
  return [
    `Brings what ${codeSpan(place.head)} has and ${codeSpan(place.base)} lacks: ${renderAmount(content.driftFiles)}.`,
    conflicts.length > 0 ? renderConflict(conflicts, place, most) : '',
    commits.length > 0 ? `### Commits\n\n${limited(commits, { most })}` : '',
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

const renderAmount = (files: number): string =>
  files === 0 ? 'no file, only the history that later merges need' : counted(files, 'file');

/** Branch names may hold what a shell would take for more than a name. */
const shellWord = (text: string): string =>
  /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

function renderConflict(conflicts: readonly PathConflict[], place: Place, most: number): string {
  const commands = [
    'git fetch origin',
    `git switch ${shellWord(place.branch)}`,
    `git merge ${shellWord(`origin/${place.base}`)}`,
    '# resolve, then',
    'git commit && git push',
  ];
  return [
    '### Conflict',
    `This branch holds ${codeSpan(place.head)} as it is. Merge ${codeSpan(place.base)} into it, resolve these files, and mark the pull request ready; from then on the branch is yours and is not overwritten.`,
    limited(conflictLines(conflicts, place), { most: Math.max(most, 20) }),
    'Where git stops at other files too, it merges again what was squashed long ago: nobody disagrees about those.',
    codeBlock(commands.join('\n')),
  ].join('\n\n');
}

/** The commits of both sides that changed a file since the branches agreed on it. */
const conflictLines = (conflicts: readonly PathConflict[], { head, base }: Place): string[] =>
  conflicts.map(({ path, main, staging }) => {
    const sides = [
      ...(main.length > 0 ? [`${codeSpan(head)}: ${commitNames(main)}`] : []),
      ...(staging.length > 0 ? [`${codeSpan(base)}: ${commitNames(staging)}`] : []),
    ];
    return `${fileLine(path)}${sides.length > 0 ? ` (${sides.join('; ')})` : ''}`;
  });

const commitNames = (shas: readonly string[]): string =>
  [
    ...shas.slice(-5).map((sha) => `\`${sha.slice(0, 7)}\``),
    ...(shas.length > 5 ? [`${shas.length - 5} more`] : []),
  ].join(', ');

export const renderClosed = (place: Place): string =>
  `Nothing is left to bring: ${codeSpan(place.base)} has everything that ${codeSpan(place.head)} has.`;

export function renderReason(decision: Decision, { head, base, branch }: Place): string {
  switch (decision.kind) {
    case 'in-sync':
    case 'close':
      return inSyncReason(decision.why, head, base);
    case 'hands-off':
      return `"${branch}" holds commits by people, which are not overwritten: finish ${decision.open ? `pull request #${decision.open.number}` : 'the work on it'}, or delete the branch`;
    case 'sync': {
      const { content } = decision;
      const { conflicts } = content;
      return conflicts.length > 0
        ? `"${head}" and "${base}" conflict in ${counted(conflicts.length, 'file')}`
        : `"${base}" lacks ${renderAmount(content.driftFiles)} of "${head}"`;
    }
    default:
      return decision satisfies never;
  }
}

function inSyncReason(why: InSync, head: string, base: string): string {
  switch (why) {
    case 'ancestor':
      return `"${base}" has every commit of "${head}"`;
    case 'brought':
      return `an earlier pull request brought the tip of "${head}" to "${base}"`;
    case 'same-files':
      return `merging "${head}" into "${base}" would change no file`;
    default:
      return why satisfies never;
  }
}

export interface Result {
  readonly verdict: string;
  readonly pull: Pick<PullRequest, 'number' | 'url'> | undefined;
  readonly isDryRun: boolean;
}

export function renderSummary(decision: Decision, place: Place, result: Result): string {
  const { pull } = result;
  const rows = [
    ['verdict', `**${result.verdict}**${result.isDryRun ? ' (dry run: nothing was written)' : ''}`],
    ['why', forMarkdown(renderReason(decision, place), 400)],
    ...(pull ? [['pull request', `[#${pull.number}](${pull.url})`]] : []),
    ['branches', `${codeSpan(place.head)} → ${codeSpan(place.base)}`],
  ];
  const conflicts = decision.kind === 'sync' ? decision.content.conflicts : [];
  const files = limited(
    conflicts.map(({ path }) => fileLine(path)),
    { most: 50 },
  );
  const list = conflicts.length > 0 ? `\nConflicting files:\n\n${files}\n` : '';
  return `### Sync of ${codeSpan(place.base)}\n\n${table(['', ''], rows)}\n${list}`;
}

export function renderFailure(
  conflicts: readonly PathConflict[],
  place: Place,
): { readonly message: string; readonly hint: string } {
  const files = conflicts.slice(0, 5).map(({ path }) => `"${oneLine(path, 80)}"`);
  const more = conflicts.length > 5 ? ` and ${conflicts.length - 5} more` : '';
  return {
    message: `"${place.head}" and "${place.base}" conflict in ${counted(conflicts.length, 'file')}: ${files.join(', ')}${more}`,
    hint: `Resolve them on the branch "${place.branch}": its pull request lists the commands.`,
  };
}
