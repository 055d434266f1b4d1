/** Waits for the release, watches it on an open-loop schedule, judges what was seen, reports. */
import { badInput, type EventContext, type Log } from '@release-train/action-kit';
import type { Traffic } from '@release-train/railway';
import { actOn, type Doing } from './act/act.ts';
import type { Acted } from './act/acted.ts';
import { type DoingPorts, doingOf, leftoverOf } from './act/doing.ts';
import { objectionTo } from './act/objection.ts';
import { awaitRelease, type Release } from './await-release.ts';
import type { Inputs, MonitorOutcome } from './contract.ts';
import { consequenceOf } from './decide.ts';
import { findRelease } from './find-release.ts';
import { identityOf } from './identity.ts';
import { judgeRelease } from './judge-release.ts';
import { alreadyJudged, type Deployed, record } from './ledger.ts';
import { type Occasion, occasionOf } from './occasion.ts';
import { type Plan, planOf } from './plan.ts';
import {
  type Rendered,
  renderFailure,
  renderOutputs,
  renderReason,
  renderSummary,
} from './render.ts';
import { type Short, shortOutcome } from './short-outcome.ts';

/** Railway where there is a token for it, records, claims and the revert where there is one for GitHub. */
export interface Ports extends DoingPorts {
  readonly context: EventContext;
  readonly traffic?: Traffic | undefined;
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
  const doing = doingOf(inputs, plan.endpoints, ports);
  const left = doing && (await leftoverOf(inputs, doing));
  if (left)
    return ended({ verdict: 'failed', reason: 'rollback-resumed', why: left.why, acted: left });
  const release = await releaseOf(inputs, occasion, ports);
  if (release && 'kind' in release) return ended(release);
  const commit = release?.commit ?? occasion.commit ?? '';
  const deployed = { commit, identity: identityOf(commit, release, plan.endpoints) };
  const before = commit && (await alreadyJudged(deployed, yieldOf(inputs, plan), ports));
  if (before) return ended(before, commit);
  const judged = await judgeRelease({ inputs, plan, commit, release }, ports);
  const branch = occasion.branch ?? branchOf(release);
  const acted = doing && (await actedOn({ inputs, judged, release, branch, ...deployed }, doing));
  // Only now: a run that is killed while it acts must not find its verdict on record.
  if (commit) await record(deployed, judged.report, ports);
  return outcomeOf(inputs, { ...judged, acted }, ports);
}

interface Judged extends Deployed {
  readonly inputs: Inputs;
  readonly judged: Rendered;
  readonly release: Release | undefined;
  readonly branch: string | undefined;
}

async function actedOn(
  { inputs, judged, release, branch, commit, identity }: Judged,
  doing: Doing,
): Promise<Acted | undefined> {
  const { verdict, reason } = judged.report;
  if (verdict !== 'failed' || !commit) return undefined;
  const bad = {
    story: { verdict, reason, why: renderReason(judged) },
    commit,
    branch,
    against: objectionTo({ reason }),
    rollback: release && { inputs, release, identity },
  };
  return actOn(bad, doing);
}

/** The branch whose pushes Railway deploys. */
const branchOf = (release: Release | undefined): string | undefined =>
  release?.services.flatMap(({ trigger }) => trigger?.branch ?? [])[0];

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
