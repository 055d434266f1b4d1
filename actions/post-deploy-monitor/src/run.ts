/** Waits for the release, watches it on an open-loop schedule, judges what was seen, reports. */
import type { EventContext } from '@release-train/action-kit';
import type { Traffic } from '@release-train/railway';
import type { actedOn } from './act/acted-on.ts';
import { type DoingPorts, doingOf, leftoverOf } from './act/doing.ts';
import { wordBefore } from './act/weigh.ts';
import type { Inputs, MonitorOutcome } from './contract.ts';
import { consequenceOf } from './decide.ts';
import { type EndPorts, endShort, saveReport, shortOf } from './end-short.ts';
import { identityOf } from './identity.ts';
import { judgeRelease } from './judge-release.ts';
import { alreadyJudged, record } from './ledger.ts';
import { occasionOf } from './occasion.ts';
import { type Plan, planOf } from './plan.ts';
import { findOrAwait } from './release-of.ts';
import { type Rendered, renderFailure, renderOutputs, renderSummary } from './render.ts';
import type { Short } from './short-outcome.ts';
import { standingOf, wordOn } from './standing.ts';
import { tellOfWatch } from './tell/tell-of.ts';

/** Railway where there is a token for it; records, claims and the revert where there is one for GitHub. */
export interface Ports extends DoingPorts, EndPorts {
  readonly context: EventContext;
  readonly traffic?: Traffic | undefined;
}

export async function run(inputs: Inputs, ports: Ports): Promise<MonitorOutcome> {
  const plan = planOf(inputs);
  const occasion = occasionOf(ports.context, inputs.commit);
  const ended = (short: Short, commit = occasion.commit ?? ''): Promise<MonitorOutcome> =>
    endShort({ short, commit, inputs }, ports);
  if (occasion.nothing) {
    const why = occasion.nothing;
    return ended({ verdict: 'not-applicable', reason: 'nothing-deployed', why });
  }
  const doing = doingOf(inputs, plan.endpoints, ports);
  const left = doing && (await leftoverOf(inputs, doing));
  if (left) {
    const { commit, story: onRecord, ...begun } = left;
    const reason = 'rollback-resumed';
    return ended({ verdict: 'failed', reason, why: { code: reason }, onRecord, ...begun }, commit);
  }
  const wanted = { inputs, occasion, endpoints: doing ? plan.endpoints : [] };
  const { release, earlier } = await findOrAwait(wanted, ports);
  if (release && 'kind' in release) {
    return ended(await standingOf(shortOf(release), occasion.commit, ports));
  }
  const commit = release?.commit ?? occasion.commit ?? '';
  const deployed = { commit, identity: identityOf(commit, release, plan.endpoints) };
  const known = commit && (await alreadyJudged(deployed, yieldOf(inputs, plan), ports));
  if (known) return ended(known, commit);
  const judged = await judgeRelease({ inputs, plan, commit, release }, ports);
  const { verdict } = judged.report;
  const standing = verdict === 'superseded' && (await wordOn(deployed, { verdict }, ports));
  if (standing) return ended(standing, commit);
  const before = await wordBefore({ release, ...deployed }, ports);
  const { branch } = occasion;
  const failed = { inputs, judged, release, branch, earlier, before, ...deployed };
  const acted = doing && (await act(failed, doing, ports));
  const told = { ...judged, acted };
  await tellOfWatch({ rendered: told, inputs, release, before, ...deployed }, ports);
  // Only now: a run that is killed while it acts must not find its verdict on record.
  if (commit) await record(deployed, judged.report, ports);
  return outcomeOf(inputs, told, ports);
}

/** Loaded by the few runs that act. */
async function act(...given: Parameters<typeof actedOn>): ReturnType<typeof actedOn> {
  const acting = await import('./act/acted-on.ts');
  return acting.actedOn(...given);
}

/** Reconciling is no hurry: who watches already is left to it, for as long as a watch takes. */
const yieldOf = ({ mode }: Inputs, { graceMs, windowMs }: Plan) => ({
  yieldsForMs: mode === 'reconcile' ? graceMs + windowMs + 300_000 : undefined,
});

function outcomeOf(
  inputs: Inputs,
  rendered: Rendered,
  ports: Pick<Ports, 'log' | 'save'>,
): MonitorOutcome {
  const { report } = rendered;
  saveReport(report, inputs, ports);
  const failure = renderFailure(rendered);
  const consequence = consequenceOf(report.verdict, inputs);
  if (consequence === 'warn') ports.log.warning(`${failure.message}\n${failure.hint}`);
  return {
    outputs: renderOutputs(rendered),
    summary: renderSummary(rendered, inputs.language),
    ...(consequence === 'fail' ? { failure } : {}),
  };
}
