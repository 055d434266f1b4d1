/** Reads what the deployments' own logs say of the window, once it is over. */
import { ActionError, forLog, type Log, oneLine } from '@release-train/action-kit';
import type { Clock } from '@release-train/polling';
import type { Deployment, LogLine, Logs, SeenRequest, Traffic } from '@release-train/railway';
import type { Release } from './await-release.ts';
import {
  type Blocks,
  isOfPeople,
  type LogSource,
  lineSource,
  requestSource,
} from './log-evidence.ts';
import type { Pinned } from './release.ts';

export interface LogPorts {
  readonly traffic: Traffic;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

export interface LogPlan {
  readonly release: Release;
  /** The closed blocks of the window; its start in milliseconds since 1970. */
  readonly blocks: Blocks;
  /** Whether a line counts against the release; absent: lines are kept, not judged. */
  readonly counts?: ((line: string) => boolean) | undefined;
  /** Keeps a service's lines. */
  readonly keep?: ((service: string, text: string) => void) | undefined;
  /** The endpoints probed are addresses of these services, so the probes must show in their logs. */
  readonly hasProbes: boolean;
}

export interface GatheredLogs {
  readonly sources: readonly LogSource[];
  /** Probes of ours that the traffic logs of these very deployments show. */
  readonly probesSeen: number;
  /** From the last request the logs show to the end of the window; absent without requests. */
  readonly lagMs?: number;
}

/** Never throws for what Railway does: what cannot be read is a gap, and told. */
export async function gatherLogs(plan: LogPlan, ports: LogPorts): Promise<GatheredLogs> {
  const requests = await readUntilTold(plan, ports);
  const sources: LogSource[] = [];
  for (const service of plan.release.pinned) {
    const source = { service, plan, old: previousOf(service, plan.release.records) };
    const now = requests.get(service.serviceId);
    if (now) sources.push(await requestsOf(source, now, ports));
    const lines = await linesOf(source, ports);
    if (lines) sources.push(lines);
  }
  const all = [...requests.values()].flatMap(({ entries }) => entries);
  const lastMs = Math.max(...all.map(({ atMs }) => atMs));
  return {
    sources,
    probesSeen: all.filter((request) => !isOfPeople(request)).length,
    ...(all.length > 0 ? { lagMs: Math.max(0, endOf(plan.blocks) - lastMs) } : {}),
  };
}

type Requests = ReadonlyMap<string, Logs<SeenRequest>>;

/** Logs arrive late: they are read again until our own last probes show, or for half a minute. */
const mostReads = 4;
const againMs = 10_000;
/** The last probe may have started this much before the end, and its answer takes a moment. */
const slackMs = 5000;

async function readUntilTold(plan: LogPlan, ports: LogPorts): Promise<Requests> {
  for (let read = 1; ; read += 1) {
    const requests = await readRequests(plan, ports);
    const isTold = [...requests.values()].some(({ entries }) =>
      entries.some(({ atMs }) => atMs >= endOf(plan.blocks) - slackMs),
    );
    if (isTold || !plan.hasProbes || read === mostReads || ports.signal.aborted) return requests;
    await ports.clock.sleep(againMs, ports.signal);
  }
}

async function readRequests({ release, blocks }: LogPlan, ports: LogPorts): Promise<Requests> {
  const seen = new Map<string, Logs<SeenRequest>>();
  const span = { fromMs: blocks.startMs, toMs: endOf(blocks) };
  for (const { serviceId, hasAddress, deployment } of release.pinned) {
    if (!hasAddress) continue;
    const logs = await read(ports, () => ports.traffic.readRequests(deployment.id, span));
    if (logs) seen.set(serviceId, logs);
  }
  return seen;
}

interface Source {
  readonly service: Pinned;
  readonly plan: LogPlan;
  /** The deployment that served before. */
  readonly old: Deployment | undefined;
}

const none: Logs<never> = { entries: [], fromMs: 0 };

async function requestsOf(
  { service, plan, old }: Source,
  now: Logs<SeenRequest>,
  ports: LogPorts,
): Promise<LogSource> {
  const { blocks } = plan;
  const toMs = servesSince(service);
  const span = { fromMs: toMs - blocks.count * blocks.blockMs, toMs };
  const before = old && (await read(ports, () => ports.traffic.readRequests(old.id, span)));
  const logs = { now, before: before ?? none, servesSinceMs: toMs };
  return requestSource(service.name, logs, blocks);
}

const hourMs = 3_600_000;

/** Nothing where lines are not asked for, or where there is nothing to compare them with. */
async function linesOf(
  { service, plan, old }: Source,
  ports: LogPorts,
): Promise<LogSource | undefined> {
  const { blocks, counts, keep } = plan;
  if (!counts && !keep) return undefined;
  const { id, createdAtMs } = service.deployment;
  const since = { fromMs: createdAtMs, toMs: endOf(blocks) };
  const logs = await read(ports, () => ports.traffic.readLines(id, since));
  if (logs && keep) keep(service.name, logs.entries.map(textOf).join(''));
  if (!logs || !counts || !old) return undefined;
  const toMs = servesSince(service);
  const span = { fromMs: Math.max(toMs - hourMs, old.createdAtMs), toMs };
  const past = await read(ports, () => ports.traffic.readLines(old.id, span));
  if (!past) return undefined;
  const count = Math.floor((toMs - past.fromMs) / blocks.blockMs);
  const before = { logs: past, blocks: { ...blocks, startMs: past.fromMs, count } };
  return lineSource(service.name, { now: { logs, blocks }, before }, counts);
}

const textOf = ({ atMs, message }: LogLine): string =>
  `${new Date(atMs).toISOString()} ${forLog(message)}\n`;

const servesSince = ({ deployment }: Pinned): number =>
  deployment.statusSinceMs ?? deployment.createdAtMs;

const endOf = ({ startMs, blockMs, count }: Blocks): number => startMs + count * blockMs;

/** The newest earlier deployment that was built, whatever became of it since. */
const previousOf = (
  { serviceId, deployment }: Pinned,
  records: readonly Deployment[],
): Deployment | undefined =>
  records
    .filter(
      (record) =>
        record.serviceId === serviceId &&
        record.createdAtMs < deployment.createdAtMs &&
        (record.phase === 'removed' || record.phase === 'live') &&
        record.imageDigest !== undefined,
    )
    .toSorted((a, b) => b.createdAtMs - a.createdAtMs)[0];

async function read<T>({ log }: LogPorts, act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    log.warning(`a log on Railway cannot be read: ${oneLine(error.message, 300)}`);
    return undefined;
  }
}
