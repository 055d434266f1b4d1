/** Whether the release held: health, the monitor's verdict, what was undone, the way back. Pure. */
import type { HistoryPull, Status } from '@release-train/github';
import { readRecord } from '@release-train/github/managed-block';
import type { Deployment } from '@release-train/railway';
import { evidenceItems } from './evidence-items.ts';
import type { Facts, ServiceFacts } from './facts.ts';
import { type Gap, gapOf, ifKnown, unknown } from './learned.ts';
import { gapNotes, type Note } from './note.ts';
import { cutOf, expiredSince } from './proofs.ts';
import { type Finding, finding, type Item, type State, span, spanOf } from './stage.ts';

/** A health check leaves no record on GitHub: an earlier step says it, or Railway's own check. */
export function findHealth({ commit, evidence, railway }: Facts): Finding {
  if (commit === undefined) return finding([]);
  const said = evidenceItems(evidence, 'health');
  if (said.length > 0) return finding(said);
  const items = (ifKnown(railway)?.services ?? []).flatMap(railwayHealth);
  if (items.length > 0) return finding(items);
  const gap = gapOf(railway).find(({ code }) => code !== 'no-railway-token');
  const { gap: nowhere } = unknown('no-record') as { readonly gap: Gap };
  return finding([], { notes: gapNotes([gap ?? nowhere]), also: ['unknown'] });
}

function railwayHealth({ name, url, steps }: ServiceFacts): readonly Item[] {
  const own = (ifKnown(steps) ?? []).filter((step) => step.name === 'HEALTHCHECK');
  if (own.length === 0) return [];
  const isFailed = own.some(({ error }) => error !== undefined);
  const spans = own.map(({ startedAtMs, endedAtMs }) => span(startedAtMs, endedAtMs));
  const ended = spans.every(({ endMs }) => endMs !== undefined) ? 'ok' : 'running';
  const state = isFailed ? 'failed' : ended;
  return [{ name, url, state, ...spanOf(spans), notes: [{ code: 'by-railway' }] }];
}

const monitorStates: Readonly<Record<string, State>> = {
  healthy: 'ok',
  degraded: 'warning',
  failed: 'failed',
  inconclusive: 'unknown',
  superseded: 'skipped',
  'not-applicable': 'skipped',
  watching: 'running',
};

/** `healthy (clean) [0a1b2c3d.0a1b2c3d4e5f]`, as post-deploy-monitor writes it. */
const record =
  /^(?<verdict>[a-z-]+)(?: \((?<reason>[a-z-]+)\))? \[(?<place>[0-9a-f]{8})\.(?<key>[0-9a-f]{12})\]$/;

const monitorContext = 'release-train/monitor';

/** Oldest first. */
function judgements(statuses: readonly Status[]): readonly Status[] {
  const own = statuses.filter(({ context }) => context === monitorContext);
  return own.toSorted((a, b) => a.atMs - b.atMs || (a.description < b.description ? -1 : 1));
}

export function findMonitor({ commit, statuses, evidence, pull, nowMs }: Facts): Finding {
  if (commit === undefined) return finding([]);
  const gaps = [...gapOf(statuses), ...cutOf(statuses)];
  const found = judgements(ifKnown(statuses)?.items ?? []);
  const last = found.at(-1);
  if (last) return judged(found, last);
  const said = evidenceItems(evidence, 'monitor');
  if (said.length > 0) return finding(said, { notes: gapNotes(gaps) });
  const open = [...gaps, ...expiredSince(pull?.mergedAtMs, nowMs)];
  return finding([], { notes: gapNotes(open), also: open.map(() => 'unknown' as const) });
}

function judged(found: readonly Status[], last: Status): Finding {
  const { verdict = '', reason } = record.exec(last.description)?.groups ?? {};
  const state = monitorStates[verdict] ?? 'unknown';
  const begun = found.find(({ description }) => description.startsWith('watching')) ?? last;
  const word = [verdict || last.description, ...(reason ? [`(${reason})`] : [])].join(' ');
  return {
    state,
    ...span(begun.atMs, state === 'running' ? undefined : last.atMs),
    ...(last.url ? { url: last.url } : {}),
    notes: [{ code: 'word', word }],
    items: [],
  };
}

/** The ref by which the monitor claims a deployment before it acts; nothing: no verdict on record. */
export function claimOf(statuses: readonly Status[]): string | undefined {
  const last = judgements(statuses).findLast(({ description }) => record.test(description));
  const { place, key } = record.exec(last?.description ?? '')?.groups ?? {};
  return place && key ? `release-train/claims/${place}/${key}` : undefined;
}

export function findRollback(facts: Facts): Finding {
  const { commit, claim, intoBase, railway } = facts;
  if (commit === undefined) return finding([]);
  const items = [
    ...claimItems(facts),
    ...(ifKnown(railway)?.services ?? []).flatMap(({ name, url, wentBack }) =>
      wentBack.map((deployment) => wentBackItem(deployment, { name, url })),
    ),
    ...(ifKnown(intoBase)?.items ?? []).filter((each) => isRevert(each, facts)).map(pullItem),
  ];
  const gaps = [...gapOf(claim), ...gapOf(intoBase), ...cutOf(intoBase)];
  return finding(items, { notes: gapNotes(gaps), also: gaps.map(() => 'unknown' as const) });
}

function claimItems({ claim, commit }: Facts): readonly Item[] {
  const note = ifKnown(claim);
  const content = note && claimContent(note.message);
  if (!note || content?.['commit'] !== commit) return [];
  const { state, atMs, outcome } = content ?? {};
  const isActed = state === 'acted';
  const startMs = typeof atMs === 'number' ? atMs : undefined;
  const notes: Note[] = isActed
    ? [{ code: 'acted', outcome: typeof outcome === 'string' ? outcome : '' }]
    : [{ code: 'claimed' }];
  // What came of it is in words; only Railway's own records prove it.
  const name = 'post-deploy-monitor';
  return [{ name, state: 'warning', ...span(startMs, isActed ? note.atMs : undefined), notes }];
}

function claimContent(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const content: unknown = JSON.parse(text.slice(text.indexOf('{')));
    return typeof content === 'object' && content !== null ? { ...content } : undefined;
  } catch {
    return undefined;
  }
}

const wentBackStates: Partial<Record<Deployment['phase'], State>> = {
  live: 'ok',
  failed: 'failed',
  crashed: 'failed',
  queued: 'running',
  moving: 'running',
};

const wentBackItem = (
  { phase, status, createdAtMs, statusSinceMs, commit = '' }: Deployment,
  of: { readonly name: string; readonly url: string },
): Item => ({
  ...of,
  state: wentBackStates[phase] ?? 'unknown',
  ...span(createdAtMs, phase === 'live' || phase === 'failed' ? statusSinceMs : undefined),
  notes: [
    { code: 'went-back', commit },
    { code: 'word', word: status },
  ],
});

/** By the tool's record, GitHub's revert button, or git's own words. */
function isRevert({ number, body, createdAtMs, authorRole }: HistoryPull, facts: Facts): boolean {
  const { pull, commit = '' } = facts;
  if (number === pull?.number || createdAtMs < (pull?.mergedAtMs ?? 0)) return false;
  const isMarked = authorRole !== 'outsider' && readRecord(body, 'revert')?.['reverts'] === commit;
  const reverted = /\bReverts \S*#(?<number>\d+)\b/.exec(body)?.groups?.['number'];
  const isOfPull = pull !== undefined && reverted === String(pull.number);
  return isMarked || isOfPull || body.includes(`This reverts commit ${commit}`);
}

function pullItem({ number, title, url, state, isMerged, ...times }: HistoryPull): Item {
  const end = isMerged ? 'merged' : state;
  return {
    name: title,
    state: pullStates[end],
    url,
    ...span(times.createdAtMs, times.mergedAtMs),
    notes: [{ code: 'pull', number, state: end }],
  };
}

const pullStates = { merged: 'ok', open: 'running', closed: 'skipped' } as const;

/** The pull request that brought the release back to staging, or that none was needed. */
export function findSync(facts: Facts): Finding {
  const { pull, intoHead, trees, kind } = facts;
  if (kind !== 'release' || pull?.mergedAtMs === undefined) return finding([]);
  const gaps = [...gapOf(intoHead), ...cutOf(intoHead)];
  const items = (ifKnown(intoHead)?.items ?? []).filter((each) => isSync(each, pull));
  const [first] = items.toSorted((a, b) => endOf(a) - endOf(b) || a.number - b.number);
  if (first) return finding([pullItem(first)]);
  const [source, landed] = [ifKnown(trees.source), ifKnown(trees.landed)];
  if (source !== undefined && source === landed) {
    return { ...finding([], { notes: [{ code: 'same-content' }] }), state: 'skipped' };
  }
  return finding([], { notes: gapNotes(gaps), also: gaps.map(() => 'unknown' as const) });
}

const endOf = ({ mergedAtMs }: HistoryPull): number => mergedAtMs ?? Number.MAX_SAFE_INTEGER;

/** Merged after the release, or still open: what it brings holds the release. */
function isSync(each: HistoryPull, { baseBranch, mergedAtMs = 0 }: HistoryPull): boolean {
  const isWaySync = each.headBranch === baseBranch || each.headBranch.startsWith('sync/');
  const isMarked = readRecord(each.body, 'sync') !== undefined && each.authorRole !== 'outsider';
  const isAlive = each.isMerged || each.state === 'open';
  return (isWaySync || isMarked) && !each.isFromFork && isAlive && endOf(each) >= mergedAtMs;
}
