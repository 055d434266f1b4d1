/** Warms up, watches the window on an open-loop schedule, judges the block table, reports. */
import { badInput, type Log } from '@release-train/action-kit';
import type { Endpoint, Verdict as ProbeVerdict } from '@release-train/probe';
import type { Inputs, MonitorOutcome } from './contract.ts';
import { consequenceOf, decide } from './decide.ts';
import type { WatchPorts } from './flights.ts';
import { planOf } from './plan.ts';
import { reportProgress } from './progress.ts';
import { redactor } from './redact.ts';
import { renderFailure, renderOutputs, renderSummary } from './render.ts';
import { factsOf, reportOf } from './report.ts';
import { type Seen, warmUp, watch } from './watch.ts';

export interface Ports extends WatchPorts {
  readonly log: Log;
  /** Writes a file of the report into a folder. */
  readonly save: (folder: string, name: string, text: string) => void;
}

export async function run(inputs: Inputs, ports: Ports): Promise<MonitorOutcome> {
  const { limits, ...plan } = planOf(inputs);
  const startedAt = new Date(ports.clock.now()).toISOString();
  refuseBlocked(await warmUp(plan.endpoints, inputs['warm-up'], ports));
  const endpoints = plan.endpoints.map(named);
  const progress = reportProgress(ports.log, limits);
  const seen = await watch(plan, ports, (soFar: Seen) => {
    const decision = decide(factsOf({ seen: soFar, endpoints, limits }), limits);
    progress(decision);
    return decision.verdict === 'failed';
  });
  const redact = redactor(Object.values(inputs.headers ?? {}));
  const watched = { seen, endpoints, limits, commit: inputs.commit ?? '', startedAt, redact };
  const facts = factsOf(watched);
  const decision = decide(facts, limits);
  const report = reportOf(watched, facts, decision);
  if (inputs['report-dir'] !== undefined) {
    ports.save(inputs['report-dir'], 'post-deploy-monitor.json', `${JSON.stringify(report)}\n`);
  }
  const rendered = { report, decision, facts };
  const failure = renderFailure(rendered);
  const consequence = consequenceOf(report.verdict, inputs);
  if (consequence === 'warn') ports.log.warning(`${failure.message}\n${failure.hint}`);
  return {
    outputs: renderOutputs(rendered),
    summary: renderSummary(rendered),
    ...(consequence === 'fail' ? { failure } : {}),
  };
}

const named = ({
  name,
  request: { method, url },
}: Endpoint): { name: string; request: string } => ({
  name,
  request: `${method} ${url.origin}${url.pathname}`,
});

/** An address we refuse to probe is a mistake in the inputs, not ten minutes of silence. */
function refuseBlocked(warmUps: ReadonlyMap<string, readonly ProbeVerdict[]>): void {
  const blocked = [...warmUps].flatMap(([name, verdicts]) =>
    verdicts
      .filter(({ kind }) => kind === 'address-blocked')
      .slice(0, 1)
      .map(({ reason }) => ({ name, reason })),
  );
  if (blocked.length === 0) return;
  throw badInput(
    blocked.map(({ name, reason }) => ({
      input: 'url',
      problem: `names "${name}", which is refused: ${reason}`,
    })),
  );
}
