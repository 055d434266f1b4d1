/** Check runs and commit statuses as one thing: what tested a commit. Pure. */
import type { Check, Status } from '@release-train/github';
import type { Facts, Proofs } from './facts.ts';
import { type Gap, gapOf, ifKnown, type Learned } from './learned.ts';
import { gapNotes, type Note } from './note.ts';
import { type Finding, finding, type Item, type State, span } from './stage.ts';

export interface Proven {
  readonly items: readonly Item[];
  readonly gaps: readonly Gap[];
}

/** The newest of each name, first what is not good. `runUrl`: this very run proves nothing. */
export function provenBy({ runs, statuses }: Proofs, runUrl: string): Proven {
  const checks = (ifKnown(runs)?.items ?? []).filter(({ url }) => !isOwn(url, runUrl));
  const contexts = Map.groupBy(ifKnown(statuses)?.items ?? [], ({ context }) => context);
  const items = [...newestChecks(checks).map(checkItem), ...[...contexts.values()].map(statusItem)];
  const gaps = [runs, statuses].flatMap((each) => [...gapOf(each), ...cutOf(each)]);
  return { items: items.toSorted(byNeed), gaps };
}

export const cutOf = (learned: Learned<{ readonly isCut: boolean }>): readonly Gap[] =>
  ifKnown(learned)?.isCut ? [{ code: 'cut', detail: '' }] : [];

/** GitHub keeps checks and statuses as long as workflow runs, which may be 90 days (since October 2026). */
const keptMs = 90 * 86_400_000;

/** Where GitHub may have forgotten, finding nothing says nothing. */
export const expiredSince = (ms: number | undefined, nowMs: number): readonly Gap[] =>
  ms !== undefined && nowMs - ms > keptMs ? [{ code: 'expired', detail: '' }] : [];

/** The checks of the pull request's last commit. */
export function findChecks({ pull, checks, runUrl, nowMs }: Facts): Finding {
  if (!pull) return finding([], { notes: [{ code: 'no-pull' }] });
  const { items, gaps } = provenBy(checks, runUrl);
  const lost = items.length === 0 ? expiredSince(pull.mergedAtMs ?? pull.updatedAtMs, nowMs) : [];
  return proofFinding(items, [...gaps, ...lost]);
}

export function proofFinding(items: readonly Item[], gaps: readonly Gap[]): Finding {
  const notes = [...(items.length > 0 ? [countOf(items)] : []), ...gapNotes(gaps)];
  return finding(items, { notes, also: gaps.map(() => 'unknown' as const) });
}

function countOf(items: readonly Item[]): Note {
  const count = (...wanted: readonly State[]): number =>
    items.filter(({ state }) => wanted.includes(state)).length;
  const [ok, failed, running] = [count('ok'), count('failed'), count('running')];
  return { code: 'counted', ok, failed, running, other: items.length - ok - failed - running };
}

const isOwn = (url: string | undefined, runUrl: string): boolean =>
  runUrl !== '' && (url === runUrl || (url?.startsWith(`${runUrl}/`) ?? false));

/** A check that ran again, in another suite, is what it came to last. */
function newestChecks(checks: readonly Check[]): readonly Check[] {
  const names = Map.groupBy(checks, ({ app, name }) => JSON.stringify([app, name]));
  return [...names.values()].flatMap((same) => same.toSorted(byBeginning).at(-1) ?? []);
}

// What has not begun yet is the newest; a name that ties is settled by all that is told.
const byBeginning = (a: Check, b: Check): number =>
  (a.startedAtMs ?? Number.MAX_SAFE_INTEGER) - (b.startedAtMs ?? Number.MAX_SAFE_INTEGER) ||
  JSON.stringify(a).localeCompare(JSON.stringify(b));

const byNeed = (a: Item, b: Item): number =>
  need.indexOf(a.state) - need.indexOf(b.state) ||
  (a.startMs ?? 0) - (b.startMs ?? 0) ||
  (a.name < b.name ? -1 : Number(a.name > b.name));

const need: readonly State[] = ['failed', 'unknown', 'running', 'warning', 'ok', 'skipped'];

function checkItem({ name, status, conclusion, startedAtMs, endedAtMs, url }: Check): Item {
  const word = conclusion ?? status;
  const state = status === 'completed' ? (conclusions[conclusion ?? ''] ?? 'unknown') : 'running';
  return {
    name,
    state,
    ...span(startedAtMs, endedAtMs),
    ...(url ? { url } : {}),
    notes: word === 'success' ? [] : [{ code: 'word', word }],
  };
}

// https://docs.github.com/rest/guides/using-the-rest-api-to-interact-with-checks
const conclusions: Readonly<Record<string, State>> = {
  success: 'ok',
  neutral: 'skipped',
  skipped: 'skipped',
  failure: 'failed',
  timed_out: 'failed',
  startup_failure: 'failed',
  cancelled: 'failed',
  action_required: 'running',
};

const statusStates: Readonly<Record<string, State>> = {
  success: 'ok',
  failure: 'failed',
  error: 'failed',
  pending: 'running',
};

/** From its first status to its newest. */
function statusItem(same: readonly Status[]): Item {
  const [first, last] = [same.toSorted(byTime)[0], same.toSorted(byTime).at(-1)];
  const state = statusStates[last?.state ?? ''] ?? 'unknown';
  return {
    name: last?.context ?? '',
    state,
    ...span(first?.atMs, state === 'running' ? undefined : last?.atMs),
    ...(last?.url ? { url: last.url } : {}),
    notes: state === 'ok' ? [] : [{ code: 'word', word: last?.state ?? '' }],
  };
}

const byTime = (a: Status, b: Status): number =>
  a.atMs - b.atMs || JSON.stringify(a).localeCompare(JSON.stringify(b));
