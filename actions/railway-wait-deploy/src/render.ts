/** All texts of the action. Pure. */
import {
  codeBlock,
  codeSpan,
  duration,
  forMarkdown,
  oneLine,
  table,
} from '@release-train/action-kit/text';
import type { Place, Service } from '@release-train/railway';
import { diagnose, type Origin } from './diagnose.ts';
import { dashboardUrl, explain, remedyFor, short } from './explain.ts';
import { renderPhases } from './render-phases.ts';
import type { Judged, Report, ReportedService } from './report.ts';
import type { Target } from './target.ts';
import type { Watched } from './watch.ts';

interface Start {
  readonly target: Target;
  readonly place: Place;
  readonly services: readonly Service[];
  readonly origin: Origin;
}

/** What is waited for, and what speaks against it from the beginning. */
export function renderStart({ target, place, services, origin }: Start): readonly string[] {
  const names = services.map(({ name }) => oneLine(name, 60)).join(', ');
  const where = oneLine(`${place.projectName} / ${place.environmentName}`);
  const doubts = services.flatMap((service) =>
    diagnose(service, origin).map((doubt) => `${oneLine(service.name, 60)}: ${doubt}`),
  );
  return [
    `waiting for commit ${target.commit} (from ${target.source}) on "${where}": ${names}`,
    ...doubts,
  ];
}

/** A line per service whose deployment or status is new. */
export const renderChanges = (
  before: readonly Watched[],
  after: readonly Watched[],
): readonly string[] =>
  after.flatMap(({ service, pinned }, index) => {
    const known = before[index]?.pinned;
    if (!pinned || (known?.id === pinned.id && known.status === pinned.status)) return [];
    const id = known?.id === pinned.id ? '' : ` (deployment ${pinned.id})`;
    return [`${oneLine(service.name, 60)}: ${oneLine(pinned.status, 60)}${id}`];
  });

/** What is still open. */
export function renderHeartbeat(services: readonly Judged[], elapsedMs: number): string {
  const open = services.filter(({ verdict }) => !verdict);
  const shown = open
    .slice(0, 10)
    .map((service) => `${oneLine(service.watched.service.name, 60)} ${explain(service)}`);
  const more = open.length > shown.length ? `; and ${open.length - shown.length} more` : '';
  return `after ${duration(elapsedMs)}: ${shown.join('; ')}${more}`;
}

/** The verdict, and what became of each service. */
export function renderEnd({ whole, services, durationMs, interruption }: Report): string {
  const shown = services.slice(0, 10).map((service) => `${nameOf(service)} ${explain(service)}`);
  const more = services.length > shown.length ? `; and ${services.length - shown.length} more` : '';
  const what = interruption?.kind === 'cancelled' ? 'cancelled' : whole.verdict;
  return `${what} after ${duration(durationMs)}: ${shown.join('; ')}${more}`;
}

/** One line per service that is not green, and what to do. */
export function renderFailure(report: Report): { message: string; hint: string } {
  const bad = report.services.filter(({ isGreen }) => !isGreen);
  const lines = bad.slice(0, 10).map((service) => `${nameOf(service)} ${explain(service)}`);
  const remedies = new Set(bad.filter(isFound(report)).map(remedyFor));
  const [first] = bad;
  const more = bad.length > lines.length ? [`and ${bad.length - lines.length} more services`] : [];
  const ends = interruptionText(report);
  const hints = report.interruption?.kind === 'error' ? [report.interruption.hint ?? ''] : [];
  return {
    message: [
      `commit ${short(report.commit)} is not live on "${placeOf(report)}": ${report.whole.verdict}`,
      ...[...lines, ...more, ...ends].map((line) => `- ${line}`),
    ].join('\n'),
    hint: [...hints, ...remedies, ...(first ? [dashboardUrl(report, first)] : [])].join('\n'),
  };
}

/** Why what is told is the last known state and not a finding. */
function interruptionText({ interruption, lastError }: Report): readonly string[] {
  switch (interruption?.kind) {
    case 'cancelled':
      return ['the job was cancelled: this is the last known state, not a finding'];
    case 'error':
      return [`${oneLine(interruption.message, 400)}; this is the last known state, not a finding`];
    default:
      return lastError ? [`the last look failed: ${lastError}`] : [];
  }
}

/** What the end of the wait left open needs no remedy of its own. */
const isFound =
  ({ interruption }: Report) =>
  ({ verdict }: Judged): boolean =>
    !interruption || verdict !== 'timed-out';

const nameOf = ({ watched }: Judged): string => `service "${oneLine(watched.service.name, 60)}"`;

const placeOf = ({ place }: Report): string =>
  oneLine(`${place.projectName} / ${place.environmentName}`);

/** Job summary: verdict, table, and for what failed the last log lines. */
export function renderSummary(report: Report): string {
  const { whole, services, commit, durationMs, requests } = report;
  const heading = `### Railway ${forMarkdown(placeOf(report))}: ${whole.verdict}`;
  const facts = `Commit ${codeSpan(short(commit))}, ${duration(durationMs)}, ${requests} requests to Railway.`;
  const rows = services.slice(0, 100).map((service) => rowOf(report, service));
  const head = ['Service', 'Verdict', 'Status', 'Live commit', 'Took', 'Address', 'What happened'];
  const more =
    services.length > rows.length ? [`… and ${services.length - rows.length} more.`] : [];
  return [
    heading,
    facts,
    table(head, rows),
    ...more,
    ...(report.interruption ? interruptionText(report).map((text) => forMarkdown(text, 500)) : []),
    ...takenBackText(report),
    ...renderPhases(report),
    ...notes(services),
    ...services.filter(isFound(report)).flatMap(detail),
    '',
  ].join('\n\n');
}

function rowOf(report: Report, service: ReportedService): readonly string[] {
  const { watched, verdict = 'open' } = service;
  const { pinned, live } = watched;
  const name = `[${forMarkdown(watched.service.name, 60)}](${dashboardUrl(report, service)})`;
  const [address] = watched.service.urls;
  return [
    name,
    verdict,
    pinned ? codeSpan(pinned.status, 60) : 'none',
    live?.commit ? codeSpan(short(live.commit)) : 'unknown',
    pinned?.statusSinceMs === undefined
      ? ''
      : duration(Math.max(0, pinned.statusSinceMs - pinned.createdAtMs)),
    address ? codeSpan(address) : '',
    forMarkdown(explain(service), 300),
  ];
}

function takenBackText({ takenBack = [] }: Report): readonly string[] {
  if (takenBack.length === 0) return [];
  const names = takenBack.map((name) => codeSpan(name, 60)).join(', ');
  return [`Cancelled on Railway together with the job: ${names}.`];
}

function notes(services: readonly ReportedService[]): readonly string[] {
  const unproven = services.filter(
    ({ watched: { service, pinned } }) =>
      pinned?.status === 'SUCCESS' && !service.hasHealthcheck && !service.isCron,
  );
  if (unproven.length === 0) return [];
  const names = unproven.slice(0, 10).map(({ watched }) => codeSpan(watched.service.name, 60));
  const more = unproven.length > names.length ? ` and ${unproven.length - names.length} more` : '';
  return [
    `No health check is configured on Railway for ${names.join(', ')}${more}: there SUCCESS only means that the container started.`,
  ];
}

function detail(service: ReportedService): readonly string[] {
  if (service.isGreen) return [];
  const { logs = [], gaps = [] } = service.evidence ?? {};
  return [
    `**${forMarkdown(service.watched.service.name, 60)}**: ${forMarkdown(remedyFor(service), 400)}`,
    ...(logs.length > 0 ? [codeBlock(logs.join('\n'))] : []),
    ...gaps.map((gap) => `Not readable: ${forMarkdown(gap)}`),
  ];
}
