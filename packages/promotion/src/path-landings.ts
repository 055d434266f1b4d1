import type { Landing, Timeline } from './timeline.ts';
import type { Step, Track } from './track.ts';

/**
 * The landings that tell something new about a path. A long history has hundreds of releases and
 * syncs, of which most find a file as the one before left it.
 */
export function landingsOf({ landings }: Timeline, path: string, track: Track): Landing[] {
  const kept: Landing[] = [];
  const last: { state?: string; from?: string } = {};
  for (const landing of landings) {
    if (!landing.covers(path)) continue;
    const { state, isEven } = stateAt(track, landing);
    if (state === last.state && (isEven || landing.from === last.from)) continue;
    kept.push(landing);
    last.state = state;
    last.from = landing.from;
  }
  return kept;
}

/** Which steps of the path a landing joins, and whether both hold the same there. */
function stateAt(track: Track, { from, to, source, landed }: Landing) {
  const sent = stepAt(track[from], source);
  const received = stepAt(track[to], landed);
  const [main, staging] = from === 'main' ? [sent, received] : [received, sent];
  return { state: `${main?.at} ${staging?.at}`, isEven: sent?.content === received?.content };
}

const stepAt = (steps: readonly Step[], position: number): Step | undefined =>
  steps.findLast((step) => step.at <= position);
