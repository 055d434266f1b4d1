import { type EventContext, type Log, oneLine } from '@release-train/action-kit';
import type { GitHub, PullRequest } from '@release-train/github';
import type { Inputs, Outputs } from './contract.ts';
import { changesTo, type Decision } from './decide.ts';
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

type Release = Extract<Decision, { kind: 'release' }>;

interface Step {
  readonly what: string;
  /** Gives the pull request where it is a new one. */
  readonly write: (github: GitHub) => Promise<PullRequest | undefined>;
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
  const wanted = wantedPull({ inputs, facts, decision }, ports);
  const steps = open ? updateSteps(open, decision, wanted) : [createStep(wanted)];
  const isConflicted = !decision.content.merge.clean;
  if (isDryRun) {
    rehearse(steps, wanted, ports.log);
    const verdict = isConflicted ? 'conflicted' : verdictOf(open, steps.length > 0);
    return { verdict, pull: open, mergeable: 'unknown', isDryRun };
  }
  const pull = await take(steps, open, ports.github);
  const dressing = await ports.github.dress(pull, wishes(inputs));
  for (const warning of dressing.warnings) ports.log.warning(warning);
  const mergeable = await ports.github.mergeable(pull.number, facts.head.sha);
  if (!isConflicted && mergeable === 'false') warnOfGitHub(pull, ports);
  const verdict = verdictOf(open, steps.length > 0 || dressing.changed);
  ports.log.info(`pull request #${pull.number} ${verdict}: ${pull.url}`);
  return { verdict: isConflicted ? 'conflicted' : verdict, pull, mergeable, isDryRun };
}

function wantedPull({ inputs, facts, decision }: Plan & { decision: Release }, ports: Ports) {
  const { head, base } = inputs;
  const { serverUrl, repository } = ports.context;
  const place = { repositoryUrl: `${serverUrl}/${repository}`, head, base };
  const body = pullBody(decision, place, { notes: inputs.notes, current: facts.open?.body ?? '' });
  return { head, base, title: decision.title, body, draft: decision.draft.open };
}

type Wanted = ReturnType<typeof wantedPull>;

const createStep = (wanted: Wanted): Step => ({
  what: `open a ${wanted.draft ? 'draft ' : ''}pull request "${oneLine(wanted.title)}"`,
  write: (github) => github.createPull(wanted),
});

/** A draft is noted before it is made and undone before the note goes: a killed run is repaired. */
function updateSteps(open: PullRequest, { draft }: Release, wanted: Wanted): Step[] {
  const change = changesTo(open, wanted);
  const fields = Object.keys(change);
  const what = `write the ${fields.join(' and ')} of pull request #${open.number}`;
  const write = async (github: GitHub) => void (await github.updatePull(open.number, change));
  const edit = fields.length === 0 ? [] : [{ what, write }];
  switch (draft.change) {
    case 'none':
      return edit;
    case 'to-draft':
      return [...edit, draftStep(open, true)];
    case 'to-ready':
      return [draftStep(open, false), ...edit];
    default:
      return draft.change satisfies never;
  }
}

const draftStep = (open: PullRequest, draft: boolean): Step => ({
  what: `${draft ? 'make a draft of' : 'mark as ready'} pull request #${open.number}`,
  write: async (github) => void (await github.setDraft(open, draft)),
});

async function take(
  steps: readonly Step[],
  open: PullRequest | undefined,
  github: GitHub,
): Promise<PullRequest> {
  const written: (PullRequest | undefined)[] = [open];
  for (const { write } of steps) written.push(await write(github));
  const pull = written.find((result) => result !== undefined);
  if (!pull) throw new Error('neither an open nor a new pull request');
  return pull;
}

function rehearse(steps: readonly Step[], wanted: Wanted, log: Log): void {
  for (const { what } of steps) log.info(`dry run: would ${what}`);
  if (steps.length > 0) log.info(wanted.body);
  else log.info('dry run: would write nothing');
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
