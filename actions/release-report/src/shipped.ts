/** What a release brought: pull requests, and commits that came without one. Pure. */
import type { HistoryPull, ShippedCommit } from '@release-train/github';
import type { Facts, Shipped } from './facts.ts';
import { ifKnown, type Learned } from './learned.ts';

export interface ShippedWork {
  readonly pulls: readonly HistoryPull[];
  /** Those that no pull request is known to have brought. */
  readonly commits: readonly ShippedCommit[];
  readonly count: number;
  readonly isCut: boolean;
  readonly since: Shipped['since'];
}

export function shippedWork({ shipped, intoHead, pull }: Facts): Learned<ShippedWork> {
  if (!shipped.isKnown) return shipped;
  const { commits, since } = shipped.value;
  const landed = new Map(
    (ifKnown(intoHead)?.items ?? []).flatMap((each) =>
      each.mergeCommit && each.number !== pull?.number ? [[each.mergeCommit, each] as const] : [],
    ),
  );
  const pulls = commits.items.flatMap(({ sha }) => landed.get(sha) ?? []);
  return {
    isKnown: true,
    value: {
      pulls: [...new Set(pulls)],
      commits: commits.items.filter(({ sha }) => !landed.has(sha)),
      count: commits.items.length,
      isCut: commits.isCut,
      since,
    },
  };
}
