/** What Railway showed, in words. Pure. */
import { codeSpan, duration, forMarkdown, oneLine, table } from '@release-train/action-kit/text';
import type { GatheredLogs } from './gather-logs.ts';
import { type LogFinding, logFindings } from './log-evidence.ts';
import type { Limits } from './measure.ts';
import { isProven, type ServiceSight } from './release.ts';
import type { Report } from './report.ts';

/** Why Railway's records decide, with the services and their status. */
export function releaseText(report: Report): string {
  const { release, reason } = report;
  const last = release?.stretches.at(-1);
  const named = (states: readonly ServiceSight['state'][]): string =>
    (last?.services ?? [])
      .filter(({ state }) => states.includes(state))
      .map(({ name, status }) => `"${oneLine(name, 60)}" is ${status || 'not shown'}`)
      .join(', ');
  switch (reason) {
    case 'crashed':
      return `service ${named(['crashed', 'failed'])} on Railway`;
    case 'removed':
      return `service ${named(['removed'])} on Railway and nothing replaced it`;
    case 'superseded':
      return `a newer deployment is active: ${replacements(last?.services ?? [])}`;
    case 'traffic-errors':
    case 'log-errors':
      return logsText(report);
    case 'crash-recovered':
      return 'a service was broken on Railway for a moment during the watch';
    case 'railway-unseen':
      return `Railway was seen from ${at(release?.stretches[0]?.fromMs)} to ${at(last?.untilMs)} of the window, last: ${named(['active', 'unseen'])}`;
    default:
      return reason;
  }
}

/** Which log, how much, against what limit. */
function logsText({ release, limits, reason }: Report): string {
  const what = reason === 'traffic-errors' ? 'requests' : 'lines';
  const reached = logFindings(release?.logs?.sources ?? [], limits).find(
    ({ isReached, source }) => isReached && source.what === what,
  );
  return reached ? findingText(reached) : reason;
}

function findingText({ source, limit, evidence, needed }: LogFinding): string {
  const { name, what, bad, total, before } = source;
  const was =
    before.total > 0 ? `${before.bad} of ${before.total} before the deploy` : 'unknown before';
  const seen = what === 'requests' ? 'requests failed with 5xx' : 'blocks have lines that count';
  const s = Math.round(Math.exp(Math.min(evidence, 20)));
  return `service "${oneLine(name, 60)}": ${bad} of ${total} ${seen} (${was}); evidence against <= ${Number((limit * 100).toPrecision(3))} %: ${s} (needs ${Math.round(Math.exp(needed))})`;
}

function logLines({ sources, probesSeen, lagMs }: GatheredLogs, limits: Limits): string[] {
  const lag = lagMs === undefined ? '' : `, the last request ${duration(lagMs)} before the end`;
  return [
    `Traffic logs of these deployments show ${probesSeen} of our probes${lag}.`,
    ...logFindings(sources, limits).map((finding) => `- ${forMarkdown(findingText(finding), 400)}`),
  ];
}

const at = (ms: number | undefined): string =>
  ms === undefined ? 'nowhere' : `${ms < 0 ? '-' : ''}${duration(Math.abs(ms))}`;

const replacements = (services: readonly ServiceSight[]): string =>
  services
    .flatMap(({ name, by }) => (by ? [`service "${oneLine(name, 60)}" by ${oneLine(by, 60)}`] : []))
    .join(', ');

/** The services judged, for the job summary. */
export function servicesTable({ release, limits }: Report): string[] {
  const last = release?.stretches.at(-1);
  if (!release || !last) return [];
  const rows = last.services.map(({ name, deployment, state, status }) => [
    codeSpan(name),
    codeSpan(deployment),
    state === 'active' ? status : `**${state}** (${status || 'not shown'})`,
  ]);
  const proof = isProven(release)
    ? 'Railway showed these deployments, and no older ones, before the window and after it:'
    : 'Railway last showed:';
  const logs = release.logs ? [logLines(release.logs, limits), ''] : [];
  return [proof, '', table(['service', 'deployment', 'Railway'], rows), '', ...logs.flat()];
}
