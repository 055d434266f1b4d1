/** From a decision to outputs, log lines, summary and failure text. */
import { codeSpan, duration, forMarkdown, oneLine, table } from '@release-train/action-kit/text';
import type { Acted } from './act/acted.ts';
import { badShareChart } from './chart.ts';
import type { MonitorOutcome } from './contract.ts';
import type { Decision, Facts, Finding } from './decide.ts';
import { hints } from './hints.ts';
import type { Limits } from './measure.ts';
import { releaseText, servicesTable } from './release-text.ts';
import type { EndpointReport, Report, Sample } from './report.ts';
import { evidenceLog, reasonText, reportLine } from './report-line.ts';

export interface Rendered {
  readonly report: Report;
  readonly decision: Decision;
  readonly facts: Facts;
  /** What was done about it. */
  readonly acted?: Acted | undefined;
}

export const renderOutputs = ({
  report,
  decision,
  acted,
}: Rendered): MonitorOutcome['outputs'] => ({
  verdict: report.verdict,
  reason: report.reason,
  'action-taken': acted?.taken ?? 'none',
  rollback: acted?.services ?? {},
  'revert-pr-url': acted?.revertUrl,
  probes: total(decision, ({ measures }) => measures.attributable + measures.old + measures.lost),
  'bad-probes': total(decision, ({ measures }) => measures.bad),
  evidence: largestEvidence(decision),
  'p95-ms': slowest(report.endpoints),
  report,
});

/** One line for the log while the watch goes on. */
export function renderProgress(decision: Decision, limits: Limits): string {
  const [first] = decision.findings;
  const seenMs = (first?.measures.failed.path.length ?? 0) * limits.blockMs;
  const lines = decision.findings.map(
    (finding) => `${oneLine(finding.name, 80)}: ${reportLine(finding, limits)}`,
  );
  const state = decision.verdict === 'watching' ? 'nothing found' : decision.verdict;
  return `${duration(seenMs)} of ${duration(limits.blocks * limits.blockMs)}, ${state} so far: ${lines.join(' | ')}`;
}

export function renderFailure(rendered: Rendered): { message: string; hint: string } {
  const { report, acted } = rendered;
  return {
    message: `${report.verdict} (${report.reason}): ${renderReason(rendered)}${acted ? `\n${acted.why}` : ''}`,
    hint: hints[report.reason],
  };
}

/** Why, with the numbers and the first bad answer. */
export function renderReason({ report, decision }: Pick<Rendered, 'report' | 'decision'>): string {
  const findings = decision.findings
    .filter(({ verdict }) => verdict === decision.verdict)
    .map((finding) => findingText(finding, report));
  return (isByRelease(decision) ? [releaseText(report), ...findings] : findings).join(' | ');
}

export function renderSummary({ report, decision, facts, acted }: Rendered): string {
  const { limits, commit } = report;
  const lines = decision.findings.map(
    (finding, index) =>
      `- ${forMarkdown(finding.name)}: ${reportLine(finding, limits, report.endpoints[index]?.p95Ms)}`,
  );
  const seenMs =
    Math.max(0, ...facts.endpoints.map(({ blocks }) => blocks.length)) * limits.blockMs;
  return [
    `### post-deploy-monitor: ${report.verdict}`,
    '',
    `${why({ report, decision })} · ${seenMs > 0 ? duration(seenMs) : 'nothing'} watched${commit ? ` · commit ${codeSpan(commit.slice(0, 12))}` : ''}`,
    '',
    ...(acted ? [actedLine(acted), ''] : []),
    ...lines,
    '',
    table(
      ['endpoint', 'verdict', 'good', 'bad', 'old revision', 'not attributable', 'p50 / p95'],
      decision.findings.map((finding, index) => row(finding, report.endpoints[index])),
    ),
    '',
    ...servicesTable(report),
    badShareChart(
      facts.endpoints.map(({ blocks }) => blocks),
      limits.blockMs,
    ),
    '',
    ...report.endpoints.flatMap(firstBadLine),
    '',
  ].join('\n');
}

function actedLine({ taken, why, revertUrl }: Acted): string {
  const link = revertUrl ? ` · [revert pull request](${revertUrl})` : '';
  return `**${taken}**: ${forMarkdown(why, 1500)}${link}`;
}

const isByRelease = ({ release, logs, reason }: Decision): boolean =>
  release?.reason === reason || logs?.reason === reason;

function why({ report, decision }: Pick<Rendered, 'report' | 'decision'>): string {
  if (isByRelease(decision)) return forMarkdown(releaseText(report), 600);
  const spokesman = decision.findings.find(({ verdict }) => verdict === decision.verdict);
  return spokesman ? reasonText(spokesman, report.limits) : '';
}

function findingText(finding: Finding, report: Report): string {
  const own = report.endpoints.find(({ name }) => name === finding.name);
  const sample = own && tellingSample(own, finding.reason);
  const seen = sample
    ? `; ${sample.what} after ${duration(sample.atMs)}: ${own.request}: ${sample.reason}`
    : '';
  return `${oneLine(finding.name, 80)}: ${reasonText(finding, report.limits)} (${reportLine(finding, report.limits, own?.p95Ms)}${seen})`;
}

/** The outcome that shows what the reason speaks of. */
function tellingSample(
  { first }: EndpointReport,
  reason: Report['reason'],
): (Sample & { readonly what: string }) | undefined {
  if (first.old && reason.startsWith('old-revision')) return { ...first.old, what: 'first seen' };
  if (first.lost && reason === 'not-attributable') return { ...first.lost, what: 'first' };
  return first.bad && { ...first.bad, what: 'first bad' };
}

function row({ name, verdict, measures }: Finding, own: EndpointReport | undefined): string[] {
  const { attributable, bad, old, lost } = measures;
  const latency = own?.p95Ms === undefined ? '' : `${own.p50Ms ?? 0} / ${own.p95Ms} ms`;
  const counts = [attributable - bad, bad, old, lost].map(String);
  return [codeSpan(name), verdict === 'watching' ? 'not judged' : verdict, ...counts, latency];
}

const firstBadLine = ({ name, first: { bad } }: EndpointReport): string[] =>
  bad
    ? [
        `First bad answer of ${forMarkdown(name)}, ${duration(bad.atMs)} into the window: ${codeSpan(bad.reason, 300)}`,
        '',
      ]
    : [];

const total = ({ findings }: Decision, of: (finding: Finding) => number): number =>
  findings.reduce((sum, finding) => sum + of(finding), 0);

function largestEvidence({ findings }: Decision): number {
  const logs = findings.map(({ measures }) => evidenceLog(measures.degraded));
  return Number(Math.exp(Math.min(690, Math.max(...logs))).toPrecision(3));
}

function slowest(endpoints: readonly EndpointReport[]): number | undefined {
  const known = endpoints.flatMap(({ p95Ms }) => (p95Ms === undefined ? [] : [p95Ms]));
  return known.length === 0 ? undefined : Math.max(...known);
}
