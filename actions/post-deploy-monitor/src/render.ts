/** From a decision to outputs, log lines, summary and failure text. */
import type { Language } from '@release-train/action-kit/language';
import { codeSpan, duration, forMarkdown, oneLine, table } from '@release-train/action-kit/text';
import type { Acted } from './act/acted.ts';
import { actedText } from './act/acted-text.ts';
import { charts } from './chart.ts';
import type { MonitorOutcome } from './contract.ts';
import type { Course } from './course.ts';
import type { Decision, Facts, Finding } from './decide.ts';
import { hints } from './hints.ts';
import type { Limits } from './measure.ts';
import { releaseText, servicesTable } from './release-text.ts';
import { rollbackOutput } from './render-acted.ts';
import { type Words, words } from './render-words.ts';
import type { EndpointReport, Report, Sample } from './report.ts';
import { evidenceLog, reasonText, reportLine } from './report-line.ts';
import { summaryTop } from './summary-top.ts';

export interface Rendered {
  readonly report: Report;
  readonly decision: Decision;
  readonly facts: Facts;
  readonly course: Course;
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
  rollback: rollbackOutput(acted),
  'revert-pr-url': acted?.revertUrl,
  ...probeCounts(decision),
  evidence: largestEvidence(decision),
  'p95-ms': slowest(report.endpoints),
  report,
});

/** Probes of the window, all endpoints together. */
export const probeCounts = (
  decision: Decision,
): { readonly probes: number; readonly 'bad-probes': number } => ({
  probes: total(decision, ({ measures }) => measures.attributable + measures.old + measures.lost),
  'bad-probes': total(decision, ({ measures }) => measures.bad),
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
    message: `${report.verdict} (${report.reason}): ${renderReason(rendered)}${acted ? `\n${actedText(acted)}` : ''}`,
    hint: hints.en[report.reason],
  };
}

/** Why, with the numbers and the first bad answer. */
export function renderReason(
  { report, decision }: Pick<Rendered, 'report' | 'decision'>,
  language: Language = 'en',
): string {
  const findings = decision.findings
    .filter(({ verdict }) => verdict === decision.verdict)
    .map((finding) => findingText(finding, report, language));
  const parts = isByRelease(decision) ? [releaseText(report, language), ...findings] : findings;
  return parts.join(' | ');
}

/** The verdict with its numbers and charts, for the job summary and the comment. */
export function renderSummary(rendered: Rendered, language: Language = 'en'): string {
  const { report, decision, acted, course } = rendered;
  const { limits, commit, verdict, reason } = report;
  const say = words[language];
  const lines = decision.findings.map((finding, index) => {
    const own = report.endpoints[index];
    return `- ${forMarkdown(finding.name)}: ${reportLine(finding, limits, { ...own, language })}`;
  });
  const head = [why(rendered, language), seen(rendered, say)];
  return [
    ...summaryTop({ verdict, reason, head, commit, acted }, language),
    ...lines,
    '',
    table(
      say.head,
      decision.findings.map((finding, index) => row(finding, report.endpoints[index], say)),
    ),
    '',
    ...servicesTable(report, language),
    ...charts(course, limits, { say, verdict: say.verdicts[verdict] }),
    '',
    ...report.endpoints.flatMap((endpoint) => firstBadLine(endpoint, say)),
    '',
  ].join('\n');
}

function seen({ facts, report }: Rendered, say: Words): string {
  const blocks = Math.max(0, ...facts.endpoints.map((endpoint) => endpoint.blocks.length));
  return blocks > 0 ? say.watched(say.took(blocks * report.limits.blockMs)) : say.nothingWatched;
}

const isByRelease = ({ release, logs, reason }: Decision): boolean =>
  release?.reason === reason || logs?.reason === reason;

function why(
  { report, decision }: Pick<Rendered, 'report' | 'decision'>,
  language: Language,
): string {
  if (isByRelease(decision)) return forMarkdown(releaseText(report, language), 600);
  const spokesman = decision.findings.find(({ verdict }) => verdict === decision.verdict);
  return spokesman ? reasonText(spokesman, report.limits, language) : '';
}

function findingText(finding: Finding, report: Report, language: Language): string {
  const own = report.endpoints.find(({ name }) => name === finding.name);
  const sample = own && tellingSample(own, finding.reason);
  const seen = sample ? `; ${sampleText(sample, own.request, words[language])}` : '';
  const line = reportLine(finding, report.limits, { ...own, language });
  return `${oneLine(finding.name, 80)}: ${reasonText(finding, report.limits, language)} (${line}${seen})`;
}

interface Telling extends Sample {
  readonly counts: 'bad' | 'old' | 'lost';
}

/** The outcome that shows what the reason speaks of. */
function tellingSample({ first }: EndpointReport, reason: Report['reason']): Telling | undefined {
  if (first.old && reason.startsWith('old-revision')) return { ...first.old, counts: 'old' };
  if (first.lost && reason === 'not-attributable') return { ...first.lost, counts: 'lost' };
  return first.bad && { ...first.bad, counts: 'bad' };
}

const sampleText = (sample: Telling, request: string, say: Words): string =>
  say.first[sample.counts](say.took(sample.atMs), request, probeText(sample, say));

/** What was expected and what was there, as the probe tells it; a probe not made has our words. */
const probeText = ({ kind, counts, reason }: Telling, say: Words): string =>
  kind === 'late' ? say.late[counts] : say.evidence(reason);

function row(
  { name, verdict, measures }: Finding,
  own: EndpointReport | undefined,
  say: Words,
): string[] {
  const { attributable, bad, old, lost } = measures;
  const latency = own?.p95Ms === undefined ? '' : `${own.p50Ms ?? 0} / ${own.p95Ms} ${say.ms}`;
  const counts = [attributable - bad, bad, old, lost].map(String);
  const found = verdict === 'watching' ? say.notJudged : say.verdicts[verdict];
  return [codeSpan(name), found, ...counts, latency];
}

function firstBadLine({ name, first: { bad } }: EndpointReport, say: Words): string[] {
  if (!bad) return [];
  const text = bad.kind === 'late' ? say.late.bad : codeSpan(bad.reason, 300);
  return [`${say.firstBad(forMarkdown(name), say.took(bad.atMs))} ${text}`, ''];
}

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
