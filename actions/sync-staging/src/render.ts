import type { Language } from '@release-train/action-kit/language';
import { codeSpan, forMarkdown, oneLine, table } from '@release-train/action-kit/text';
import type { PullRequest } from '@release-train/github';
import type { AutoMerging } from '@release-train/github/auto-merge';
import { renderAutoMerge } from '@release-train/github/auto-merge-words';
import {
  type BranchPreflight,
  renderBranchPreflight,
  renderUnsigned,
} from '@release-train/github/branch-preflight';
import { counted, fileLine, limited } from '@release-train/github/change-list';
import { heldBackRows } from '@release-train/github/held-back-words';
import type { PathConflict } from '@release-train/promotion';
import type { Content } from './content.ts';
import type { Decision, InSync } from './decide.ts';
import { words } from './words.ts';

export interface Place {
  /** `https://github.com/owner/name`. */
  readonly repositoryUrl: string;
  readonly head: string;
  readonly base: string;
  readonly branch: string;
}

/** In the log it is English; people read theirs in the summary. */
export function renderReason(decision: Decision, place: Place, language: Language = 'en'): string {
  const say = words[language];
  switch (decision.kind) {
    case 'in-sync':
    case 'close':
      return inSyncReason(decision.why, place, language);
    case 'hands-off':
      return decision.closed
        ? say.closed({ ...decision.closed, head: place.head })
        : say.handsOff({ branch: place.branch, pull: decision.open?.number });
    case 'sync': {
      const { conflicts, driftFiles } = decision.content;
      return conflicts.length > 0
        ? say.conflict({ ...place, files: conflicts.length })
        : say.lacks({ ...place, files: driftFiles });
    }
    default:
      return decision satisfies never;
  }
}

function inSyncReason(why: InSync, place: Place, language: Language): string {
  const say = words[language];
  switch (why) {
    case 'ancestor':
      return say.ancestor(place);
    case 'brought':
      return say.brought(place);
    case 'same-files':
      return say.sameFiles(place);
    default:
      return why satisfies never;
  }
}

export interface Result {
  readonly verdict: string;
  readonly pull: Pick<PullRequest, 'number' | 'url'> | undefined;
  readonly isDryRun: boolean;
  /** Its workflows wait for an approval. */
  readonly isHeldBack?: boolean;
  readonly autoMerging?: AutoMerging;
}

interface Told {
  readonly decision: Decision;
  readonly place: Place;
  readonly result: Result;
  readonly language: Language;
  /** Absent where GitHub's figures alone told that nothing is to do. */
  readonly content?: Pick<Content, 'driftFiles' | 'hotfixes' | 'conflicts'> | undefined;
  readonly maxDriftFiles?: number | undefined;
  readonly preflight?: BranchPreflight | undefined;
}

export function renderSummary(told: Told): string {
  const { decision, place, language, preflight } = told;
  const say = words[language];
  const conflicts = decision.kind === 'sync' ? decision.content.conflicts : [];
  const isUnsigned = decision.kind === 'sync' && preflight?.rules.requiresSignatures;
  const findings = [
    ...(preflight ? renderBranchPreflight(preflight, language) : []),
    ...(isUnsigned ? [renderUnsigned(place, language)] : []),
  ];
  const files = limited(
    conflicts.map(({ path }) => fileLine(path)),
    { most: 50, more: say.more },
  );
  const parts = [
    `### ${say.title(codeSpan(place.base))}`,
    table(['', ''], summaryRows(told)),
    ...(conflicts.length > 0 ? [say.conflicting, files] : []),
    ...(findings.length > 0 ? [say.rules, findings.map((line) => `- ${line}`).join('\n')] : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

function summaryRows(told: Told): string[][] {
  const { decision, place, result, language } = told;
  const { pull, verdict, isDryRun, isHeldBack, autoMerging } = result;
  const say = words[language];
  return [
    [say.verdict, `**${verdict}**${isDryRun ? ` ${say.dryRun}` : ''}`],
    [say.why, forMarkdown(renderReason(decision, place, language), 400)],
    ...(pull ? [[say.pullRequest, `[#${pull.number}](${pull.url})`]] : []),
    ...heldBackRows(isHeldBack, language),
    [say.branches, `${codeSpan(place.head)} → ${codeSpan(place.base)}`],
    ...(autoMerging && autoMerging.state !== 'off'
      ? [[say.autoMerge, renderAutoMerge(autoMerging, language)]]
      : []),
    ...(decision.kind === 'sync' || decision.kind === 'hands-off' ? driftRows(told) : []),
  ];
}

function driftRows({ content, language, maxDriftFiles }: Told): string[][] {
  if (!content) return [];
  const say = words[language];
  const { driftFiles, hotfixes } = content;
  const isOver = maxDriftFiles !== undefined && driftFiles > maxDriftFiles;
  const over = isOver ? `, ⚠️ ${forMarkdown(say.overLimit(maxDriftFiles))}` : '';
  return [
    [say.drift, `${say.files(driftFiles)}${over}`],
    ...(hotfixes.length > 0 ? [[say.hotfixes, String(hotfixes.length)]] : []),
  ];
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
