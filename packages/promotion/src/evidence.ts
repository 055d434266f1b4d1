import { absent, otherSide, type Side } from './history.ts';
import type { Timeline } from './timeline.ts';
import { isNews, type Track } from './track.ts';

/** What one path cannot tell, but the commits' other changes can. */
export interface Evidence {
  /**
   * Where the commit brought new text the other branch already had: the position the other branch
   * must have reached. What else the commit brought came the same way.
   */
  readonly sourceOf: (side: Side, position: number) => number | undefined;
  /** The commit removed a file, as a rename does. */
  readonly isRemover: (side: Side, position: number) => boolean;
  /** The branch has files the merge base has not: one of them may be a renamed one. */
  readonly hasAdded: Readonly<Record<Side, boolean>>;
}

export function evidenceOf(tracks: ReadonlyMap<string, Track>, timeline: Timeline): Evidence {
  const main = evidenceOn('main', tracks, timeline);
  const staging = evidenceOn('staging', tracks, timeline);
  const on = (side: Side): SideEvidence => (side === 'main' ? main : staging);
  return {
    sourceOf: (side, position) => on(side).carriers.get(position),
    isRemover: (side, position) => on(side).removers.has(position),
    hasAdded: { main: main.hasAdded, staging: staging.hasAdded },
  };
}

interface SideEvidence {
  readonly carriers: ReadonlyMap<number, number>;
  readonly removers: ReadonlySet<number>;
  readonly hasAdded: boolean;
}

function evidenceOn(
  side: Side,
  tracks: ReadonlyMap<string, Track>,
  timeline: Timeline,
): SideEvidence {
  const carriers = new Map<number, number>();
  const removers = new Set<number>();
  const added: string[] = [];
  for (const [path, track] of tracks) {
    for (const { at, content } of track[side].slice(1)) if (content === absent) removers.add(at);
    for (const { at, source } of received(track, side, timeline)) {
      carriers.set(at, Math.max(source, carriers.get(at) ?? 0));
    }
    if (track.start === absent && track[side].length > 1) added.push(path);
  }
  return { carriers, removers, hasAdded: added.length > 0 };
}

/** The steps at which a branch came to new text the other had, and where the other had it first. */
function received(
  track: Track,
  side: Side,
  { rank }: Timeline,
): { readonly at: number; readonly source: number }[] {
  const other = otherSide(side);
  const rankOf = (of: Side, position: number): number => rank[of][position] ?? 0;
  return track[side].flatMap((step) => {
    if (!isNews(track, side, step)) return [];
    const held = track[other].find(
      ({ at, content }) => content === step.content && rankOf(other, at) < rankOf(side, step.at),
    );
    return held ? [{ at: step.at, source: held.at }] : [];
  });
}
