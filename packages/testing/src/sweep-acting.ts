/** The monitor acting on a release whose worker died: at most one rollback per service, and all of it. */
import { releaseState } from './release-state.ts';
import { openReleaseWorld } from './release-world.ts';
import type { SweepSubject } from './sweep.ts';

/** Needs a process in sandbox time. */
export const rollingBack: SweepSubject = {
  again: true,
  open: async () => {
    const world = await openReleaseWorld();
    return {
      faults: world.faults,
      run: (kill) => world.watch({ kill, inputs: { 'fail-on': 'never' } }),
      snapshot: () => releaseState(world),
      [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
    };
  },
};
