import type { Log } from '@release-train/action-kit';
import type { PullRequest } from '@release-train/github';
import { isHeldBack } from '@release-train/github/held-back';
import { heldBackNotice } from '@release-train/github/held-back-words';
import { takeSteps } from '@release-train/github/standing-pull';
import { autoMergeStep, rehearsed } from './auto-merge-step.ts';
import type { Outputs } from './contract.ts';
import type { Decision, HandsOff, Release } from './decide.ts';
import { noticeOf } from './notice.ts';
import { wishesOf } from './people.ts';
import type { Result } from './render.ts';
import { rehearsedReplacement, settleReplaced } from './replaced.ts';
import { settleStale } from './stale.ts';
import { bodyOf, freshened, type Plan, type Ports, stepsOf } from './steps.ts';

export interface Acted extends Result {
  readonly verdict: Outputs['verdict'];
}

/** Brings the release branch and its pull request to what was decided, in as few writes as it takes. */
export async function act(decision: Decision, plan: Plan, ports: Ports): Promise<Acted> {
  switch (decision.kind) {
    case 'nothing':
      return {
        verdict: 'nothing-to-release',
        pull: await settleStale(decision, plan, ports),
        mergeable: 'unknown',
        isDryRun: plan.inputs['dry-run'],
      };
    case 'hands-off':
      return keepHandsOff(decision, plan, ports);
    case 'release':
      return release(decision, plan, ports);
    default:
      return decision satisfies never;
  }
}

async function keepHandsOff(
  { tip }: HandsOff,
  { inputs, seen }: Plan,
  { github }: Ports,
): Promise<Acted> {
  const pull = seen.own;
  const isDryRun = inputs['dry-run'];
  const mergeable = pull && !isDryRun ? await github.mergeable(pull.number, tip) : 'unknown';
  return { verdict: 'unchanged', pull, mergeable, isDryRun };
}

async function release(decision: Release, plan: Plan, ports: Ports): Promise<Acted> {
  const isDryRun = plan.inputs['dry-run'];
  const planned = await stepsOf(decision, plan, ports);
  if (isDryRun) {
    const further = [
      ...rehearsedReplacement(decision, plan.place),
      ...rehearsed(decision, plan.inputs),
    ];
    const writes = [...planned.steps.map(({ what }) => what), ...further];
    rehearse(writes, planned.body, ports.log);
    const verdict = verdictOf(decision, writes.length > 0);
    return { verdict, pull: decision.open, mergeable: 'unknown', isDryRun };
  }
  const { open } = decision;
  const isEdited = open !== undefined && planned.steps.length > 0;
  // People may have written something since it was read, and may have waited for the clone long.
  const fresh = isEdited ? await freshened(decision, open, ports.github) : decision;
  const { steps } = isEdited ? await stepsOf(fresh, plan, ports) : planned;
  const pull = await takeSteps(steps, fresh.open, ports.github);
  const isReplaced = await settleReplaced(decision, { pull, ...plan }, ports);
  const { changed, ...after } = await finish(fresh, { pull, ...plan }, ports);
  const verdict = verdictOf(decision, steps.length > 0 || isReplaced || changed);
  ports.log.info(`pull request #${pull.number} ${verdict}: ${pull.url}`);
  const written = { pull, isNew: !decision.open, isPushed: decision.push !== undefined };
  const waits = await isHeldBack(ports.github, written);
  if (waits) ports.log.notice(heldBackNotice(pull.number));
  return { verdict, pull, isDryRun, isHeldBack: waits, ...after };
}

/** What a pull request that is there gets: labels, people, a look at it, and auto-merge. */
async function finish(
  decision: Release,
  { pull, ...plan }: Plan & { readonly pull: PullRequest },
  ports: Ports,
) {
  const { inputs } = plan;
  const dressing = await ports.github.dress(pull, wishesOf(inputs, decision));
  for (const warning of dressing.warnings) ports.log.warning(warning);
  const notice = noticeOf(decision, { place: plan.place, pull, language: inputs.language });
  if (notice) await ports.notifier.tell(notice);
  const mergeable = await ports.github.mergeable(pull.number, decision.tip);
  if (mergeable === 'false') warnOfConflict(decision, pull, ports);
  const bodyWith = (note: string | undefined, current: string): string =>
    bodyOf(decision, plan, { current, note });
  const autoMerging = await autoMergeStep(decision, { inputs, pull, mergeable, bodyWith }, ports);
  return { mergeable, autoMerging, changed: dressing.changed || autoMerging.changed };
}

function rehearse(writes: readonly string[], body: string, log: Log): void {
  for (const what of writes) log.info(`dry run: would ${what}`);
  log.info(writes.length > 0 ? body : 'dry run: would write nothing');
}

function verdictOf({ open, conflicts }: Release, isChanged: boolean): Outputs['verdict'] {
  if (conflicts.length > 0) return 'conflicted';
  if (!open) return 'created';
  return isChanged ? 'updated' : 'unchanged';
}

/** Loud, because it is quiet: GitHub runs no checks on what it cannot merge. */
function warnOfConflict({ conflicts }: Release, { number }: PullRequest, { log }: Ports): void {
  const silence = 'GitHub runs no workflow on it until it can be';
  log.warning(
    conflicts.length > 0
      ? `pull request #${number} cannot be merged, and ${silence}`
      : `GitHub says that pull request #${number} cannot be merged, though git merges it without conflicts: look at the pull request; ${silence}`,
  );
}
