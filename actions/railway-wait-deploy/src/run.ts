/** Waits until a commit is live on Railway: which commit, where, for which services; wait; why. */
import { badInput, type EventContext, type Outcome } from '@release-train/action-kit';
import type { Deployer, Place, Railway } from '@release-train/railway';
import { chooseServices } from '@release-train/railway/service-choice';
import { unlessCancelled } from './cancel.ts';
import type { contract, Inputs } from './contract.ts';
import { deployServices } from './deploy.ts';
import { readEvidence } from './evidence.ts';
import type { LookPorts } from './look.ts';
import { outputsOf } from './outputs.ts';
import { awaitPlace } from './pull-request-place.ts';
import { renderEnd, renderFailure, renderStart, renderSummary } from './render.ts';
import type { Report } from './report.ts';
import { readTarget, type Target } from './target.ts';
import { type Waited, waitForServices } from './wait.ts';

export interface Ports extends LookPorts {
  readonly railway: Railway & Deployer;
  readonly context: EventContext;
}

export async function run(inputs: Inputs, ports: Ports): Promise<Outcome<typeof contract>> {
  const { railway, clock, log, context, signal } = ports;
  const startedMs = clock.monotonic();
  const target = targetOf(inputs, context);
  const place = await awaitPlace(inputs, target, ports);
  const { repository } = context;
  const origin = { repository, branch: target.branch };
  const known = await unlessCancelled(signal, () => railway.readServices(place));
  const services = chooseServices(known, { ...origin, wanted: inputs.services, place });
  for (const line of renderStart({ target, place, services, origin })) log.info(line);
  const { commit, isOwnSuite } = target;
  const isDeploy = inputs.mode === 'deploy';
  const orders = isDeploy
    ? await deployServices({ inputs, commit, place, services }, ports)
    : new Map();
  const what = { inputs, commit, isOwnSuite, place, services, orders, startedMs };
  const waited = await waitForServices(what, ports);
  const report = await reportOf(waited, { ports, place, commit, origin, startedMs });
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

interface Circumstances {
  readonly ports: Ports;
  readonly place: Place;
  readonly commit: string;
  readonly origin: { readonly repository: string; readonly branch: string | undefined };
  readonly startedMs: number;
}

/** Whoever cancels leaves seconds: then nothing more is read. */
async function reportOf(waited: Waited, about: Circumstances): Promise<Report> {
  const { ports, place, commit, origin, startedMs } = about;
  const { railway, clock, signal } = ports;
  const facts = {
    ...waited,
    place,
    commit,
    durationMs: clock.monotonic() - startedMs,
    endedAtMs: clock.now(),
  };
  const evidence = signal.aborted ? {} : await readEvidence(waited, railway, { place, origin });
  return { ...facts, ...evidence, requests: railway.usage().requests };
}
