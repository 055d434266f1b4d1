/** What is done about a failed release: roll back first, then propose to take it back on its branch. */
import type { Language } from '@release-train/action-kit/language';
import type { Revert, RevertStory } from '../revert/revert.ts';
import type { Reason, Verdict } from '../verdict.ts';
import type { Acted } from './acted.ts';
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
  readonly against: string | undefined;
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
    conclude(acted, { story: story ?? untold, commit, branch }, doing),
  );

const untold = { verdict: 'failed', reason: 'errors', why: 'see the run that judged it' } as const;

const nothingDone: Acted = { taken: 'none', why: '', services: {} };

const refused = (against: string, { rollback }: Doing): Acted =>
  rollback
    ? { taken: 'rollback-refused', why: `not rolled back: ${against}`, services: {} }
    : { taken: 'revert-refused', why: `no revert pull request: ${against}`, services: {} };

/** After the rollback: does it answer well, and what is to become of the branch? */
async function conclude(
  acted: Acted,
  bad: Pick<Bad, 'story' | 'commit' | 'branch'>,
  doing: Doing,
): Promise<Acted> {
  const checked = acted.taken === 'rolled-back' ? await withHealth(acted, doing) : acted;
  const { revert, language, isDryRun, run } = doing;
  // An earlier release that fails as well is no reason to take this one back.
  if (!revert || checked.isOlderBad) return checked;
  const done = checked.why === '' ? undefined : checked.why;
  const { commit, branch } = bad;
  const story = { ...bad.story, done, run };
  const reverted = await revert({ commit, branch, language, isDryRun, story });
  return {
    ...checked,
    taken: checked.taken === 'none' ? reverted.taken : checked.taken,
    why: [checked.why, reverted.why].filter((part) => part !== '').join('; '),
    ...(reverted.url ? { revertUrl: reverted.url } : {}),
  };
}
