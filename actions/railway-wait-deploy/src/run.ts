/** Waits until a commit is live on Railway: which commit, where, for which services; wait; why. */
import { badInput, type EventContext, type Log, type Outcome } from '@release-train/action-kit';
import type { Clock } from '@release-train/polling';
import type { Railway } from '@release-train/railway';
import type { contract, Inputs } from './contract.ts';
import { readEvidence } from './evidence.ts';
import { outputsOf } from './outputs.ts';
import { renderEnd, renderFailure, renderStart, renderSummary } from './render.ts';
import type { Report } from './report.ts';
import { chooseServices } from './services.ts';
import { readTarget, type Target } from './target.ts';
import { waitForServices } from './wait.ts';

export interface Ports {
  readonly railway: Railway;
  readonly clock: Clock;
  readonly log: Log;
  readonly context: EventContext;
}

export async function run(inputs: Inputs, ports: Ports): Promise<Outcome<typeof contract>> {
  const { railway, clock, log, context } = ports;
  const startedMs = clock.monotonic();
  const target = targetOf(inputs, context);
  const place = await railway.readPlace(inputs);
  const { repository } = context;
  const origin = { repository, branch: target.branch };
  const choice = { ...origin, wanted: inputs.services, place };
  const services = chooseServices(await railway.readServices(place), choice);
  for (const line of renderStart({ target, place, services, origin })) log.info(line);
  const { commit, isOwnSuite } = target;
  const what = { inputs, commit, isOwnSuite, place, services, startedMs };
  const waited = await waitForServices(what, ports);
  const report: Report = {
    ...waited,
    services: await readEvidence(waited.services, railway, { place, origin }),
    place,
    commit,
    durationMs: clock.monotonic() - startedMs,
    requests: railway.usage().requests,
  };
  log.info(renderEnd(report));
  return {
    outputs: outputsOf(report),
    summary: renderSummary(report),
    ...(report.whole.isGreen ? {} : { failure: renderFailure(report) }),
  };
}

function targetOf(inputs: Inputs, context: EventContext): Target {
  const target = readTarget(context, inputs.commit);
  const problem = 'is empty, and the event that started this workflow names no commit';
  if (!target) throw badInput([{ input: 'commit', problem }]);
  return target;
}
