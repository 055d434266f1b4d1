/** Waits for the release, watches it on an open-loop schedule, judges what was seen, reports. */
import { badInput, type EventContext, type Log } from '@release-train/action-kit';
import type { Deployer, Railway, Traffic } from '@release-train/railway';
import { actOn, type DoPorts, finishLeftover } from './act.ts';
import { awaitRelease, type Release } from './await-release.ts';
import type { Claims } from './claim.ts';
import type { Inputs, MonitorOutcome } from './contract.ts';
import { consequenceOf } from './decide.ts';
import { findRelease } from './find-release.ts';
import type { WatchPorts } from './flights.ts';
import { identityOf, placeOf } from './identity.ts';
import { judgeRelease } from './judge-release.ts';
import type { Judgements } from './judgement.ts';
import { alreadyJudged, record } from './ledger.ts';
import { type Occasion, occasionOf } from './occasion.ts';
import { type Plan, planOf } from './plan.ts';
import { type Rendered, renderFailure, renderOutputs, renderSummary } from './render.ts';
import type { Acted } from './roll-back-once.ts';
import { type Short, shortOutcome } from './short-outcome.ts';

export interface Ports extends WatchPorts {
  readonly log: Log;
  readonly context: EventContext;
  /** With a token. */
  readonly railway?: (Railway & Deployer) | undefined;
  readonly traffic?: Traffic | undefined;
  /** With a token for GitHub. */
  readonly judgements?: Judgements | undefined;
  readonly claims?: Claims | undefined;
  /** Writes a file of the report into a folder. */
  readonly save: (folder: string, name: string, text: string) => void;
}

export async function run(inputs: Inputs, ports: Ports): Promise<MonitorOutcome> {
  const plan = planOf(inputs);
  const occasion = occasionOf(ports.context, inputs.commit);
  const ended = (short: Short, commit = occasion.commit ?? ''): MonitorOutcome => {
    const { warning, ...outcome } = shortOutcome(short, commit, inputs);
    ports.log[warning ? 'warning' : 'info'](warning ?? `${short.verdict}: ${short.why}`);
    return outcome;
  };
  if (occasion.nothing) {
    const why = occasion.nothing;
    return ended({ verdict: 'not-applicable', reason: 'nothing-deployed', why });
  }
  const acting = actPortsOf(inputs, ports);
  const left = acting && (await leftoverOf(inputs, acting));
  if (left)
    return ended({ verdict: 'failed', reason: 'rollback-resumed', why: left.why, acted: left });
  const release = await releaseOf(inputs, occasion, ports);
  if (release && 'kind' in release) return ended(release);
  const commit = release?.commit ?? occasion.commit ?? '';
  const deployed = { commit, identity: identityOf(commit, release, plan.endpoints) };
  const before = commit && (await alreadyJudged(deployed, yieldOf(inputs, plan), ports));
  if (before) return ended(before, commit);
  const judged = await judgeRelease({ inputs, plan, commit, release }, ports);
  const { report } = judged;
  const isBad = report.verdict === 'failed' && release && acting;
  const acted = isBad
    ? await actOn({ inputs, report, release, ...deployed, endpoints: plan.endpoints }, acting)
    : undefined;
  // Only now: a run that is killed while it acts must not find its verdict on record.
  if (commit) await record(deployed, report, ports);
  return outcomeOf(inputs, { ...judged, acted }, ports);
}

/** All that acting needs; nothing where it is not asked for. */
function actPortsOf(inputs: Inputs, ports: Ports): DoPorts | undefined {
  const { railway, claims, judgements, context } = ports;
  if (!inputs['on-failure'].includes('rollback')) return undefined;
  if (!railway || !claims || !judgements) return undefined;
  return { ...ports, railway, claims, judgements, run: context.runUrl };
}

async function leftoverOf(inputs: Inputs, acting: DoPorts): Promise<Acted | undefined> {
  if (inputs['dry-run']) return undefined;
  const place = await acting.railway.readPlace(inputs);
  const services = await acting.railway.readServices(place);
  return finishLeftover({ place, services, identity: { place: placeOf(place) } }, acting);
}

/** Reconciling is no hurry: who watches already is left to it, for as long as a watch takes. */
const yieldOf = ({ mode }: Inputs, { graceMs, windowMs }: Plan) => ({
  yieldsForMs: mode === 'reconcile' ? graceMs + windowMs + 300_000 : undefined,
});

function outcomeOf(
  inputs: Inputs,
  rendered: Rendered,
  { log, save }: Pick<Ports, 'log' | 'save'>,
): MonitorOutcome {
  const { report } = rendered;
  if (inputs['report-dir'] !== undefined) {
    save(inputs['report-dir'], 'post-deploy-monitor.json', `${JSON.stringify(report)}\n`);
  }
  const failure = renderFailure(rendered);
  const consequence = consequenceOf(report.verdict, inputs);
  if (consequence === 'warn') log.warning(`${failure.message}\n${failure.hint}`);
  return {
    outputs: renderOutputs(rendered),
    summary: renderSummary(rendered),
    ...(consequence === 'fail' ? { failure } : {}),
  };
}

async function releaseOf(inputs: Inputs, occasion: Occasion, { railway, ...ports }: Ports) {
  if (!railway) return undefined;
  const { commit, branch, isOwnSuite } = occasion;
  const { project, environment, services: wanted } = inputs;
  const { repository } = ports.context;
  const place = { project, environment, wanted, repository };
  if (inputs.mode === 'reconcile') return findRelease(place, { railway });
  if (!commit) {
    const problem = 'is empty, and the event that started this workflow names no commit';
    throw badInput([{ input: 'commit', problem }]);
  }
  const timeoutMs = inputs['deploy-timeout'];
  const target = { ...place, branch, commit, isOwnSuite, timeoutMs };
  const release = await awaitRelease(target, { railway, ...ports });
  if (!('kind' in release)) warnOfForeignUrls(inputs, release, ports.log);
  return release;
}

/** Probing something else than what was deployed would prove nothing. */
function warnOfForeignUrls({ url }: Inputs, { urls }: Release, log: Log): void {
  const hosts = urls.map((address) => new URL(address).host);
  const foreign = url.filter((endpoint) => !hosts.includes(endpoint.url.host));
  if (hosts.length === 0 || foreign.length < url.length) return;
  log.warning(
    `none of input "url" is an address that Railway has for these services (${hosts.join(', ')}): make sure that they answer there`,
  );
}
