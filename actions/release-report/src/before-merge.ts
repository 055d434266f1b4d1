/** What happened until the merge: the proof on staging, the pull request, the approval. Pure. */
import type { HistoryPull, Review } from '@release-train/github';
import { environmentItems } from './deploy-stage.ts';
import { evidenceItems } from './evidence-items.ts';
import type { Facts } from './facts.ts';
import { gapOf, ifKnown } from './learned.ts';
import { gapNotes, type Note } from './note.ts';
import { cutOf, expiredSince, proofFinding, provenBy } from './proofs.ts';
import { type Finding, finding, type Item, span } from './stage.ts';

const noPull: Finding = finding([], { notes: [{ code: 'no-pull' }] });

/** Checks and other environments' deployments of the very commit that is released. */
export function findStaging(facts: Facts): Finding {
  const { pull, staging, environment, evidence, runUrl, nowMs } = facts;
  const said = evidenceItems(evidence, 'staging');
  const gaps = gapOf(staging.source);
  if (gaps.length > 0) return proofFinding(said, gaps);
  const source = ifKnown(staging.source);
  if (source === undefined) return finding(said, { notes: [{ code: 'no-source' }] });
  const proven = provenBy(staging, runUrl);
  const elsewhere = environmentItems(staging.deployments, (name) => !isNamed(name, environment));
  const items = [...proven.items, ...elsewhere.items, ...said].map((item) => lateItem(item, pull));
  const lost = items.length === 0 ? expiredSince(pull?.mergedAtMs, nowMs) : [];
  return proofFinding(items, [...proven.gaps, ...elsewhere.gaps, ...lost]);
}

/** Railway calls its environments `<project> / <environment>`. */
export const isNamed = (name: string, wanted: string): boolean =>
  name.toLowerCase() === wanted.toLowerCase() ||
  name.toLowerCase().endsWith(` / ${wanted.toLowerCase()}`);

/** Proven, but only after it was too late. */
function lateItem(item: Item, pull: HistoryPull | undefined): Item {
  const { mergedAtMs = Number.MAX_SAFE_INTEGER } = pull ?? {};
  const isLate = item.state === 'ok' && (item.endMs ?? 0) > mergedAtMs;
  return isLate ? { ...item, state: 'warning', notes: [...item.notes, { code: 'late' }] } : item;
}

export function findPull({ pull }: Facts): Finding {
  if (!pull) return noPull;
  const { url, author, createdAtMs } = pull;
  const notes: Note[] = [{ code: 'opened', by: author }];
  return { state: 'ok', ...span(createdAtMs, createdAtMs), url, notes, items: [] };
}

export function findMerge({ pull }: Facts): Finding {
  if (!pull) return noPull;
  const { url, state, mergedAtMs, mergeCommit = '', mergedBy } = pull;
  if (mergedAtMs === undefined) {
    const notes: Note[] = [{ code: state === 'open' ? 'not-merged' : 'closed' }];
    return { state: 'none', url, notes, items: [] };
  }
  const notes: Note[] = [{ code: 'merged', by: mergedBy?.login ?? '', commit: mergeCommit }];
  return { state: 'ok', ...span(mergedAtMs, mergedAtMs), url, notes, items: [] };
}

/** From the pull request to the last approval by a person before the merge. */
export function findApproval({ pull, reviews }: Facts): Finding {
  if (!pull) return noPull;
  const gaps = [...gapOf(reviews), ...cutOf(reviews)];
  const { mergedAtMs = Number.MAX_SAFE_INTEGER } = pull;
  const all = ifKnown(reviews)?.items ?? [];
  const last = lastWords(all.filter(({ atMs }) => atMs <= mergedAtMs));
  const approvals = last.filter(({ state }) => state === 'approved');
  const people = approvals.filter(({ author }) => !author.isBot);
  const members = people.filter(({ isOfMember }) => isOfMember);
  const current = members.filter(({ commit }) => commit === undefined || commit === pull.headSha);
  const refusals = last.filter(({ state }) => state === 'changes-requested');
  const notes = approvalNotes(pull, { all, approvals, refusals });
  const isPlain = current.length > 0 && refusals.length === 0;
  const approved = isPlain ? 'ok' : 'warning';
  const approvedMs = people.length > 0 ? Math.max(...people.map(({ atMs }) => atMs)) : undefined;
  const given = people.length === 0 ? 'none' : approved;
  return {
    state: gaps.length > 0 ? 'unknown' : given,
    ...(approvedMs === undefined ? {} : span(pull.createdAtMs, approvedMs)),
    url: people.at(-1)?.url ?? pull.url,
    notes: [...notes, ...gapNotes(gaps)],
    items: [],
  };
}

interface Approvals {
  readonly all: readonly Review[];
  readonly approvals: readonly Review[];
  readonly refusals: readonly Review[];
}

function approvalNotes(
  pull: HistoryPull,
  { all, approvals, refusals }: Approvals,
): readonly Note[] {
  const { headSha, mergedAtMs = Number.MAX_SAFE_INTEGER } = pull;
  const people = approvals.filter(({ author }) => !author.isBot);
  const members = people.filter(({ isOfMember }) => isOfMember);
  const isOther = ({ commit }: Review): boolean => commit !== undefined && commit !== headSha;
  const isLate = ({ atMs, state, author }: Review): boolean =>
    atMs > mergedAtMs && state === 'approved' && !author.isBot;
  const notes = [
    { code: 'approved', of: members.filter((each) => !isOther(each)) },
    { code: 'approved-other-commit', of: members.filter(isOther) },
    { code: 'approved-by-outsiders', of: people.filter(({ isOfMember }) => !isOfMember) },
    { code: 'approved-by-bots', of: approvals.filter(({ author }) => author.isBot) },
    { code: 'changes-requested', of: refusals },
    { code: 'approved-after-merge', of: all.filter(isLate) },
  ] as const;
  return notes.flatMap(({ code, of }) => (of.length > 0 ? [{ code, by: logins(of) }] : []));
}

const logins = (reviews: readonly Review[]): readonly string[] => [
  ...new Set(reviews.map(({ author }) => author.login)),
];

/** A later comment takes nothing back; a later verdict or a dismissal does. */
function lastWords(reviews: readonly Review[]): readonly Review[] {
  const verdicts = reviews.filter(({ state }) => state !== 'commented');
  const byAuthor = Map.groupBy(verdicts.toSorted(byTime), ({ author }) => author.login);
  return [...byAuthor.values()].flatMap((own) => own.at(-1) ?? []).toSorted(byTime);
}

const byTime = (a: Review, b: Review): number =>
  a.atMs - b.atMs || JSON.stringify(a).localeCompare(JSON.stringify(b));
