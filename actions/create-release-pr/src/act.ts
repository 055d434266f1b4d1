import type { EventContext, Log } from '@release-train/action-kit';
import type { GitHub, PullRequest } from '@release-train/github';
import { pullSteps, type Step, takeSteps } from '@release-train/github/standing-pull';
import type { Inputs, Outputs } from './contract.ts';
import type { Decision, Release } from './decide.ts';
import type { Facts } from './facts.ts';
import { pullBody } from './pull-body.ts';
import type { Result } from './render.ts';

interface Plan {
  readonly inputs: Inputs;
  readonly facts: Facts;
  readonly decision: Decision;
}

interface Ports {
  readonly github: GitHub;
  readonly log: Log;
  readonly context: Pick<EventContext, 'serverUrl' | 'repository'>;
}

export interface Acted extends Result {
  readonly verdict: Outputs['verdict'];
}

/** Brings the pull request to what was decided, with as few writes as it takes. */
export async function act({ inputs, facts, decision }: Plan, ports: Ports): Promise<Acted> {
  const { open } = facts;
  const isDryRun = inputs['dry-run'];
  if (decision.kind === 'nothing') {
    if (open) ports.log.notice(`pull request #${open.number} is open and has nothing to bring`);
    return { verdict: 'nothing-to-release', pull: open, mergeable: 'unknown', isDryRun };
  }
  const body = bodyOf({ inputs, facts, decision }, ports);
  const steps = pullSteps(open, decision.plan, { head: inputs.head, base: inputs.base, body });
  const isConflicted = !decision.content.merge.clean;
  if (isDryRun) {
    rehearse(steps, body, ports.log);
    const verdict = isConflicted ? 'conflicted' : verdictOf(open, steps.length > 0);
    return { verdict, pull: open, mergeable: 'unknown', isDryRun };
  }
  const pull = await takeSteps(steps, open, ports.github);
  const dressing = await ports.github.dress(pull, wishes(inputs));
  for (const warning of dressing.warnings) ports.log.warning(warning);
  const mergeable = await ports.github.mergeable(pull.number, facts.head.sha);
  if (!isConflicted && mergeable === 'false') warnOfGitHub(pull, ports);
  const verdict = verdictOf(open, steps.length > 0 || dressing.changed);
  ports.log.info(`pull request #${pull.number} ${verdict}: ${pull.url}`);
  return { verdict: isConflicted ? 'conflicted' : verdict, pull, mergeable, isDryRun };
}

function bodyOf(
  { inputs, facts, decision }: Plan & { readonly decision: Release },
  { context: { serverUrl, repository } }: Ports,
): string {
  const { head, base, notes } = inputs;
  const place = { repositoryUrl: `${serverUrl}/${repository}`, head, base };
  return pullBody(decision, place, { notes, current: facts.open?.body ?? '' });
}

function rehearse(steps: readonly Step[], body: string, log: Log): void {
  for (const { what } of steps) log.info(`dry run: would ${what}`);
  log.info(steps.length > 0 ? body : 'dry run: would write nothing');
}

function verdictOf(open: PullRequest | undefined, isChanged: boolean): Outputs['verdict'] {
  if (!open) return 'created';
  return isChanged ? 'updated' : 'unchanged';
}

const warnOfGitHub = ({ number }: PullRequest, { log }: Ports): void =>
  log.warning(
    `GitHub says that pull request #${number} cannot be merged, though git merges it without conflicts: look at the pull request`,
  );

const wishes = (inputs: Inputs) => ({
  labels: inputs.labels ?? [],
  reviewers: inputs.reviewers ?? [],
  teamReviewers: inputs['team-reviewers'] ?? [],
  assignees: inputs.assignees ?? [],
});
