import { absent, otherSide, type Side } from './history.ts';
import type { Timeline } from './timeline.ts';
import { isNews, type Track } from './track.ts';

/** What one path cannot tell, but the commits' other changes can. */
export interface Evidence {
  /** The commit brought new text the other branch already had: what else it brought came the same way. */
  readonly isCarrier: (side: Side, position: number) => boolean;
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
    isCarrier: (side, position) => on(side).carriers.has(position),
    isRemover: (side, position) => on(side).removers.has(position),
    hasAdded: { main: main.hasAdded, staging: staging.hasAdded },
  };
}

interface SideEvidence {
  readonly carriers: ReadonlySet<number>;
  readonly removers: ReadonlySet<number>;
  readonly hasAdded: boolean;
}

function evidenceOn(
  side: Side,
  tracks: ReadonlyMap<string, Track>,
  timeline: Timeline,
): SideEvidence {
  const carriers = new Set<number>();
  const removers = new Set<number>();
  const added: string[] = [];
  for (const [path, track] of tracks) {
    for (const { at, content } of track[side].slice(1)) if (content === absent) removers.add(at);
    for (const at of received(track, side, timeline)) carriers.add(at);
    if (track.start === absent && track[side].length > 1) added.push(path);
  }
  return { carriers, removers, hasAdded: added.length > 0 };
}

function received(track: Track, side: Side, { rank }: Timeline): number[] {
  const other = otherSide(side);
  const rankOf = (of: Side, position: number): number => rank[of][position] ?? 0;
  return track[side]
    .filter(
      (step) =>
        isNews(track, side, step) &&
        track[other].some(
          ({ at, content }) =>
            content === step.content && rankOf(other, at) < rankOf(side, step.at),
        ),
    )
    .map(({ at }) => at);
}
