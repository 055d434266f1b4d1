/** Keeps base supplied with what head has: look first, and merge only if something may be lacking. */
import type { EventContext, Log, Outcome } from '@release-train/action-kit';
import type { Git } from '@release-train/git';
import type { GitHub } from '@release-train/github';
import { type Acted, act } from './act.ts';
import { type Content, type Method, readContent } from './content.ts';
import type { contract, Inputs } from './contract.ts';
import { chooseMethod, type Decision, decide, type InSync, settled } from './decide.ts';
import { readMergeFacts, readSeen, type Seen } from './facts.ts';
import { outputsOf } from './outputs.ts';
import { placeOf } from './place.ts';
import { type Place, renderFailure, renderReason, renderSummary } from './render.ts';

export interface Ports {
  readonly git: Git;
  readonly github: GitHub;
  readonly log: Log;
  readonly context: Pick<EventContext, 'serverUrl' | 'repository'>;
}

export async function run(inputs: Inputs, ports: Ports): Promise<Outcome<typeof contract>> {
  const place = placeOf(inputs, ports.context);
  const seen = await readSeen(ports.github, place);
  const method = await readMethod(inputs, seen, ports);
  const why = seen.open ? undefined : settled(seen, method);
  const story = why
    ? nothingToBring(why, place, ports.log)
    : await bring({ inputs, seen, place, method: method ?? 'merge' }, ports);
  const { decision, result } = story;
  const conflicts = decision.kind === 'sync' ? decision.conflicts : [];
  return {
    outputs: outputsOf({ ...story, seen, method }),
    summary: renderSummary(decision, place, result),
    ...(conflicts.length > 0 && inputs['fail-on-conflict']
      ? { failure: renderFailure(conflicts, place) }
      : {}),
  };
}

interface Story {
  readonly decision: Decision;
  readonly content: Content | undefined;
  readonly result: Acted;
}

function nothingToBring(why: InSync, place: Place, log: Log): Story {
  const decision = { kind: 'in-sync', why } as const;
  log.info(renderReason(decision, place));
  const result = { verdict: 'in-sync', pull: undefined, isDryRun: false } as const;
  return { decision, content: undefined, result };
}

/** Asked only where it matters: the usual run finds everything in sync before. */
async function readMethod(
  inputs: Inputs,
  seen: Seen,
  { github }: Ports,
): Promise<Method | undefined> {
  if (!seen.open && settled(seen, undefined)) return undefined;
  if (inputs.method !== 'auto') return inputs.method;
  return chooseMethod(await readMergeFacts(github, seen.base));
}

interface Plan {
  readonly inputs: Inputs;
  readonly seen: Seen;
  readonly place: Place;
  readonly method: Method;
}

async function bring(plan: Plan, { git, github, log }: Ports): Promise<Story> {
  const { inputs, seen, method, place } = plan;
  const own = seen.tip === undefined ? [] : [seen.branch];
  await using clone = await git.clone([inputs.head, inputs.base, ...own]);
  const content = await readContent(clone, seen, method);
  const decision = decide(seen, content, method);
  log[decision.kind === 'hands-off' ? 'notice' : 'info'](renderReason(decision, place));
  const result = await act(decision, plan, { github, log, clone });
  return { decision, content, result };
}
