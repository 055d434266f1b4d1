/** Reads what GitHub keeps of a release: each kind by itself, so that one gap hides no other. */
import type { HistoryPull, Listed, ReleaseHistory } from '@release-train/github';
import { readMarkedSource } from '@release-train/github/carried';
import { readRecord } from '@release-train/github/managed-block';
import { claimOf } from './after-deploy.ts';
import type { Facts, Proofs, Written } from './facts.ts';
import { ifKnown, known, type Learned, learn } from './learned.ts';
import { type Previous, readShipped } from './read-shipped.ts';
import type { Subject } from './subject.ts';

export interface About extends Subject {
  readonly kind: Facts['kind'];
  /** Branch that releases come from. */
  readonly head: string;
}

/** How far back the release before this one is looked for. */
const lookBackMs = 90 * 86_400_000;

export async function readGitHub(about: About, history: ReleaseHistory): Promise<Written> {
  const { pull, commit } = about;
  const sinceMs = pull ? pull.createdAtMs - lookBackMs : 0;
  const [source, intoBase, headCommit, landed, first] = await Promise.all([
    sourceOf(about, pull, history),
    maybe(pull, ({ baseBranch }) => history.pullsInto(baseBranch, sinceMs), nothing),
    maybe(pull?.headSha, (sha) => history.commit(sha), undefined),
    maybe(commit, (sha) => history.commit(sha), undefined),
    readRecords(about, history),
  ]);
  const previous = await previousRelease(about, intoBase, history);
  const [staging, intoHead, claim] = await Promise.all([
    readStaging(about, source, { history, checks: first.checks }),
    maybe(pull, () => readIntoHead(about, previous, history), nothing),
    readClaim(first.statuses, history),
  ]);
  const message = ifKnown(headCommit)?.message ?? '';
  const shipping = { pull, source: ifKnown(source), previous, intoHead, message };
  const shipped = await readShipped(shipping, history);
  const { tree, ...proofs } = staging;
  return {
    ...first,
    staging: { source, ...proofs },
    trees: { source: tree, head: treeOf(headCommit), landed: treeOf(landed) },
    ...{ shipped, claim, intoBase, intoHead },
  };
}

const nothing: Listed<never> = { items: [], isCut: false };

/** What there is nothing to ask about is known to be nothing. */
const maybe = <K, T, N>(
  key: K | undefined,
  read: (key: K) => Promise<T>,
  otherwise: N,
): Promise<Learned<T | N>> =>
  key === undefined ? Promise.resolve(known(otherwise)) : learn(() => read(key));

const treeOf = (commit: Learned<{ readonly tree: string } | undefined>): Learned<string> =>
  commit.isKnown ? known(commit.value?.tree ?? '') : commit;

type Records = Pick<Written, 'reviews' | 'checks' | 'deployments' | 'statuses'>;

async function readRecords({ pull, commit }: About, history: ReleaseHistory): Promise<Records> {
  const [reviews, checks, deployments, statuses] = await Promise.all([
    maybe(pull?.number, (number) => history.reviews(number), nothing),
    readProofs(pull?.headSha, history),
    maybe(commit, (sha) => history.deployments(sha), nothing),
    maybe(commit, (sha) => history.statuses(sha), nothing),
  ]);
  return { reviews, checks, deployments, statuses };
}

async function readProofs(commit: string | undefined, history: ReleaseHistory): Promise<Proofs> {
  const [runs, statuses] = await Promise.all([
    maybe(commit, (sha) => history.checks(sha), nothing),
    maybe(commit, (sha) => history.statuses(sha), nothing),
  ]);
  return { runs, statuses };
}

/** The commit of the integration branch that a pull request releases, by its record. */
async function sourceOf(
  { kind, head }: Pick<About, 'kind' | 'head'>,
  pull: HistoryPull | undefined,
  history: ReleaseHistory,
): Promise<Learned<string | undefined>> {
  if (!pull || kind === 'feature') return known(undefined);
  if (pull.headBranch === head && !pull.isFromFork) return known(pull.headSha);
  if (pull.isMerged) return learn(() => readMarkedSource(history, pull, 'release'));
  const { source, tip } = readRecord(pull.body, 'release') ?? {};
  const isOwn = pull.authorRole !== 'outsider' && !pull.isFromFork && tip === pull.headSha;
  return known(isOwn ? source : undefined);
}

/** The release before this one: the last merged pull request of which a source is known. */
async function previousRelease(
  about: About,
  intoBase: Learned<Listed<HistoryPull>>,
  history: ReleaseHistory,
): Promise<Previous | undefined> {
  const { pull, kind } = about;
  if (!pull || kind === 'feature') return undefined;
  const { mergedAtMs: endMs = Number.MAX_SAFE_INTEGER } = pull;
  const earlier = (ifKnown(intoBase)?.items ?? [])
    .filter(({ number, mergedAtMs = endMs }) => number !== pull.number && mergedAtMs < endMs)
    .toSorted((a, b) => (b.mergedAtMs ?? 0) - (a.mergedAtMs ?? 0));
  for (const each of earlier) {
    // What a part left out is not told by its source.
    if (readRecord(each.body, 'release')?.['part'] !== undefined) return undefined;
    const source = ifKnown(await sourceOf(about, each, history));
    if (source !== undefined) return { pull: each, source };
  }
  return undefined;
}

interface Reading {
  readonly history: ReleaseHistory;
  /** Of the pull request's last commit, which may be the same one. */
  readonly checks: Proofs;
}

async function readStaging(
  { pull }: About,
  source: Learned<string | undefined>,
  { history, checks }: Reading,
) {
  const sha = ifKnown(source);
  const [proofs, deployments, commit] = await Promise.all([
    sha !== undefined && sha === pull?.headSha ? checks : readProofs(sha, history),
    maybe(sha, (each) => history.deployments(each), nothing),
    maybe(sha, (each) => history.commit(each), undefined),
  ]);
  return { ...proofs, deployments, tree: treeOf(commit) };
}

const readIntoHead = (
  { pull, head }: About,
  previous: Previous | undefined,
  history: ReleaseHistory,
): Promise<Listed<HistoryPull>> =>
  history.pullsInto(head, previous?.pull.mergedAtMs ?? (pull?.createdAtMs ?? 0) - lookBackMs);

async function readClaim(
  statuses: Written['statuses'],
  history: ReleaseHistory,
): Promise<Written['claim']> {
  const ref = claimOf(ifKnown(statuses)?.items ?? []);
  return maybe(ref, (name) => history.note(name), undefined);
}
