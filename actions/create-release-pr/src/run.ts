/** Keeps one standing pull request from head to base: read both, decide, write what differs. */
import {
  ActionError,
  badInput,
  type EventContext,
  type Log,
  type Outcome,
} from '@release-train/action-kit';
import type { Git, GitRepository } from '@release-train/git';
import type { GitHub } from '@release-train/github';
import { type Acted, act } from './act.ts';
import { plainDifference, readContent } from './content.ts';
import type { contract, Inputs } from './contract.ts';
import { chooseStrategy, type Decision, decide, settled } from './decide.ts';
import { readMergeFacts, readSeen, type Seen } from './facts.ts';
import { outputsOf } from './outputs.ts';
import { type Place, placeOf } from './place.ts';
import { readReleaseCommit } from './release-commit.ts';
import { renderFailure, renderReason, renderSummary } from './render.ts';

export interface Ports {
  readonly git: Git;
  readonly github: GitHub;
  readonly log: Log;
  readonly context: Pick<EventContext, 'serverUrl' | 'repository'>;
}

const mostTries = 3;

export async function run(inputs: Inputs, ports: Ports): Promise<Outcome<typeof contract>> {
  refuseMixed(inputs);
  const place = placeOf(inputs, ports.context);
  const { seen, decision, result } = await release({ inputs, place, tries: mostTries }, ports);
  const conflicts = decision.kind === 'release' ? decision.conflicts : [];
  return {
    outputs: outputsOf({ seen, place, decision, result }),
    summary: renderSummary({ seen, place }, decision, result),
    ...(conflicts.length > 0 && inputs['fail-on-conflict']
      ? { failure: renderFailure(conflicts, place) }
      : {}),
  };
}

function refuseMixed({ strategy, 'source-sha': source }: Inputs): void {
  if (strategy !== 'direct' || source === undefined) return;
  const problem = 'cannot be kept by "strategy: direct", whose pull request moves with "head"';
  throw badInput([{ input: 'source-sha', problem }]);
}

interface Plan {
  readonly inputs: Inputs;
  readonly place: Place;
  /** How often a faster writer may get in between. */
  readonly tries: number;
}

interface Story {
  readonly seen: Seen;
  readonly decision: Decision;
  readonly result: Acted;
}

async function release(plan: Plan, ports: Ports): Promise<Story> {
  const { inputs, place, tries } = plan;
  const seen = await readSeen(ports.github, place);
  try {
    const nothing = settled(seen, inputs['source-sha']);
    if (nothing) return await carryOut(nothing, { ...plan, seen }, ports);
    const isThere = (await ports.github.branch(place.branch)) !== undefined;
    await using clone = await ports.git.clone([
      place.base,
      place.head,
      ...(isThere ? [place.branch] : []),
    ]);
    const decision = await weigh({ ...plan, seen, clone, isThere }, ports);
    return await carryOut(decision, { ...plan, seen, clone }, ports);
  } catch (error) {
    const isOvertaken = error instanceof ActionError && error.code === 'lease-lost';
    if (!isOvertaken || tries <= 1) throw error;
    ports.log.info(`${error.message}: reading everything again`);
    return release({ ...plan, tries: tries - 1 }, ports);
  }
}

interface Weighed extends Plan {
  readonly seen: Seen;
  readonly clone: GitRepository;
  readonly isThere: boolean;
}

async function weigh(
  { inputs, place, seen, clone, isThere }: Weighed,
  { github }: Ports,
): Promise<Decision> {
  const content = await readContent({ clone, github }, place, inputs['source-sha']);
  const differs = (): Promise<readonly string[]> => plainDifference(clone, content);
  const choice = await chooseStrategy(seen, content, { asked: inputs.strategy, differs });
  const isOwn = choice.strategy === 'merge' && content.files > 0;
  const mergeFacts = isOwn ? await readMergeFacts(github, seen.base) : undefined;
  const commit =
    mergeFacts && (await readReleaseCommit(clone, { place, content, mergeFacts, isThere }));
  const { title, draft } = inputs;
  return decide(seen, content, { choice, commit, place, title, draft });
}

function carryOut(
  decision: Decision,
  { inputs, place, seen, clone }: Plan & { readonly seen: Seen; readonly clone?: GitRepository },
  { github, log }: Ports,
): Promise<Story> {
  log[decision.kind === 'hands-off' ? 'notice' : 'info'](renderReason({ seen, place }, decision));
  const ports = { github, log, ...(clone ? { clone } : {}) };
  return act(decision, { inputs, seen, place }, ports).then((result) => ({
    seen,
    decision,
    result,
  }));
}
