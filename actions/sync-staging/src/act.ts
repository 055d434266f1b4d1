import type { Log } from '@release-train/action-kit';
import type { GitRepository } from '@release-train/git';
import type { GitHub, PullRequest } from '@release-train/github';
import type { AutoMerging } from '@release-train/github/auto-merge';
import { isHeldBack } from '@release-train/github/held-back';
import { heldBackNotice } from '@release-train/github/held-back-words';
import { fittingBody, withBlock } from '@release-train/github/managed-block';
import { pullSteps, type Step, takeSteps } from '@release-train/github/standing-pull';
import type { Notifier } from '@release-train/notify';
import { autoMergeStep, noteIn, rehearsed } from './auto-merge-step.ts';
import type { Method } from './content.ts';
import type { Inputs, Outputs } from './contract.ts';
import type { Decision, Sync } from './decide.ts';
import { blockKind, type MergeFacts, type Seen } from './facts.ts';
import { noticeOf } from './notice.ts';
import type { Place, Result } from './render.ts';
import { renderBlock, renderClosed } from './render-block.ts';

interface Plan {
  readonly inputs: Inputs;
  readonly seen: Seen;
  readonly place: Place;
  readonly method: Method;
  readonly facts: MergeFacts;
}

type Close = Extract<Decision, { kind: 'close' }>;

interface Ports {
  readonly github: GitHub;
  readonly notifier: Notifier;
  readonly clone: GitRepository;
  readonly log: Log;
}

export interface Acted extends Result {
  readonly verdict: Outputs['verdict'];
  readonly autoMerging?: AutoMerging;
}

/** Brings the sync branch and its pull request to what was decided. */
export async function act(decision: Decision, plan: Plan, ports: Ports): Promise<Acted> {
  const isDryRun = plan.inputs['dry-run'];
  switch (decision.kind) {
    case 'in-sync':
      return { verdict: 'in-sync', pull: undefined, isDryRun };
    case 'hands-off':
      return { verdict: 'unchanged', pull: decision.open, isDryRun };
    case 'close':
      await close(decision, plan, ports);
      return { verdict: 'closed', pull: decision.open, isDryRun };
    case 'sync':
      return sync(decision, plan, ports);
    default:
      return decision satisfies never;
  }
}

async function close(decision: Close, plan: Plan, ports: Ports): Promise<void> {
  const steps = closeSteps(decision, plan, ports);
  if (!plan.inputs['dry-run']) await takeSteps(steps, decision.open, ports.github);
  else
    rehearse(
      steps.map(({ what }) => what),
      ports.log,
    );
}

async function sync(decision: Sync, plan: Plan, ports: Ports): Promise<Acted> {
  const { inputs, seen } = plan;
  const steps = [...pushSteps(decision, plan, ports), ...requestSteps(decision, plan)];
  warnOfDrift(decision, inputs, ports.log);
  if (inputs['dry-run']) {
    const writes = [...steps.map(({ what }) => what), ...rehearsed(decision, plan)];
    rehearse(writes, ports.log);
    return { verdict: verdictOf(decision, writes.length > 0), pull: seen.open, isDryRun: true };
  }
  const pull = await takeSteps(steps, seen.open, ports.github);
  const isDressed = await dress(pull, inputs, ports);
  const bodyWith = (note: string | undefined, current: string): string =>
    bodyOf(decision, plan, { note, current });
  const autoMerging = await autoMergeStep(decision, { ...plan, pull, bodyWith }, ports);
  const isChanged = steps.length > 0 || isDressed || autoMerging.changed;
  const verdict = verdictOf(decision, isChanged);
  ports.log.info(`pull request #${pull.number} ${verdict}: ${pull.url}`);
  await tell(decision, { ...plan, pull, autoMerging }, ports);
  const waits = await warnOfToken(decision, pull, ports);
  return { verdict, pull, isDryRun: false, isHeldBack: waits, autoMerging };
}

async function warnOfToken(
  { open, pushes }: Sync,
  pull: PullRequest,
  { github, log }: Ports,
): Promise<boolean> {
  const waits = await isHeldBack(github, { pull, isNew: !open, isPushed: pushes });
  if (waits) log.notice(heldBackNotice(pull.number));
  return waits;
}

interface Done extends Plan {
  readonly pull: PullRequest;
  readonly autoMerging: AutoMerging;
}

async function tell(
  decision: Sync,
  { place, pull, inputs: { language }, autoMerging }: Done,
  { notifier }: Ports,
): Promise<void> {
  const mergesItself = ['armed', 'merged', 'queued'].includes(autoMerging.state);
  const notice = noticeOf(decision, { place, pull, language, mergesItself });
  if (notice) await notifier.tell(notice);
}

function pushSteps({ pushes, tip, content }: Sync, { place }: Plan, { clone }: Ports): Step[] {
  if (!pushes) return [];
  const change = { branch: place.branch, sha: tip, expected: content.own?.tip };
  const what = `point branch "${place.branch}" at ${tip.slice(0, 7)}`;
  return [{ what, write: async () => void (await clone.push(change)) }];
}

function requestSteps(decision: Sync, plan: Plan): readonly Step[] {
  const { seen, place } = plan;
  const current = seen.open?.body ?? '';
  const body = bodyOf(decision, plan, { current, note: noteIn(current) });
  return pullSteps(seen.open, decision.plan, { head: place.branch, base: place.base, body });
}

function bodyOf(
  decision: Sync,
  { inputs: { language }, place, method }: Plan,
  { current, note }: { readonly current: string; readonly note: string | undefined },
): string {
  return fittingBody(current, (most) => ({
    kind: blockKind,
    record: { ...decision.plan.record, ...(note ? { autoMerge: note } : {}) },
    text: renderBlock(decision, place, { language, method, most }),
  }));
}

/**
 * GitHub closes the pull request of a deleted branch by itself, so a run killed in between is
 * finished by the next one. A branch with people's work stays.
 */
function closeSteps({ open, deletes }: Close, { inputs, place }: Plan, { clone }: Ports): Step[] {
  const text = renderClosed(place, inputs.language);
  const body = withBlock(open.body, { kind: blockKind, record: {}, text });
  const change = deletes === undefined ? ({ body, state: 'closed' } as const) : { body };
  const say: Step = {
    what: `say in pull request #${open.number} that nothing is left to bring, and close it`,
    write: async (github) => void (await github.updatePull(open.number, change)),
  };
  if (deletes === undefined) return [say];
  const what = `delete branch "${place.branch}"`;
  const expected = deletes;
  return [
    say,
    {
      what,
      write: async () => void (await clone.deleteBranch({ branch: place.branch, expected })),
    },
  ];
}

function rehearse(writes: readonly string[], log: Log): void {
  for (const what of writes) log.info(`dry run: would ${what}`);
  if (writes.length === 0) log.info('dry run: would write nothing');
}

async function dress(pull: PullRequest, inputs: Inputs, { github, log }: Ports): Promise<boolean> {
  const { changed, warnings } = await github.dress(pull, {
    labels: inputs.labels ?? [],
    reviewers: inputs.reviewers ?? [],
    teamReviewers: [],
    assignees: [],
  });
  for (const warning of warnings) log.warning(warning);
  return changed;
}

function warnOfDrift({ content }: Sync, inputs: Inputs, log: Log): void {
  const most = inputs['max-drift-files'];
  if (most === undefined || content.driftFiles <= most) return;
  log.warning(
    `"${inputs.base}" differs from "${inputs.head}" in ${content.driftFiles} files that the sync changes, more than "max-drift-files" (${most})`,
  );
}

function verdictOf({ open, content }: Sync, isChanged: boolean): Outputs['verdict'] {
  if (content.conflicts.length > 0) return 'conflicted';
  if (!open) return 'created';
  return isChanged ? 'updated' : 'unchanged';
}
