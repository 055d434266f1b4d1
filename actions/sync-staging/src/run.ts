/** Keeps base supplied with what head has: look first, and merge only if something may be lacking. */
import {
  type EventContext,
  type Log,
  type Outcome,
  whenOvertaken,
} from '@release-train/action-kit';
import type { Git } from '@release-train/git';
import type { GitHub } from '@release-train/github';
import { type PushedBranch, renderPushed } from '@release-train/github/branch-preflight';
import type { Notifier } from '@release-train/notify';
import { type Clock, retry } from '@release-train/polling';
import { act } from './act.ts';
import { unlessClosed } from './closed.ts';
import { type Method, readContent } from './content.ts';
import type { contract, Inputs } from './contract.ts';
import { chooseMethod, decide, type InSync, settled } from './decide.ts';
import { type MergeFacts, readMergeFacts, readSeen, type Seen } from './facts.ts';
import { outputsOf } from './outputs.ts';
import { placeOf } from './place.ts';
import { readPreflight } from './preflight.ts';
import { type Place, renderFailure, renderReason, renderSummary } from './render.ts';
import { followedBy, movedSince, type Story, type Told } from './story.ts';

export interface Ports {
  readonly git: Git;
  readonly github: GitHub;
  readonly notifier: Notifier;
  readonly log: Log;
  readonly clock: Clock;
  readonly context: Pick<EventContext, 'serverUrl' | 'repository'>;
}

export async function run(inputs: Inputs, ports: Ports): Promise<Outcome<typeof contract>> {
  const place = placeOf(inputs, ports.context);
  const story = await upToDate(inputs, place, ports);
  const { decision } = story;
  const conflicts = decision.kind === 'sync' ? decision.content.conflicts : [];
  return {
    outputs: outputsOf(story),
    summary: renderSummary({
      ...story,
      place,
      language: inputs.language,
      maxDriftFiles: inputs['max-drift-files'],
    }),
    ...(conflicts.length > 0 && inputs['fail-on-conflict']
      ? { failure: renderFailure(conflicts, place) }
      : {}),
  };
}

/** Branches move while a run works: what it wrote is then brought up to them, once. */
async function upToDate(inputs: Inputs, place: Place, ports: Ports): Promise<Story> {
  const attempt = (): Promise<Story> =>
    retry(ports.clock, whenOvertaken(ports.log), () => sync(inputs, place, ports));
  const first = await attempt();
  const moved = await movedSince(first, ports.github);
  if (moved.length === 0) return first;
  const names = moved.map((name) => `"${name}"`).join(' and ');
  ports.log.info(`${names} moved on in the meantime: reading everything again`);
  return followedBy(first, await attempt());
}

async function sync(inputs: Inputs, place: Place, ports: Ports): Promise<Story> {
  const seen = await readSeen(ports.github, place);
  const approach = await readApproach(inputs, seen, ports);
  const why = seen.open ? undefined : settled(seen, approach?.method);
  const told =
    why || !approach
      ? nothingToBring(why ?? 'ancestor', place, ports.log)
      : await bring({ inputs, seen, place, ...approach }, ports);
  if (seen.withoutHistory) {
    ports.log.notice(
      `pull request #${seen.withoutHistory} was to bring the history of "${place.head}" and was not merged by a merge commit: its files are there, git's own merges may conflict falsely until the next sync`,
    );
  }
  return { ...told, seen, method: approach?.method };
}

function nothingToBring(why: InSync, place: Place, log: Log): Told {
  const decision = { kind: 'in-sync', why } as const;
  log.info(renderReason(decision, place));
  const result = { verdict: 'in-sync', pull: undefined, isDryRun: false } as const;
  return { decision, content: undefined, result, preflight: undefined };
}

interface Approach {
  readonly method: Method;
  readonly facts: MergeFacts;
}

/** Asked only where it matters: the usual run finds everything in sync before. */
async function readApproach(
  inputs: Inputs,
  seen: Seen,
  { github }: Ports,
): Promise<Approach | undefined> {
  if (!seen.open && settled(seen, undefined)) return undefined;
  const facts = await readMergeFacts(github, seen.base);
  return { facts, method: inputs.method === 'auto' ? chooseMethod(facts) : inputs.method };
}

interface Plan extends Approach {
  readonly inputs: Inputs;
  readonly seen: Seen;
  readonly place: Place;
}

async function bring(plan: Plan, { git, ...ports }: Ports): Promise<Told> {
  const { inputs, seen, method, facts, place } = plan;
  const own = seen.tip === undefined ? [] : [seen.branch];
  await using clone = await git.clone([inputs.head, inputs.base, ...own]);
  const isStrict = facts.rules.requiresUpToDate;
  const content = await readContent({ clone, github: ports.github }, seen, { method, isStrict });
  const decision = await unlessClosed(decide(seen, content, method), seen, ports.github);
  ports.log[decision.kind === 'hands-off' ? 'notice' : 'info'](renderReason(decision, place));
  const preflight = await readPreflight({ clone, ...ports }, decision, { place, facts });
  if (preflight.pushed) warnOf(preflight.pushed, place, ports.log);
  const result = await act(decision, plan, { ...ports, clone });
  return { decision, content, result, preflight };
}

function warnOf(pushed: PushedBranch, { base }: Place, log: Log): void {
  for (const finding of renderPushed(pushed, base, 'en')) log.warning(finding);
}
