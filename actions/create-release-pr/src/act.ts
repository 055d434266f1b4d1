import type { Log } from '@release-train/action-kit';
import type { GitRepository } from '@release-train/git';
import type { GitHub, PullRequest } from '@release-train/github';
import { withBlock } from '@release-train/github/managed-block';
import { pullSteps, type Step, takeSteps } from '@release-train/github/standing-pull';
import type { Notifier } from '@release-train/notify';
import { autoMergeStep, noteIn, rehearsedAutoMerge } from './auto-merge-step.ts';
import { blockWords } from './block-words.ts';
import type { Inputs, Outputs } from './contract.ts';
import { blockKind, type Decision, type HandsOff, type Release } from './decide.ts';
import type { Seen } from './facts.ts';
import { noticeOf } from './notice.ts';
import type { Place } from './place.ts';
import { pullBody } from './pull-body.ts';
import type { Result } from './render.ts';
import { renderReplaced } from './render-block.ts';
import { settleStale } from './stale.ts';

interface Plan {
  readonly inputs: Inputs;
  readonly seen: Seen;
  readonly place: Place;
}

interface Ports {
  readonly github: GitHub;
  readonly notifier: Notifier;
  readonly log: Log;
  /** Absent where nothing is read from git, and so nothing pushed. */
  readonly clone?: GitRepository;
}

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
  const { inputs, place } = plan;
  const { open, branch } = decision;
  const body = bodyOf(decision, plan, {
    current: open?.body ?? '',
    note: noteIn(open?.body ?? ''),
  });
  const requests = pullSteps(open, decision.plan, { head: branch, base: place.base, body });
  const steps = [...pushSteps(decision, ports), ...requests];
  if (inputs['dry-run']) {
    const further = rehearsedAutoMerge(decision, inputs);
    const writes = [...steps.map(({ what }) => what), ...further];
    rehearse(writes, body, ports.log);
    const verdict = verdictOf(decision, writes.length > 0);
    return { verdict, pull: open, mergeable: 'unknown', isDryRun: true };
  }
  const pull = await takeSteps(steps, open, ports.github);
  await replace(decision, { pull, ...plan }, ports);
  const { changed, ...after } = await finish(decision, { pull, ...plan }, ports);
  const verdict = verdictOf(decision, steps.length > 0 || changed);
  ports.log.info(`pull request #${pull.number} ${verdict}: ${pull.url}`);
  return { verdict, pull, isDryRun: false, ...after };
}

/** What a pull request that is there gets: labels, people, a look at it, and auto-merge. */
async function finish(
  decision: Release,
  { pull, ...plan }: Plan & { readonly pull: PullRequest },
  ports: Ports,
) {
  const { inputs } = plan;
  const dressing = await ports.github.dress(pull, wishes(inputs));
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

const bodyOf = (
  decision: Release,
  { inputs, place }: Plan,
  body: { readonly current: string; readonly note: string | undefined },
): string =>
  pullBody(decision, place, {
    notes: inputs.notes ?? '',
    items: inputs.checklist ?? [],
    evidence: inputs.evidence ?? [],
    language: inputs.language,
    ...body,
  });

/**
 * The branch goes first: a run killed after it leaves a body that tells of less than is there, never
 * of more.
 */
function pushSteps({ push, branch, tip }: Release, { clone }: Ports): Step[] {
  if (!push || !clone) return [];
  const what = `point branch "${branch}" at ${tip.slice(0, 7)}`;
  const change = { branch, sha: tip, expected: push.expected };
  return [{ what, write: async () => void (await clone.push(change)) }];
}

/** One release has one pull request: the tool closes its own, people close theirs. */
async function replace(
  { replaced }: Release,
  { pull, place, inputs: { language } }: Plan & { readonly pull: PullRequest },
  { github, log }: Ports,
): Promise<void> {
  if (!replaced) return;
  if (replaced.authorRole !== 'bot') {
    log.notice(
      `pull request #${replaced.number} from "${place.head}" is still open: pull request #${pull.number} replaces it, close it`,
    );
    return;
  }
  const text = renderReplaced(pull, blockWords[language]);
  const body = withBlock(replaced.body, { kind: blockKind, record: {}, text });
  await github.updatePull(replaced.number, { body, state: 'closed' });
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

const wishes = (inputs: Inputs) => ({
  labels: inputs.labels ?? [],
  reviewers: inputs.reviewers ?? [],
  teamReviewers: inputs['team-reviewers'] ?? [],
  assignees: inputs.assignees ?? [],
});
