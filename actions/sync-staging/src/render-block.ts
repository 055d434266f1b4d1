/** What the managed block of the pull request says. */
import type { Language } from '@release-train/action-kit/language';
import { codeBlock, codeSpan } from '@release-train/action-kit/text';
import { commitLine, fileLine, limited } from '@release-train/github/change-list';
import type { PathConflict } from '@release-train/promotion';
import type { Method } from './content.ts';
import type { Sync } from './decide.ts';
import type { Place } from './render.ts';
import { type Ends, type Words, words } from './words.ts';

interface Options {
  readonly language: Language;
  readonly method: Method;
  /** Commits listed at most. */
  readonly most: number;
}

export function renderBlock(
  { content }: Sync,
  place: Place,
  { language, method, most }: Options,
): string {
  const say = words[language];
  const ends = endsOf(place);
  const { conflicts, driftFiles, hotfixes } = content;
  const commits = hotfixes.map((commit) => commitLine(commit, place.repositoryUrl));
  const list = limited(commits, { most, more: say.more });
  return [
    say.brings({ ...ends, files: driftFiles }),
    ...(conflicts.length > 0 ? [renderConflict(conflicts, place, { say, most })] : []),
    ...(method === 'merge' ? [say.keepsAncestry(ends)] : []),
    ...(commits.length > 0 ? [`### ${say.commits}`, list] : []),
  ].join('\n\n');
}

export const renderClosed = (place: Place, language: Language): string =>
  words[language].nothingLeft(endsOf(place));

const endsOf = ({ head, base }: Place): Ends => ({ head: codeSpan(head), base: codeSpan(base) });

/** Branch names may hold what a shell would take for more than a name. */
const shellWord = (text: string): string =>
  /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

interface Saying {
  readonly say: Words;
  readonly most: number;
}

function renderConflict(
  conflicts: readonly PathConflict[],
  place: Place,
  { say, most }: Saying,
): string {
  const commands = [
    'git fetch origin',
    `git switch ${shellWord(place.branch)}`,
    `git merge ${shellWord(`origin/${place.base}`)}`,
    say.thenCommit,
    'git commit && git push',
  ];
  return [
    `### ${say.conflictTitle}`,
    say.resolve(endsOf(place)),
    limited(conflictLines(conflicts, place, say), { most: Math.max(most, 20), more: say.more }),
    say.falseConflicts,
    codeBlock(commands.join('\n')),
  ].join('\n\n');
}

/** The commits of both sides that changed a file since the branches agreed on it. */
const conflictLines = (
  conflicts: readonly PathConflict[],
  { head, base }: Place,
  say: Words,
): string[] =>
  conflicts.map(({ path, main, staging }) => {
    const sides = [
      ...(main.length > 0 ? [`${codeSpan(head)}: ${commitNames(main, say)}`] : []),
      ...(staging.length > 0 ? [`${codeSpan(base)}: ${commitNames(staging, say)}`] : []),
    ];
    return `${fileLine(path)}${sides.length > 0 ? ` (${sides.join('; ')})` : ''}`;
  });

const commitNames = (shas: readonly string[], say: Words): string =>
  [
    ...shas.slice(-5).map((sha) => `\`${sha.slice(0, 7)}\``),
    ...(shas.length > 5 ? [say.namesMore(shas.length - 5)] : []),
  ].join(', ');
