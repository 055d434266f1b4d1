import type { Commit } from '@release-train/git';
import type { PullRequest } from '@release-train/github';
import type { ClosedByPerson } from '@release-train/github/closed-by-people';
import { type PullPlan, planPull, type WantedPull } from '@release-train/github/standing-pull';
import type { PathConflict } from '@release-train/promotion';
import type { Content } from './content.ts';
import type { Inputs } from './contract.ts';
import type { Seen } from './facts.ts';
import type { Part } from './part.ts';
import type { Place } from './place.ts';
import type { ReleaseCommit } from './release-commit.ts';

export type Policy = Pick<WantedPull, 'title' | 'draft'>;

export type Decision = Nothing | HandsOff | Release;

export interface Nothing {
  readonly kind: 'nothing';
  readonly why: 'no-commits' | 'same-files' | 'nothing-picked';
  /** Absent where GitHub's own figures tell. */
  readonly content?: Content;
}

/** People work on the release branch, or have closed this very release. */
export interface HandsOff {
  readonly kind: 'hands-off';
  readonly content: Content;
  readonly entries: readonly Entry[];
  readonly strategy: Choice['strategy'];
  /** The pull request's branch, and its tip. */
  readonly branch: string;
  readonly tip: string;
  readonly closed?: ClosedByPerson;
}

export interface Release {
  readonly kind: 'release';
  readonly content: Content;
  readonly choice: Choice;
  readonly conflicts: readonly PathConflict[];
  readonly entries: readonly Entry[];
  /** The pull request's branch and its tip, and the commit of base it stands on. */
  readonly branch: string;
  readonly tip: string;
  readonly builtOn: string;
  readonly push: { readonly expected: string | undefined } | undefined;
  /** The pull request to keep, and the one of the other strategy that it replaces. */
  readonly open: PullRequest | undefined;
  readonly replaced: PullRequest | undefined;
  readonly plan: PullPlan;
  /** What the rules ask of whoever merges it. */
  readonly advice: readonly string[];
  /** Merge methods that settings and rules leave; `undefined` where nobody says. */
  readonly mergeMethods: readonly string[] | undefined;
}

/** One line of the release: a pull request with its commit, or a commit without one. */
export interface Entry {
  readonly commit: Commit;
  readonly pull: PullRequest | undefined;
}

export interface Choice {
  readonly strategy: 'direct' | 'merge' | 'cherry-pick';
  readonly why:
    | 'asked'
    | 'same'
    | 'standing'
    | 'source'
    | 'squash'
    | 'differs'
    | 'labels'
    | Part['why'];
  /** Files in which GitHub would stop at, or make of, `direct` something else than the release. */
  readonly differs: readonly string[];
}

/** Marks the managed block of a release. */
export const blockKind = 'release';

/** What GitHub's own figures settle. */
export function settled(
  seen: Seen,
  { 'source-sha': source, pick = [] }: Pick<Inputs, 'source-sha' | 'pick'>,
): Nothing | undefined {
  // A pick may come from another branch.
  if (pick.length > 0) return undefined;
  if (seen.ahead === 0) return { kind: 'nothing', why: 'no-commits' };
  const isSame = seen.head.tree === seen.base.tree && source === undefined;
  return isSame ? { kind: 'nothing', why: 'same-files' } : undefined;
}

export interface Choosing {
  readonly asked: Inputs['strategy'];
  /** Files in which git's own merge of the tips conflicts, or is another than the release. */
  readonly differs: () => Promise<readonly string[]>;
  /** Labels decide what is released: then the pull request may not move with `head`. */
  readonly isSelective?: boolean;
}

/**
 * `direct` costs the least, so it comes first: wherever GitHub would show, list and merge the same.
 * After a squash it would list what shipped long ago. A pull request that is open stays if it can.
 * Only what changes the release may change the answer, or a second run would find something to write.
 */
export async function chooseStrategy(
  seen: Pick<Seen, 'direct' | 'own'>,
  content: Content,
  { asked, differs, isSelective = false }: Choosing,
): Promise<Choice> {
  if (content.part) return { strategy: 'cherry-pick', why: content.part.why, differs: [] };
  const merge = (why: Choice['why']): Choice => ({ strategy: 'merge', why, differs: [] });
  if (asked === 'direct') return { strategy: 'direct', why: 'asked', differs: await differs() };
  if (asked === 'merge') return merge('asked');
  const isSquashed = content.divergence === 'squash' || content.divergence === 'both';
  if (isSquashed && (seen.own || !seen.direct)) return merge('squash');
  if (content.source !== content.head) return merge('source');
  if (isSelective) return merge('labels');
  const isSame = (await differs()).length === 0;
  if (isSame) return seen.own ? merge('standing') : { ...merge('same'), strategy: 'direct' };
  return merge(isSquashed ? 'squash' : 'differs');
}

interface Options {
  readonly choice: Choice;
  readonly place: Place;
  /** Absent for `direct`. */
  readonly commit: ReleaseCommit | undefined;
  readonly advice: readonly string[];
  readonly mergeMethods: readonly string[] | undefined;
}

export function decide(
  seen: Pick<Seen, 'direct' | 'own'>,
  content: Content,
  { choice, place, commit, advice, mergeMethods, ...policy }: Options & Policy,
): Decision {
  const entries = entriesOf(content);
  const own = commit?.own;
  if (own?.isForeign) {
    const { strategy } = choice;
    return { kind: 'hands-off', content, entries, strategy, branch: place.branch, tip: own.tip };
  }
  const open = commit ? seen.own : seen.direct;
  const isKept = own?.isGood === true;
  const tip = isKept ? own.tip : (commit?.wanted ?? content.head);
  const builtOn = (isKept ? own.builtOn : undefined) ?? content.base;
  const conflicts = conflictsOf(content, choice);
  const record = {
    source: content.source,
    base: builtOn,
    ...(commit ? { tip } : {}),
    ...(content.part ? { part: content.part.record } : {}),
  };
  // Named picks go beside the standing release; every other release takes its place.
  const other = commit ? seen.direct : seen.own;
  return {
    kind: 'release',
    content,
    choice,
    conflicts,
    entries,
    branch: commit ? place.branch : place.head,
    tip,
    builtOn,
    push: commit && !isKept ? { expected: own?.tip } : undefined,
    open,
    advice,
    mergeMethods,
    replaced: choice.why === 'picked' ? undefined : other,
    plan: planPull(open, {
      kind: blockKind,
      title: titleOf(policy.title, place),
      record,
      isConflicted: conflicts.length > 0,
      draft: policy.draft,
    }),
  };
}

/** What GitHub would merge otherwise is as bad as what it cannot merge. */
function conflictsOf(content: Content, { differs }: Choice): readonly PathConflict[] {
  const known = new Set(content.conflicts.map(({ path }) => path));
  const more = differs.filter((path) => !known.has(path));
  return [
    ...content.conflicts,
    ...more.map((path) => ({ path, kind: 'content', main: [], staging: [] }) as const),
  ];
}

/** In one pass: a branch may be called "{base}". */
const titleOf = (title: string, names: Pick<Place, 'head' | 'base'>): string =>
  title.replace(/\{(head|base)\}/g, (_whole, name: 'head' | 'base') => names[name]);

const entriesOf = ({ commits, broughtBy }: Content): Entry[] =>
  commits.map((commit) => ({ commit, pull: broughtBy.get(commit.sha) }));
