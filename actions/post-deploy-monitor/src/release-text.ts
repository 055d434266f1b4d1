/** What Railway showed, in words. Pure. */
import type { Language } from '@release-train/action-kit/language';
import { codeSpan, forMarkdown, oneLine, table } from '@release-train/action-kit/text';
import type { GatheredLogs } from './gather-logs.ts';
import { type LogFinding, logFindings } from './log-evidence.ts';
import type { Limits } from './measure.ts';
import { isProven, type ServiceSight } from './release.ts';
import { words } from './release-words.ts';
import type { Report } from './report.ts';
import { silentFrom } from './traffic-silence.ts';

type Words = (typeof words)[Language];

/** Why Railway's records decide, with the services and their status. */
export function releaseText(report: Report, language: Language = 'en'): string {
  const { release, reason } = report;
  const say = words[language];
  const last = release?.stretches.at(-1);
  const named = (states: readonly ServiceSight['state'][]): string =>
    (last?.services ?? [])
      .filter(({ state }) => states.includes(state))
      .map(({ name, status }) => say.isStatus(oneLine(name, 60), status))
      .join(', ');
  switch (reason) {
    case 'crashed':
      return say.services(named(['crashed', 'failed']));
    case 'removed':
      return say.removed(named(['removed']));
    case 'superseded':
      return say.superseded(replacements(last?.services ?? [], say));
    case 'traffic-errors':
    case 'log-errors':
      return logsText(report, say);
    case 'traffic-stopped':
      return silenceText(report, say);
    case 'crash-recovered':
      return say.crashRecovered;
    case 'railway-unseen':
      return say.unseen(
        at(release?.stretches[0]?.fromMs, say),
        at(last?.untilMs, say),
        named(['active', 'unseen']),
      );
    default:
      return reason;
  }
}

/** Which log, how much, against what limit. */
function logsText({ release, limits, reason }: Report, say: Words): string {
  const what = reason === 'traffic-errors' ? 'requests' : 'lines';
  const reached = logFindings(release?.logs?.sources ?? [], limits).find(
    ({ isReached, source }) => isReached && source.what === what,
  );
  return reached ? findingText(reached, say) : reason;
}

/** Which service nobody asks any more, and since when. */
function silenceText({ release, limits, reason }: Report, say: Words): string {
  for (const source of release?.logs?.sources ?? []) {
    const from = silentFrom(source);
    const { busy = 0, blocks = 0 } = source.steady ?? {};
    if (from === undefined) continue;
    return say.silent({
      name: oneLine(source.name, 60),
      since: say.took(from * limits.blockMs),
      busy,
      blocks,
    });
  }
  return reason;
}

function findingText({ source, limit, evidence, needed }: LogFinding, say: Words): string {
  const { name, what, bad, total, before } = source;
  return say.log({
    name: oneLine(name, 60),
    bad,
    total,
    seen: say[what],
    was: before.total > 0 ? say.before(before.bad, before.total) : say.unknownBefore,
    limit: `${Number((limit * 100).toPrecision(3))} %`,
    evidence: Math.round(Math.exp(Math.min(evidence, 20))),
    needed: Math.round(Math.exp(needed)),
  });
}

function logLines(
  { sources, probesSeen, lagMs }: GatheredLogs,
  limits: Limits,
  say: Words,
): string[] {
  const lag = lagMs === undefined ? '' : say.lag(say.took(lagMs));
  return [
    say.probesSeen(probesSeen, lag),
    ...logFindings(sources, limits).map(
      (finding) => `- ${forMarkdown(findingText(finding, say), 400)}`,
    ),
  ];
}

const at = (ms: number | undefined, say: Words): string =>
  ms === undefined ? say.nowhere : `${ms < 0 ? '-' : ''}${say.took(Math.abs(ms))}`;

const replacements = (services: readonly ServiceSight[], say: Words): string =>
  services
    .flatMap(({ name, by }) => (by ? [say.replacedBy(oneLine(name, 60), oneLine(by, 60))] : []))
    .join(', ');

/** The services judged, for the job summary. */
export function servicesTable({ release, limits }: Report, language: Language = 'en'): string[] {
  const say = words[language];
  const last = release?.stretches.at(-1);
  if (!release || !last) return [];
  const rows = last.services.map(({ name, deployment, state, status }) => [
    codeSpan(name),
    codeSpan(deployment),
    state === 'active' ? status : `**${say.states[state]}** (${status || '?'})`,
  ]);
  const proof = isProven(release) ? say.proof : say.last;
  const logs = release.logs ? [logLines(release.logs, limits, say), ''] : [];
  return [proof, '', table(say.head, rows), '', ...logs.flat()];
}
