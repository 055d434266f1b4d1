/** What people read of a partial release: what it leaves out, and what it takes where it conflicts. */
import { codeBlock, codeSpan, forMarkdown, oneLine } from '@release-train/action-kit/text';
import { fileLine, limited } from '@release-train/github/change-list';
import type { PathConflict } from '@release-train/promotion';
import type { BlockWords } from './block-words.ts';
import type { Content } from './content.ts';
import type { Release } from './decide.ts';
import type { Part } from './part.ts';
import { partReasons } from './part-words.ts';
import { endsOf, type Place } from './place.ts';
import type { HeldBack } from './selection.ts';

interface Options {
  readonly words: BlockWords;
  readonly most: number;
}

/** For the log and the error of the step. */
export function partFailure(
  { conflicts, content }: Pick<Release, 'conflicts' | 'content'>,
  { base }: Place,
): { readonly message: string; readonly hint: string } {
  const files = conflicts.slice(0, 5).map(({ path }) => `"${oneLine(path, 80)}"`);
  const more = conflicts.length > 5 ? ` and ${conflicts.length - 5} more` : '';
  const counts = { base, commits: refusedOf(content.part).length, files: conflicts.length };
  return {
    message: `${partReasons.en.notAlone(counts)}: ${files.join(', ')}${more}`,
    hint: 'Release as well what the picked commits build on, or pick them by hand onto the release branch: the pull request says how. Set "fail-on-conflict: false" to keep this step green.',
  };
}

export const refusedOf = (part: Part | undefined): readonly HeldBack[] =>
  (part?.heldBack ?? []).filter(({ why }) => why === 'conflict');

/** A line for each pull request, and for each commit that came by none. */
export function renderHeldBack(part: Part, place: Place, { words, most }: Options): string {
  const groups = new Map<string, string>();
  for (const one of part.heldBack) {
    const key = one.pull ? `#${one.pull.number} ${one.why}` : one.commit.sha;
    groups.set(key, `- ${nameOf(one, place)}: ${reasonOf(one.why, words)}`);
  }
  return limited([...groups.values()], { most, more: words.more });
}

const nameOf = ({ commit, pull }: HeldBack, { repositoryUrl }: Place): string =>
  pull
    ? `#${pull.number} ${forMarkdown(pull.title, 120)}`
    : `[\`${commit.sha.slice(0, 7)}\`](${repositoryUrl}/commit/${commit.sha}) ${forMarkdown(commit.subject, 120)}`;

function reasonOf(why: HeldBack['why'], words: BlockWords): string {
  switch (why) {
    case 'hold-label':
      return words.holdLabel;
    case 'not-picked':
      return words.notPicked;
    case 'conflict':
      return words.cannotStand;
    default:
      return why satisfies never;
  }
}

/** The commands are for whoever decides to bring it nevertheless. */
export function renderPartConflict(
  { conflicts, content, branch }: Pick<Release, 'conflicts' | 'content' | 'branch'>,
  place: Place,
  { words, most }: Options,
): string {
  const name = nameIn(content);
  const lines = conflicts.map(
    (conflict) => `${fileLine(conflict.path)}: ${conflictText(conflict, { name, place, words })}`,
  );
  const refused = refusedOf(content.part).toReversed();
  const commands = [
    `git fetch origin ${quoted(branch)}`,
    `git switch ${quoted(branch)}`,
    ...refused.slice(0, 20).map(({ commit }) => pickCommand(commit)),
    'git push',
  ];
  const byHand = [words.byHand, codeBlock(commands.join('\n'))];
  return [
    `### ${words.conflict}`,
    refused.length > 0 ? words.buildsOnRest : words.unlikeWhole,
    limited(lines, { most, more: words.more }),
    ...(refused.length > 0 ? byHand : []),
  ].join('\n\n');
}

const pickCommand = ({ sha, parents }: HeldBack['commit']): string =>
  `git cherry-pick -x ${parents.length > 1 ? '-m 1 ' : ''}${sha}`;

/** For a shell: a branch may be called almost anything. */
const quoted = (text: string): string =>
  /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

interface Naming {
  readonly name: (sha: string) => string;
  readonly place: Place;
  readonly words: BlockWords;
}

function conflictText(
  { kind, main, staging, leftOut = [] }: PathConflict,
  { name, place, words }: Naming,
): string {
  if (kind === 'unexplained') return words.unlike;
  const { base } = endsOf(place);
  const list = (shas: readonly string[]): string =>
    [...new Set(shas.slice(-5).map(name))].join(', ');
  return [
    words.cannotAlone(list(staging)),
    ...(leftOut.length > 0 ? [words.leftOut(list(leftOut))] : []),
    ...(main.length > 0 ? [words.changedToo({ base, commits: list(main) })] : []),
  ].join('; ');
}

function nameIn({ broughtBy, landed }: Content): (sha: string) => string {
  const merged = new Map(landed.map(({ mergeCommit, number }) => [mergeCommit, number]));
  return (sha) => {
    const number = broughtBy.get(sha)?.number ?? merged.get(sha);
    return number === undefined ? codeSpan(sha.slice(0, 7)) : `#${number}`;
  };
}
