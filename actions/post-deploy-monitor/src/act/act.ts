/** What is done about a failed release: roll back first, then propose to take it back on its branch. */
import type { Language } from '@release-train/action-kit/language';
import type { Revert, RevertStory } from '../revert/revert.ts';
import { revertWords } from '../revert/revert-words.ts';
import type { Reason, Verdict } from '../verdict.ts';
import type { Acted } from './acted.ts';
import { actedText } from './acted-text.ts';
import type { Objection } from './deed.ts';
import { type HealthPorts, withHealth } from './health-after.ts';
import { finishLeftover, type RollbackCase, type RollbackPorts, rollBackBad } from './roll-back.ts';

export interface Bad {
  /** What a run that finishes this one needs to tell; kept in the claim. */
  readonly story: Pick<RevertStory, 'why'> & {
    readonly verdict: Verdict;
    readonly reason: Reason;
  };
  readonly commit: string;
  readonly branch: string | undefined;
  /** Why nothing may be done at all; see `objection.ts`. */
  readonly against: Objection | undefined;
  /** With a Railway token. */
  readonly rollback: Omit<RollbackCase, 'story' | 'branch'> | undefined;
}

export interface Doing extends HealthPorts {
  readonly rollback: RollbackPorts | undefined;
  readonly revert: Revert | undefined;
  readonly language: Language;
  readonly isDryRun: boolean;
  readonly run: string;
}

export async function actOn(bad: Bad, doing: Doing): Promise<Acted> {
  const { story, commit, branch, against } = bad;
  if (against !== undefined) return refused(against, doing);
  const finish = (acted: Acted): Promise<Acted> =>
    conclude(acted, { story, commit, branch }, doing);
  if (!doing.rollback || !bad.rollback) return finish(nothingDone);
  return rollBackBad({ ...bad.rollback, story, branch }, doing.rollback, finish);
}

/** What a run before this one began and did not finish, the revert included; nothing: there is none. */
export const finishWhatWasBegun = (
  left: Parameters<typeof finishLeftover>[0],
  ports: RollbackPorts,
  doing: Doing,
): ReturnType<typeof finishLeftover> =>
  finishLeftover(left, ports, (acted, { commit, story, branch }) =>
    conclude(acted, { story: story ?? untold(doing), commit, branch }, doing),
  );

/** The claim of an earlier version, which told no story. */
const untold = ({ language }: Doing): Bad['story'] => ({
  verdict: 'failed',
  reason: 'errors',
  why: revertWords[language].untold,
});

const nothingDone: Acted = { taken: 'none', deeds: [], services: {} };

function refused(because: Objection, { rollback }: Doing): Acted {
  const taken = rollback ? 'rollback-refused' : 'revert-refused';
  return { taken, deeds: [{ code: taken, because }], services: {} };
}

/** After the rollback: does it answer well, and what is to become of the branch? */
async function conclude(
  acted: Acted,
  bad: Pick<Bad, 'story' | 'commit' | 'branch'>,
  doing: Doing,
): Promise<Acted> {
  const checked =
    acted.taken === 'rolled-back' ? await withHealth(acted, bad.commit, doing) : acted;
  const { revert, language, isDryRun, run } = doing;
  // An earlier release that fails as well is no reason to take this one back.
  if (!revert || checked.isOlderBad) return checked;
  const done = actedText(checked, language) || undefined;
  const { commit, branch } = bad;
  const story = { ...bad.story, done, run };
  const reverted = await revert({ commit, branch, language, isDryRun, story });
  return {
    ...checked,
    taken: checked.taken === 'none' ? reverted.taken : checked.taken,
    deeds: [...checked.deeds, reverted.deed],
    ...(reverted.url ? { revertUrl: reverted.url } : {}),
  };
}
