import type { Language } from '@release-train/action-kit/language';
import { codeSpan, forMarkdown, oneLine, table } from '@release-train/action-kit/text';
import type { Mergeable, PullRequest } from '@release-train/github';
import type { AutoMerging } from '@release-train/github/auto-merge';
import { renderAutoMerge } from '@release-train/github/auto-merge-words';
import { counted, fileLine, limited } from '@release-train/github/change-list';
import { heldBackRows } from '@release-train/github/held-back-words';
import type { Content } from './content.ts';
import type { Choice, Decision, Nothing, Release } from './decide.ts';
import type { Seen } from './facts.ts';
import type { Place } from './place.ts';
import { reasonWords } from './reason-words.ts';
import { partFailure, refusedOf } from './render-part.ts';
import { summaryWords } from './summary-words.ts';

type Words = (typeof summaryWords)['en'];

interface Told {
  readonly seen: Pick<Seen, 'head' | 'base' | 'own'>;
  readonly place: Place;
  readonly language: Language;
  readonly findings?: readonly string[] | undefined;
}

/** In the log and in outputs it is English; people read theirs in the summary. */
export function renderReason({ seen, place, language }: Told, decision: Decision): string {
  const { head, base, branch } = place;
  const words = reasonWords[language];
  switch (decision.kind) {
    case 'nothing':
      return nothingReason(decision, place, language);
    case 'hands-off':
      return decision.closed
        ? words.closed({ ...decision.closed, head })
        : words.handsOff({ branch, pull: seen.own?.number });
    case 'release': {
      const { conflicts, choice, content } = decision;
      if (conflicts.length === 0) return choiceReason(choice, place, language);
      const files = conflicts.length;
      return content.part
        ? words.notAlone({ base, files, commits: refusedOf(content.part).length })
        : words.conflict({ head, base, files });
    }
    default:
      return decision satisfies never;
  }
}

function nothingReason({ why, content }: Nothing, place: Place, language: Language): string {
  const words = reasonWords[language];
  switch (why) {
    case 'no-commits':
      return words.noCommits(place);
    case 'same-files': {
      const kept = (content?.drift ?? []).filter(({ reason }) => reason === 'kept-revert').length;
      return `${words.sameFiles(place)}${kept > 0 ? words.keptRevert({ ...place, files: kept }) : ''}`;
    }
    case 'nothing-picked': {
      const commits = content?.part?.heldBack.length ?? 0;
      return commits > 0 ? words.allHeldBack({ ...place, commits }) : words.allThere(place);
    }
    default:
      return why satisfies never;
  }
}

function choiceReason({ strategy, why }: Choice, place: Place, language: Language): string {
  const words = reasonWords[language];
  switch (why) {
    case 'asked':
      return words.asked(strategy);
    case 'standing':
      return words.standing(place.branch);
    case 'same':
    case 'source':
    case 'squash':
    case 'differs':
    case 'labels':
    case 'picked':
    case 'label':
    case 'held':
      return words[why](place);
    default:
      return why satisfies never;
  }
}

export interface Result {
  readonly verdict: string;
  readonly pull: Pick<PullRequest, 'number' | 'url'> | undefined;
  readonly mergeable: Mergeable;
  /** Absent where nothing is released, or nothing written. */
  readonly autoMerging?: AutoMerging | undefined;
  /** Its workflows wait for an approval. */
  readonly isHeldBack?: boolean;
  readonly isDryRun: boolean;
}

export function renderSummary(told: Told, decision: Decision, result: Result): string {
  const words = summaryWords[told.language];
  const conflicts = decision.kind === 'release' ? decision.conflicts : [];
  const ruled = decision.kind === 'release' ? decision.advice : [];
  const advice = [...ruled, ...(told.findings ?? [])];
  const files = limited(
    conflicts.map(({ path }) => fileLine(path)),
    { most: 50, more: words.more },
  );
  const parts = [
    `### ${words.title}`,
    table(['', ''], summaryRows(told, decision, result)),
    ...(conflicts.length > 0 ? [words.conflicting, files] : []),
    ...(advice.length > 0 ? [words.asked, advice.map((line) => `- ${line}`).join('\n')] : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

function summaryRows(
  told: Told,
  decision: Decision,
  { verdict, pull, ...result }: Result,
): string[][] {
  const { seen, place, language } = told;
  const words = summaryWords[language];
  const { content } = decision;
  const at = (branch: string, sha: string): string =>
    words.at({ branch: codeSpan(branch), sha: `\`${sha.slice(0, 7)}\`` });
  return [
    [words.verdict, `**${verdict}**${result.isDryRun ? ` ${words.dryRun}` : ''}`],
    [words.why, forMarkdown(renderReason(told, decision), 400)],
    ...(pull ? [[words.pullRequest, `[#${pull.number}](${pull.url})`]] : []),
    ...(pull ? [[words.mergeable, mergeableCell(result.mergeable, words)]] : []),
    ...heldBackRows(result.isHeldBack, language),
    ...autoMergeRow(result, language),
    [words.release, at(place.head, content?.source ?? seen.head.sha)],
    [words.to, at(place.base, content?.base ?? seen.base.sha)],
    ...(decision.kind === 'nothing' ? [] : bringsRows(decision.content, words)),
    ...(content?.part ? [[words.heldBack, words.commits(content.part.heldBack.length)]] : []),
  ];
}

const mergeableCell = (mergeable: Mergeable, words: Words): string =>
  mergeable === 'false' ? `**false**: ${words.noChecks}` : mergeable;

function autoMergeRow(
  { autoMerging }: Pick<Result, 'autoMerging'>,
  language: Language,
): string[][] {
  if (!autoMerging || autoMerging.state === 'off') return [];
  return [[summaryWords[language].autoMerge, renderAutoMerge(autoMerging, language)]];
}

const bringsRows = (
  { commitCount, files, drift }: Pick<Content, 'commitCount' | 'files' | 'drift'>,
  words: Words,
): string[][] => [
  [words.brings, words.extent({ commits: commitCount, files })],
  ...(drift.length > 0 ? [[words.drift, words.files(drift.length)]] : []),
];

export function renderFailure(
  release: Pick<Release, 'conflicts' | 'content'>,
  place: Place,
): {
  readonly message: string;
  readonly hint: string;
} {
  if (release.content.part) return partFailure(release, place);
  const { conflicts } = release;
  const { head, base } = place;
  const files = conflicts.slice(0, 5).map(({ path }) => `"${oneLine(path, 80)}"`);
  const more = conflicts.length > 5 ? ` and ${conflicts.length - 5} more` : '';
  return {
    message: `"${head}" and "${base}" conflict in ${counted(conflicts.length, 'file')}: ${files.join(', ')}${more}`,
    hint: `Bring "${base}" into "${head}" through a pull request (sync-staging opens one) and resolve them there; set "fail-on-conflict: false" to keep this step green.`,
  };
}
