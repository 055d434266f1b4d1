import { codeSpan, forMarkdown, oneLine, table } from '@release-train/action-kit/text';
import type { Mergeable, PullRequest } from '@release-train/github';
import { counted, fileLine, limited } from '@release-train/github/change-list';
import type { PathConflict } from '@release-train/promotion';
import type { Choice, Decision, Nothing } from './decide.ts';
import type { Seen } from './facts.ts';
import type { Place } from './place.ts';

interface Told {
  readonly seen: Pick<Seen, 'head' | 'base' | 'own'>;
  readonly place: Place;
}

export function renderReason({ seen, place }: Told, decision: Decision): string {
  const { head, base, branch } = place;
  switch (decision.kind) {
    case 'nothing':
      return nothingReason(decision, place);
    case 'hands-off':
      return `"${branch}" holds commits by people, which are not overwritten: finish ${seen.own ? `pull request #${seen.own.number}` : 'the work on it'}, or delete the branch`;
    case 'release': {
      const { conflicts, choice } = decision;
      return conflicts.length > 0
        ? `"${head}" and "${base}" conflict in ${counted(conflicts.length, 'file')}`
        : choiceReason(choice, place);
    }
    default:
      return decision satisfies never;
  }
}

function nothingReason({ why, content }: Nothing, { head, base }: Place): string {
  switch (why) {
    case 'no-commits':
      return `"${head}" has no commit that "${base}" lacks`;
    case 'same-files': {
      const kept = (content?.drift ?? []).filter(({ reason }) => reason === 'kept-revert').length;
      const revert = `; "${base}" went back in ${counted(kept, 'file')}: bring that to "${head}", then change it again`;
      return `merging "${head}" into "${base}" would change no file${kept > 0 ? revert : ''}`;
    }
    default:
      return why satisfies never;
  }
}

function choiceReason({ strategy, why }: Choice, { head, base, branch }: Place): string {
  switch (why) {
    case 'asked':
      return `"strategy" asks for ${strategy}`;
    case 'same':
      return `"${head}" merges into "${base}" without conflicts`;
    case 'standing':
      return `the pull request of "${branch}" is open and stays`;
    case 'source':
      return `"source-sha" is not the tip of "${head}"`;
    case 'squash':
      return `"${head}" and "${base}" were parted by squash merges: git's own merge base is out of date`;
    case 'differs':
      return `git's own merge of "${head}" into "${base}" conflicts, or would give something else`;
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

export function renderSummary(told: Told, decision: Decision, result: Result): string {
  const { pull } = result;
  const { seen, place } = told;
  const { content } = decision;
  const short = (sha: string): string => `\`${sha.slice(0, 7)}\``;
  const rows = [
    ['verdict', `**${result.verdict}**${result.isDryRun ? ' (dry run: nothing was written)' : ''}`],
    ['why', forMarkdown(renderReason(told, decision), 400)],
    ...(pull ? [['pull request', `[#${pull.number}](${pull.url})`]] : []),
    ...(pull ? [['mergeable', result.mergeable]] : []),
    ['release', `${codeSpan(place.head)} at ${short(content?.source ?? seen.head.sha)}`],
    ['to', `${codeSpan(place.base)} at ${short(content?.base ?? seen.base.sha)}`],
    ...(decision.kind === 'nothing' ? [] : bringsRows(decision.content)),
  ];
  const files = decision.kind === 'release' ? decision.conflicts : [];
  const lines = files.map(({ path }) => fileLine(path));
  const conflict =
    files.length > 0 ? `\n\nConflicting files:\n\n${limited(lines, { most: 50 })}` : '';
  const advice = decision.kind === 'release' ? decision.advice : [];
  const asked =
    advice.length > 0
      ? `\n\nWhat the rules ask for:\n\n${advice.map((line) => `- ${line}`).join('\n')}`
      : '';
  return `### Release pull request\n\n${table(['', ''], rows)}${conflict}${asked}\n`;
}

const bringsRows = ({
  commitCount,
  files,
  drift,
}: {
  readonly commitCount: number;
  readonly files: number;
  readonly drift: readonly unknown[];
}): string[][] => [
  ['brings', `${counted(commitCount, 'commit')}, ${counted(files, 'file')}`],
  ...(drift.length > 0 ? [['differs from what was tested', counted(drift.length, 'file')]] : []),
];

export function renderFailure(
  conflicts: readonly PathConflict[],
  { head, base }: Place,
): {
  readonly message: string;
  readonly hint: string;
} {
  const files = conflicts.slice(0, 5).map(({ path }) => `"${oneLine(path, 80)}"`);
  const more = conflicts.length > 5 ? ` and ${conflicts.length - 5} more` : '';
  return {
    message: `"${head}" and "${base}" conflict in ${counted(conflicts.length, 'file')}: ${files.join(', ')}${more}`,
    hint: `Bring "${base}" into "${head}" through a pull request (sync-staging opens one) and resolve them there; set "fail-on-conflict: false" to keep this step green.`,
  };
}
