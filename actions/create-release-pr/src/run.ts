/** Keeps one standing pull request from head to base: read both, decide, write what differs. */
import { badInput, type EventContext, type Log, type Outcome } from '@release-train/action-kit';
import type { Git } from '@release-train/git';
import type { GitHub } from '@release-train/github';
import { act } from './act.ts';
import type { contract, Inputs } from './contract.ts';
import { decide } from './decide.ts';
import { readFacts } from './facts.ts';
import { outputsOf } from './outputs.ts';
import { renderFailure, renderReason, renderSummary } from './render.ts';

export interface Ports {
  readonly git: Git;
  readonly github: GitHub;
  readonly log: Log;
  readonly context: Pick<EventContext, 'serverUrl' | 'repository'>;
}

export async function run(inputs: Inputs, ports: Ports): Promise<Outcome<typeof contract>> {
  const { head, base } = inputs;
  if (head === base) {
    throw badInput([{ input: 'head', problem: `is "${head}", the same branch as "base"` }]);
  }
  const facts = await readFacts(ports, { head, base });
  const decision = decide(facts, inputs);
  ports.log.info(renderReason(facts, decision));
  const result = await act({ inputs, facts, decision }, ports);
  const conflicts = decision.kind === 'release' ? decision.conflicts : [];
  return {
    outputs: outputsOf(facts, decision, result),
    summary: renderSummary(facts, decision, result),
    ...(conflicts.length > 0 && inputs['fail-on-conflict']
      ? { failure: renderFailure(facts, conflicts) }
      : {}),
  };
}
