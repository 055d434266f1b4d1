/** Notes and gaps in words, made safe for Markdown. Pure. */
import { codeSpan, forMarkdown } from '@release-train/action-kit/text';
import type { Gap } from './learned.ts';
import type { Note } from './note.ts';
import type { Words } from './words.ts';

export const sayAll = (notes: readonly Note[], words: Words): string =>
  notes.map((note) => say(note, words)).join('; ');

const people = (logins: readonly string[]): string =>
  logins
    .slice(0, 5)
    .map((login) => forMarkdown(login, 40))
    .join(', ') + (logins.length > 5 ? ', …' : '');

const short = (sha: string): string => codeSpan(sha.slice(0, 7));

/** A word of post-deploy-monitor's; one that is not known here is shown as it is. */
const actOf = (outcome: string, { acts }: Words): string =>
  (Object.hasOwn(acts, outcome) ? acts[outcome] : undefined) ?? forMarkdown(outcome, 300);

type Saying = { readonly [C in Note['code']]: (note: NoteOf<C>, words: Words) => string };
type NoteOf<C extends Note['code']> = Extract<Note, { readonly code: C }>;

const sayings: Saying = {
  opened: ({ by }, words) => words.opened(forMarkdown(by, 40)),
  'no-pull': (_note, words) => words.noPull,
  'no-source': (_note, words) => words.noSource,
  counted: (counts, words) => words.counted(counts),
  word: ({ word }) => codeSpan(word, 80),
  late: (_note, words) => words.late,
  approved: ({ by }, words) => words.approved(people(by)),
  'approved-by-bots': ({ by }, words) => words.approvedByBots(people(by)),
  'approved-by-outsiders': ({ by }, words) => words.approvedByOutsiders(people(by)),
  'approved-other-commit': ({ by }, words) => words.approvedOtherCommit(people(by)),
  'approved-after-merge': ({ by }, words) => words.approvedAfterMerge(people(by)),
  'changes-requested': ({ by }, words) => words.changesRequested(people(by)),
  merged: ({ by, commit }, words) =>
    words.merged({ by: forMarkdown(by, 40), commit: short(commit) }),
  'not-merged': (_note, words) => words.notMerged,
  closed: (_note, words) => words.closed,
  replaced: (_note, words) => words.replaced,
  skipped: ({ reason }, words) => words.skipped(forMarkdown(reason, 120)),
  'step-failed': ({ step, error }, words) =>
    words.stepFailed({ step: codeSpan(step, 40), error: forMarkdown(error, 200) }),
  'by-railway': (_note, words) => words.byRailway,
  'from-evidence': (_note, words) => words.fromEvidence,
  claimed: (_note, words) => words.claimed,
  acted: ({ outcome }, words) => words.acted(actOf(outcome, words)),
  'went-back': ({ commit }, words) => words.wentBack(short(commit)),
  pull: (pull, words) => words.pull(pull),
  'same-content': (_note, words) => words.sameContent,
  gap: ({ gap }, words) => words.gap[gap.code],
};

/** One entry a code, so the one that is looked up takes the note it is looked up by. */
export const say = <C extends Note['code']>(note: NoteOf<C>, words: Words): string =>
  (sayings[note.code as C] as (note: NoteOf<C>, words: Words) => string)(note, words);

export const sayGap = ({ code, detail }: Gap, words: Words): string =>
  detail === '' ? words.gap[code] : `${words.gap[code]} (${forMarkdown(detail, 300)})`;

/** Square brackets with an address that cannot end the link or the cell it stands in. */
export function link(text: string, url: string | undefined): string {
  if (!url || !URL.canParse(url)) return text;
  const { protocol, href } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:') return text;
  return `[${text}](${href.replace(/[()|<>\\`\s]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`)})`;
}
