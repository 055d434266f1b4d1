/** Waits until a commit is live on Railway: which commit, where, for which services; wait; why. */
import { badInput, type EventContext, type Outcome } from '@release-train/action-kit';
import type { Deployer, Place, Railway } from '@release-train/railway';
import { chooseServices } from '@release-train/railway/service-choice';
import { begin } from './begin.ts';
import { interruptionBy, unlessCancelled } from './cancel.ts';
import type { contract, Inputs } from './contract.ts';
import { deployServices } from './deploy.ts';
import { readEvidence } from './evidence.ts';
import type { LookPorts } from './look.ts';
import { outputsOf } from './outputs.ts';
import { renderEnd, renderFailure, renderStart, renderSummary } from './render.ts';
import type { Report } from './report.ts';
import { takeBack } from './take-back.ts';
import { readTarget, type Target } from './target.ts';
import { unbegun, unbegunOutcome } from './unbegun.ts';
import { notWaited, type Waited, type WaitFor, waitForServices } from './wait.ts';

export interface Ports extends LookPorts {
  readonly railway: Railway & Deployer;
  readonly context: EventContext;
}

export async function run(inputs: Inputs, ports: Ports): Promise<Outcome<typeof contract>> {
  const { railway, clock, log, context } = ports;
  const startedMs = clock.monotonic();
  const target = targetOf(inputs, context);
  const { commit, isOwnSuite } = target;
  const known = await begin(inputs, target, ports).catch(unbegun);
  if ('interruption' in known) {
    const durationMs = clock.monotonic() - startedMs;
    return unbegunOutcome(known, { commit, durationMs, ...railway.usage() });
  }
  const { place } = known;
  const origin = { repository: context.repository, branch: target.branch };
  const choice = { ...origin, wanted: inputs.services, place };
  const services = chooseServices(known.services, choice);
  for (const line of renderStart({ target, place, services, origin })) log.info(line);
  const what = { inputs, commit, isOwnSuite, place, services, startedMs };
  const waited = await orderAndWait(what, ports);
  const report = await reportOf(waited, { ports, inputs, place, commit, origin, startedMs });
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

async function orderAndWait(what: Omit<WaitFor, 'orders'>, ports: Ports): Promise<Waited> {
  const none = new Map();
  if (what.inputs.mode === 'wait') return waitForServices({ ...what, orders: none }, ports);
  const orders = await deployServices(what, ports).catch(interruptionBy);
  return 'kind' in orders
    ? notWaited({ ...what, orders: none }, ports, orders)
    : waitForServices({ ...what, orders }, ports);
}

interface Circumstances {
  readonly ports: Ports;
  readonly inputs: Inputs;
  readonly place: Place;
  readonly commit: string;
  readonly origin: { readonly repository: string; readonly branch: string | undefined };
  readonly startedMs: number;
}

async function reportOf(waited: Waited, about: Circumstances): Promise<Report> {
  const { ports, inputs, place, commit, startedMs } = about;
  const { railway, clock, signal } = ports;
  const facts = {
    ...waited,
    place,
    commit,
    durationMs: clock.monotonic() - startedMs,
    endedAtMs: clock.now(),
  };
  const isTakenBack = signal.aborted && waited.interruption && inputs['cancel-on-abort'];
  const takenBack = isTakenBack ? await takeBack(waited.services, ports) : [];
  const evidence = await evidenceOf(waited, about);
  return { ...facts, takenBack, ...evidence, requests: railway.usage().requests };
}

/** Whoever cancels leaves seconds, and what ended the wait would end this: then nothing is read. */
async function evidenceOf(
  waited: Waited,
  { ports: { railway, signal }, place, origin }: Circumstances,
): Promise<Partial<Report>> {
  if (signal.aborted || waited.interruption) return {};
  const read = () => readEvidence(waited, railway, { place, origin });
  return unlessCancelled(signal, read).catch(() => ({}));
}
