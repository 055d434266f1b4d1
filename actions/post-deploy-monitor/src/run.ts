/** Waits for the release, watches it on an open-loop schedule, judges what was seen, reports. */
import { badInput, type EventContext, type Log } from '@release-train/action-kit';
import type { Railway, Traffic } from '@release-train/railway';
import { awaitRelease, type Release } from './await-release.ts';
import type { Inputs, MonitorOutcome } from './contract.ts';
import { consequenceOf } from './decide.ts';
import type { WatchPorts } from './flights.ts';
import { judgeRelease } from './judge-release.ts';
import { type Occasion, occasionOf } from './occasion.ts';
import { planOf } from './plan.ts';
import { renderFailure, renderOutputs, renderSummary } from './render.ts';
import { type Short, shortOutcome } from './short-outcome.ts';

export interface Ports extends WatchPorts {
  readonly log: Log;
  readonly context: EventContext;
  /** With a token. */
  readonly railway?: Railway | undefined;
  readonly traffic?: Traffic | undefined;
  /** Writes a file of the report into a folder. */
  readonly save: (folder: string, name: string, text: string) => void;
}

export async function run(inputs: Inputs, ports: Ports): Promise<MonitorOutcome> {
  const plan = planOf(inputs);
  const occasion = occasionOf(ports.context, inputs.commit);
  const { commit = '', nothing } = occasion;
  const ended = (short: Short): MonitorOutcome => {
    const { warning, ...outcome } = shortOutcome(short, commit, inputs);
    ports.log[warning ? 'warning' : 'info'](warning ?? `${short.verdict}: ${short.why}`);
    return outcome;
  };
  if (nothing)
    return ended({ verdict: 'not-applicable', reason: 'nothing-deployed', why: nothing });
  const release = await releaseOf(inputs, occasion, ports);
  if (release && 'kind' in release) return ended(release);
  const rendered = await judgeRelease({ inputs, plan, commit, release }, ports);
  const { report } = rendered;
  if (inputs['report-dir'] !== undefined) {
    ports.save(inputs['report-dir'], 'post-deploy-monitor.json', `${JSON.stringify(report)}\n`);
  }
  const failure = renderFailure(rendered);
  const consequence = consequenceOf(report.verdict, inputs);
  if (consequence === 'warn') ports.log.warning(`${failure.message}\n${failure.hint}`);
  return {
    outputs: renderOutputs(rendered),
    summary: renderSummary(rendered),
    ...(consequence === 'fail' ? { failure } : {}),
  };
}

async function releaseOf(inputs: Inputs, occasion: Occasion, { railway, ...ports }: Ports) {
  if (!railway) return undefined;
  const { commit, branch, isOwnSuite } = occasion;
  if (!commit) {
    const problem = 'is empty, and the event that started this workflow names no commit';
    throw badInput([{ input: 'commit', problem }]);
  }
  const { project, environment, services: wanted } = inputs;
  const { repository } = ports.context;
  const timeoutMs = inputs['deploy-timeout'];
  const target = {
    project,
    environment,
    wanted,
    repository,
    branch,
    commit,
    isOwnSuite,
    timeoutMs,
  };
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
