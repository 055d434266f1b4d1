/** Keeps one standing pull request from head to base: read both, decide, write what differs. */
import {
  type EventContext,
  type Log,
  type Outcome,
  whenOvertaken,
} from '@release-train/action-kit';
import type { Git, GitRepository } from '@release-train/git';
import type { GitHub } from '@release-train/github';
import { methodsLeftOf } from '@release-train/github/branch-preflight';
import type { Notifier } from '@release-train/notify';
import { type Clock, retry } from '@release-train/polling';
import { act } from './act.ts';
import { branchPreflight } from './branch-preflight.ts';
import { unlessClosed } from './closed.ts';
import { plainDifference, readContent } from './content.ts';
import type { contract, Inputs } from './contract.ts';
import { chooseStrategy, type Decision, decide, settled } from './decide.ts';
import { readMergeFacts, readSeen, type Seen } from './facts.ts';
import { outputsOf } from './outputs.ts';
import { readPart } from './part.ts';
import { hasLabels, refuseMixed } from './picks.ts';
import { type Place, placeOf } from './place.ts';
import { renderPreflight } from './preflight.ts';
import { readReleaseCommit } from './release-commit.ts';
import { renderFailure, renderReason, renderSummary } from './render.ts';
import { followedBy, movedSince, type Story } from './story.ts';

export interface Ports {
  readonly git: Git;
  readonly github: GitHub;
  readonly notifier: Notifier;
  readonly log: Log;
  readonly clock: Clock;
  readonly context: Pick<EventContext, 'serverUrl' | 'repository'>;
}

export async function run(inputs: Inputs, ports: Ports): Promise<Outcome<typeof contract>> {
  refuseMixed(inputs);
  const place = placeOf(inputs, ports.context);
  const { seen, decision, result, findings } = await upToDate({ inputs, place }, ports);
  const isConflicted = decision.kind === 'release' && decision.conflicts.length > 0;
  return {
    outputs: outputsOf({ seen, place, decision, result }),
    summary: renderSummary({ seen, place, language: inputs.language, findings }, decision, result),
    ...(isConflicted && inputs['fail-on-conflict']
      ? { failure: renderFailure(decision, place) }
      : {}),
  };
}

interface Plan {
  readonly inputs: Inputs;
  readonly place: Place;
}

/** Branches move while a run works: what it wrote is then brought up to them, once. */
async function upToDate(plan: Plan, ports: Ports): Promise<Story> {
  const attempt = (): Promise<Story> =>
    retry(ports.clock, whenOvertaken(ports.log), () => release(plan, ports));
  const first = await attempt();
  const moved = await movedSince(first, plan.inputs, ports.github);
  if (moved.length === 0) return first;
  const names = moved.map((name) => `"${name}"`).join(' and ');
  ports.log.info(`${names} moved on in the meantime: reading everything again`);
  return followedBy(first, await attempt());
}

async function release(plan: Plan, ports: Ports): Promise<Story> {
  const { inputs, place } = plan;
  const seen = await readSeen(ports.github, place);
  const nothing = settled(seen, inputs);
  if (nothing) return carryOut(nothing, { ...plan, seen }, ports);
  const isThere = (await ports.github.branch(place.branch)) !== undefined;
  const own = isThere ? [place.branch] : [];
  await using clone = await ports.git.clone([place.base, place.head, ...own]);
  const decision = await weigh({ ...plan, seen, clone, isThere }, ports);
  const about = { seen, place, language: inputs.language };
  const findings = await branchPreflight(decision, about, { clone, ...ports });
  return { ...(await carryOut(decision, { ...plan, seen, clone }, ports)), findings };
}

interface Weighed extends Plan {
  readonly seen: Seen;
  readonly clone: GitRepository;
  readonly isThere: boolean;
}

async function weigh(
  { inputs, place, seen, clone, isThere }: Weighed,
  { github, log }: Ports,
): Promise<Decision> {
  const read = await readContent({ clone, github }, place, inputs['source-sha']);
  const part = await readPart({ clone, github, log }, { inputs, place, read });
  const content = part ?? read.content;
  const differs = (): Promise<readonly string[]> => plainDifference(clone, content);
  const choice = await chooseStrategy(seen, content, {
    asked: inputs.strategy,
    differs,
    isSelective: hasLabels(inputs),
  });
  if (content.files === 0) {
    return { kind: 'nothing', why: part ? 'nothing-picked' : 'same-files', content };
  }
  const mergeFacts = await readMergeFacts(github, seen);
  const commit =
    choice.strategy !== 'direct'
      ? await readReleaseCommit(clone, { place, content, mergeFacts, isThere })
      : undefined;
  const { title, draft, language } = inputs;
  const { strategy } = choice;
  const advice = renderPreflight(mergeFacts, { strategy, place, language });
  const mergeMethods = methodsLeftOf(mergeFacts);
  const decision = decide(seen, content, {
    ...{ choice, commit, place, title, draft, advice, mergeMethods },
  });
  const branchTip = isThere ? clone.tip(place.branch) : undefined;
  return unlessClosed(decision, { place, branchTip }, github);
}

function carryOut(
  decision: Decision,
  { inputs, place, seen, clone }: Plan & { readonly seen: Seen; readonly clone?: GitRepository },
  { github, notifier, log }: Ports,
): Promise<Story> {
  log[decision.kind === 'hands-off' ? 'notice' : 'info'](
    renderReason({ seen, place, language: 'en' }, decision),
  );
  const ports = { github, notifier, log, ...(clone ? { clone } : {}) };
  return act(decision, { inputs, seen, place }, ports).then((result) => ({
    seen,
    decision,
    result,
  }));
}
