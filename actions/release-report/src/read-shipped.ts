/** Reads what a release brought: the commits of the integration branch since the release before. */
import type { HistoryPull, Listed, ReleaseHistory, ShippedCommit } from '@release-train/github';
import { blockText } from '@release-train/github/managed-block';
import type { Shipped } from './facts.ts';
import { ifKnown, known, type Learned, learn } from './learned.ts';

/** A release before this one, and the commit that it brought. */
export interface Previous {
  readonly pull: HistoryPull;
  readonly source: string;
}

export interface Shipping {
  readonly pull: HistoryPull | undefined;
  readonly source: string | undefined;
  readonly previous: Previous | undefined;
  readonly intoHead: Learned<Listed<HistoryPull>>;
  /** Of the pull request's last commit. */
  readonly message: string;
}

/**
 * From source to source where both are on record: a squashed release lists but itself. Without a
 * release before, what the tool listed in the pull request; without a record, what GitHub lists.
 */
export async function readShipped(
  shipping: Shipping,
  history: ReleaseHistory,
): Promise<Learned<Shipped>> {
  const { pull, previous, message } = shipping;
  const source = shipping.source ?? partSource(message);
  if (!pull) return known({ commits: { items: [], isCut: false }, since: undefined });
  if (source !== undefined) {
    const commits = await learn(() => history.shipped(previous?.source ?? pull.baseSha, source));
    const meant = commits.isKnown ? meantBy(commits.value, shipping) : undefined;
    const { number, url } = previous?.pull ?? pull;
    const since = previous && { number, url };
    if (meant && meant.items.length > 0) return known({ commits: meant, since });
  }
  const own = await learn(() => history.commitsOf(pull));
  return own.isKnown ? known({ commits: own.value, since: undefined }) : own;
}

function meantBy(
  commits: Listed<ShippedCommit>,
  { pull, previous, intoHead, message }: Shipping,
): Listed<ShippedCommit> {
  const picked = pickedBy(message);
  if (picked.length > 0) return only(commits, (sha) => picked.includes(sha));
  if (previous) return commits;
  const { numbers, shas, isCut } = listedIn(pull?.body ?? '');
  const landed = (ifKnown(intoHead)?.items ?? []).filter(({ number }) => numbers.includes(number));
  const wanted = [...shas, ...landed.flatMap(({ mergeCommit }) => mergeCommit ?? [])];
  const { items } = only(commits, (sha) => wanted.includes(sha));
  return { items, isCut: isCut || commits.isCut };
}

const only = (
  { items, isCut }: Listed<ShippedCommit>,
  isMeant: (sha: string) => boolean,
): Listed<ShippedCommit> => ({ items: items.filter(({ sha }) => isMeant(sha)), isCut });

/** What the commit of a partial release says that it brings; nothing: all of it. */
const pickedBy = (message: string): readonly string[] =>
  /^Release-Train-Part: /m.test(message)
    ? matches(message, /^\(cherry picked from commit ([0-9a-f]{40})\)$/gm)
    : [];

/** A part has no source that a later release could start from, but one that holds what it picked. */
const partSource = (message: string): string | undefined =>
  pickedBy(message).length > 0
    ? matches(message, /^Release-Train-Source: ([0-9a-f]{40})$/gm)[0]
    : undefined;

/** The changes that create-release-pr lists in its block. */
function listedIn(body: string) {
  const text = blockText(body, 'release') ?? '';
  return {
    numbers: matches(text, /^- #(\d+) /gm).map(Number),
    shas: matches(text, /^- \[`[0-9a-f]+`\]\(\S*\/commit\/([0-9a-f]{40})\)/gm),
    isCut: /^- … /m.test(text),
  };
}

const matches = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].flatMap(([, found]) => found ?? []);
