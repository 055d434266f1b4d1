/** The watch itself: warm-up, grace and window, with Railway looked at beside the probes. */
import { badInput, type Log } from '@release-train/action-kit';
import type { Endpoint, Verdict as ProbeVerdict } from '@release-train/probe';
import type { Railway, Traffic } from '@release-train/railway';
import type { Release } from './await-release.ts';
import type { Inputs } from './contract.ts';
import { courseOf } from './course.ts';
import { decide } from './decide.ts';
import type { WatchPorts } from './flights.ts';
import { type GatheredLogs, gatherLogs } from './gather-logs.ts';
import type { Plan } from './plan.ts';
import { reportProgress } from './progress.ts';
import { redactor } from './redact.ts';
import type { Rendered } from './render.ts';
import { factsOf, type ReleaseReport, reportOf } from './report.ts';
import { type Sentinel, startSentinel } from './sentinel.ts';
import { awaitRevision, type Seen, warmUp, watch } from './watch.ts';

export interface Judged {
  readonly inputs: Inputs;
  readonly plan: Plan;
  readonly commit: string;
  /** What Railway has live; absent without a token. */
  readonly release: Release | undefined;
}

export interface JudgePorts extends WatchPorts {
  readonly log: Log;
  readonly railway?: Railway | undefined;
  readonly traffic?: Traffic | undefined;
  /** Writes a file of the report into a folder. */
  readonly save: (folder: string, name: string, text: string) => void;
}

export async function judgeRelease(judged: Judged, ports: JudgePorts): Promise<Rendered> {
  const { inputs, commit, release } = judged;
  const { plan } = judged;
  const limits = release ? { ...plan.limits, hasLogs: true } : plan.limits;
  const startedAt = new Date(ports.clock.now()).toISOString();
  refuseBlocked(await warmUp(plan.endpoints, inputs['warm-up'], ports));
  await awaitRevision(plan, inputs['deploy-timeout'], ports);
  const endpoints = plan.endpoints.map(named);
  const progress = reportProgress(ports.log, limits);
  const sentinel = sentinelOf(judged, ports);
  const windowStartMs = ports.clock.now() + plan.graceMs;
  const shown = (): ReleaseReport | undefined => release && sentinel && reportOn(release, sentinel);
  const seen = await watch(plan, ports, (soFar: Seen) => {
    const decision = decide(factsOf({ seen: soFar, endpoints, limits, release: shown() }), limits);
    progress(decision);
    return decision.verdict === 'failed' || decision.verdict === 'superseded';
  });
  await sentinel?.finish(seen.end);
  const logs = await logsOf(judged, { seen, windowStartMs }, ports);
  const redact = redactor(Object.values(inputs.headers ?? {}));
  const watched = {
    seen,
    endpoints,
    limits,
    commit,
    startedAt,
    redact,
    release: withLogs(shown(), logs),
  };
  const facts = factsOf(watched);
  const decision = decide(facts, limits);
  const span = { ...plan, seenMs: seen.closed * plan.blockMs };
  const course = courseOf(seen, span);
  return { report: reportOf(watched, facts, decision), decision, facts, course };
}

const withLogs = (
  release: ReleaseReport | undefined,
  logs: GatheredLogs | undefined,
): ReleaseReport | undefined => (release && logs ? { ...release, logs } : release);

/** Nothing where there is nobody to ask, or no time left to ask. */
async function logsOf(
  { inputs, plan, release }: Judged,
  { seen, windowStartMs }: { readonly seen: Seen; readonly windowStartMs: number },
  { traffic, save, ...ports }: JudgePorts,
): Promise<GatheredLogs | undefined> {
  if (!release || !traffic || seen.end === 'cancelled') return undefined;
  const folder = inputs['report-dir'];
  const error = inputs['log-error-pattern'];
  const ignore = inputs['log-ignore-pattern'];
  const hosts = release.urls.map((url) => new URL(url).host);
  const keep = (service: string, text: string): void =>
    save(folder ?? '', `${service.replace(/[^\w-]/g, '-')}.log`, text);
  const logPlan = {
    release,
    blocks: { startMs: windowStartMs, blockMs: plan.blockMs, count: seen.closed },
    counts: error && ((line: string) => error.test(line) && !ignore?.test(line)),
    keep: folder === undefined ? undefined : keep,
    // A release that failed is acted on at once, on what is known.
    hasProbes:
      seen.end === 'complete' &&
      plan.endpoints.some(({ request }) => hosts.includes(request.url.host)),
  };
  return gatherLogs(logPlan, { traffic, ...ports });
}

function sentinelOf({ plan, release }: Judged, ports: JudgePorts): Sentinel | undefined {
  const { railway } = ports;
  return release && railway && startSentinel({ ...plan, ...release }, { ...ports, railway });
}

const reportOn = ({ place }: Release, sentinel: Sentinel): ReleaseReport => ({
  project: place.projectName,
  environment: place.environmentName,
  ...sentinel.facts(),
});

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
