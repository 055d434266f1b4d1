import { type HttpLog, percentile, samples } from '../http-logs.ts';
import { type Filterable, parseLogFilter } from '../log-filter.ts';
import type { Deployment, LogLine, ServiceInstance } from '../model.ts';
import { instanceId, timestamp } from './deployment-fields.ts';
import { RailwayError } from './errors.ts';

export interface LogArguments {
  readonly filter?: string | null;
  readonly limit?: number | null;
  readonly startDate?: string | null;
  readonly endDate?: string | null;
}

const USUAL = 100;
const MOST = 5000;

/** The newest matching lines, oldest first: one more than asked for, as the original gives. */
export function logsView(deployment: Deployment, lines: readonly LogLine[], asked: LogArguments) {
  const { instance, id } = deployment;
  const from = asked.startDate ? Date.parse(asked.startDate) : Number.NEGATIVE_INFINITY;
  const to = asked.endDate ? Date.parse(asked.endDate) : Number.POSITIVE_INFINITY;
  const matches = parseFilter(asked.filter);
  return lines
    .filter(({ at }) => at >= from && at <= to)
    .filter(({ message, severity }) => matches({ text: message, attributes: { level: severity } }))
    .slice(-(limit(asked.limit) + 1))
    .map(({ at, severity, message }) => ({
      timestamp: timestamp(at),
      severity,
      message,
      attributes: [{ key: 'level', value: severity }],
      tags: {
        projectId: instance.environment.projectId,
        environmentId: instance.environment.id,
        serviceId: instance.service.id,
        deploymentId: id,
        deploymentInstanceId: instanceId(deployment),
        snapshotId: null,
        pluginId: null,
      },
    }));
}

export interface HttpLogArguments {
  readonly filter?: string | null;
  readonly limit?: number | null;
  readonly beforeLimit?: number | null;
  readonly beforeDate?: string | null;
  readonly afterLimit?: number | null;
  readonly afterDate?: string | null;
  readonly anchorDate?: string | null;
}

/** Around the anchor (the end, unless told): so many before it, so many after. */
export function httpLogsView(deployment: Deployment, asked: HttpLogArguments) {
  const matches = parseFilter(asked.filter);
  const anchor = asked.anchorDate ? Date.parse(asked.anchorDate) : Number.POSITIVE_INFINITY;
  const oldest = asked.beforeDate ? Date.parse(asked.beforeDate) : Number.NEGATIVE_INFINITY;
  const latest = asked.afterDate ? Date.parse(asked.afterDate) : Number.POSITIVE_INFINITY;
  const found = deployment.httpLogs.filter(
    (log) => log.at >= oldest && log.at <= latest && matches(filterable(log)),
  );
  const before = found.filter(({ at }) => at <= anchor);
  const after = found.filter(({ at }) => at > anchor);
  const beforeLimit = limit(asked.beforeLimit ?? asked.limit);
  return [
    ...before.slice(Math.max(0, before.length - beforeLimit)),
    ...after.slice(0, limit(asked.afterLimit ?? asked.limit)),
  ].map((log) => httpLogView(deployment, log));
}

const httpLogView = (deployment: Deployment, log: HttpLog) => ({
  requestId: log.requestId,
  timestamp: timestamp(log.at),
  method: log.method,
  path: log.path,
  host: log.host,
  clientUa: log.clientUa,
  srcIp: log.srcIp,
  httpStatus: log.httpStatus,
  totalDuration: Math.round(log.durationMs),
  upstreamRqDuration: Math.round(log.durationMs),
  rxBytes: log.rxBytes,
  txBytes: log.txBytes,
  deploymentId: deployment.id,
  deploymentInstanceId: instanceId(deployment),
  downstreamProto: 'HTTP/1.1',
  upstreamProto: 'HTTP/1.1',
  edgeRegion: 'sandbox',
  upstreamAddress: `http://127.0.0.1:${deployment.container?.port ?? 0}`,
  upstreamErrors: log.upstreamError ? JSON.stringify([{ error: log.upstreamError }]) : '',
  responseDetails: log.upstreamError ? 'Application failed to respond' : '',
});

export interface MetricArguments {
  readonly startDate: string;
  readonly endDate: string;
  readonly stepSeconds?: number | null;
  readonly method?: string | null;
  readonly path?: string | null;
  readonly statusCode?: number | null;
}

/** Metrics are per service and environment: all its deployments together. */
export function metricSamples(instance: ServiceInstance, asked: MetricArguments) {
  return samples(measured(instance, asked), window(asked));
}

export function metricsByStatus(instance: ServiceInstance, asked: MetricArguments) {
  const byStatus = Map.groupBy(measured(instance, asked), (log) => log.httpStatus);
  return [...byStatus].map(([statusCode, logs]) => ({
    statusCode,
    samples: samples(logs, window(asked)).map(({ ts, logs: { length } }) => ({
      ts,
      value: length,
    })),
  }));
}

export const durationSample = ({ ts, logs }: { ts: number; logs: readonly HttpLog[] }) => ({
  ts,
  p50: percentile(logs, 50),
  p90: percentile(logs, 90),
  p95: percentile(logs, 95),
  p99: percentile(logs, 99),
});

const measured = (instance: ServiceInstance, { method, path, statusCode }: MetricArguments) =>
  instance.deployments
    .flatMap(({ httpLogs }) => httpLogs)
    .filter((log) => method == null || log.method === method)
    .filter((log) => path == null || log.path === path)
    .filter((log) => statusCode == null || log.httpStatus === statusCode);

const window = ({ startDate, endDate, stepSeconds }: MetricArguments) => ({
  startMs: Date.parse(startDate),
  endMs: Date.parse(endDate),
  ...(stepSeconds == null ? {} : { stepSeconds }),
});

const filterable = (log: HttpLog): Filterable => ({
  text: `${log.method} ${log.path} ${log.httpStatus}`,
  attributes: {
    httpStatus: log.httpStatus,
    method: log.method,
    path: log.path,
    host: log.host,
    requestId: log.requestId,
    totalDuration: log.durationMs,
  },
});

const limit = (asked: number | null | undefined): number => {
  if (asked != null && (asked < 0 || asked > MOST)) {
    throw new RailwayError('Problem processing request');
  }
  return asked ?? USUAL;
};

function parseFilter(filter: string | null | undefined): (entry: Filterable) => boolean {
  try {
    return parseLogFilter(filter ?? '');
  } catch (error) {
    throw new RailwayError(String(error), 'BAD_USER_INPUT');
  }
}
