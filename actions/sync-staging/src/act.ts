import type { Log } from '@release-train/action-kit';
import type { GitRepository } from '@release-train/git';
import type { GitHub, PullRequest } from '@release-train/github';
import { fittingBody, withBlock } from '@release-train/github/managed-block';
import { pullSteps, type Step, takeSteps } from '@release-train/github/standing-pull';
import type { Notifier } from '@release-train/notify';
import type { Method } from './content.ts';
import type { Inputs, Outputs } from './contract.ts';
import type { Decision, Sync } from './decide.ts';
import { blockKind, type Seen } from './facts.ts';
import { noticeOf } from './notice.ts';
import type { Place, Result } from './render.ts';
import { renderBlock, renderClosed } from './render-block.ts';

interface Plan {
  readonly inputs: Inputs;
  readonly seen: Seen;
  readonly place: Place;
  readonly method: Method;
}

interface Ports {
  readonly github: GitHub;
  readonly notifier: Notifier;
  readonly clone: GitRepository;
  readonly log: Log;
}

export interface Acted extends Result {
  readonly verdict: Outputs['verdict'];
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
      await takeOrSay(closeSteps(decision, plan, ports), decision.open, { isDryRun, ...ports });
      return { verdict: 'closed', pull: decision.open, isDryRun };
    case 'sync':
      return sync(decision, plan, ports);
    default:
      return decision satisfies never;
  }
}

async function sync(decision: Sync, plan: Plan, ports: Ports): Promise<Acted> {
  const { inputs, seen } = plan;
  const isDryRun = inputs['dry-run'];
  const steps = [...pushSteps(decision, plan, ports), ...requestSteps(decision, plan)];
  const pull = await takeOrSay(steps, seen.open, { isDryRun, ...ports });
  const isDressed = pull !== undefined && !isDryRun && (await dress(pull, inputs, ports));
  warnOfDrift(decision, inputs, ports.log);
  const isConflicted = decision.content.conflicts.length > 0;
  const change = verdictOf(seen.open, steps.length > 0 || isDressed);
  if (pull && !isDryRun) {
    ports.log.info(`pull request #${pull.number} ${change}: ${pull.url}`);
    await tell(decision, { place: plan.place, pull, language: inputs.language }, ports);
  }
  return { verdict: isConflicted ? 'conflicted' : change, pull, isDryRun };
}

async function tell(
  decision: Sync,
  about: Omit<Parameters<typeof noticeOf>[1], 'mergesItself'>,
  { notifier }: Ports,
): Promise<void> {
  const notice = noticeOf(decision, { ...about, mergesItself: false });
  if (notice) await notifier.tell(notice);
}

function pushSteps({ pushes, content }: Sync, { place }: Plan, { clone }: Ports): Step[] {
  if (!pushes) return [];
  const change = { branch: place.branch, sha: content.wanted, expected: content.own?.tip };
  const what = `point branch "${place.branch}" at ${content.wanted.slice(0, 7)}`;
  return [{ what, write: async () => void (await clone.push(change)) }];
}

function requestSteps(decision: Sync, { inputs, seen, place, method }: Plan): readonly Step[] {
  const { record } = decision.plan;
  const body = fittingBody(seen.open?.body ?? '', (most) => ({
    kind: blockKind,
    record,
    text: renderBlock(decision, place, { language: inputs.language, method, most }),
  }));
  return pullSteps(seen.open, decision.plan, { head: place.branch, base: place.base, body });
}

/**
 * GitHub closes the pull request of a deleted branch by itself, so a run killed in between is
 * finished by the next one. A branch with people's work stays.
 */
function closeSteps(
  { open, deletes }: Extract<Decision, { kind: 'close' }>,
  { inputs, place }: Plan,
  { clone }: Ports,
): Step[] {
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

async function takeOrSay(
  steps: readonly Step[],
  open: PullRequest | undefined,
  { isDryRun, github, log }: { isDryRun: boolean; github: GitHub; log: Log },
): Promise<PullRequest | undefined> {
  if (!isDryRun) return takeSteps(steps, open, github);
  for (const { what } of steps) log.info(`dry run: would ${what}`);
  if (steps.length === 0) log.info('dry run: would write nothing');
  return open;
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

function verdictOf(open: PullRequest | undefined, isChanged: boolean): Outputs['verdict'] {
  if (!open) return 'created';
  return isChanged ? 'updated' : 'unchanged';
}
