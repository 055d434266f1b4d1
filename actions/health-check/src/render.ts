/** From a verdict to outputs, summary and failure text. */
import { codeSpan, duration, oneLine, table } from '@release-train/action-kit/text';
import type { CheckOutcome, Inputs } from './contract.ts';
import {
  type CheckVerdict,
  countRevisions,
  decideEndpoint,
  isFailure,
  type Policy,
  percentile,
  revisionProof,
  type Story,
} from './decide.ts';
import { renderLastFailure } from './last-failure.ts';
import { renderLatency } from './latency-chart.ts';
import { resultOf } from './result.ts';

export interface Check {
  readonly verdict: CheckVerdict;
  readonly stories: readonly Story[];
  readonly policy: Policy;
  readonly durationMs: number;
}

type Asked = Pick<Inputs, 'expect-revision' | 'fail-on' | 'timeout'>;

/** With a warning where the verdict is not healthy and the step stays green. */
export function renderOutcome(
  check: Check,
  inputs: Asked,
): CheckOutcome & { readonly warning?: string } {
  const { verdict, stories, policy, durationMs } = check;
  const answers = stories.flatMap(({ samples }) => samples).map(({ judged }) => judged);
  const times = answers.filter(({ ok }) => ok).map(({ totalMs }) => totalMs);
  const rounded = (share: number): number | undefined => {
    const value = percentile(times, share);
    return value === undefined ? undefined : Math.round(value);
  };
  return {
    outputs: {
      verdict,
      attempts: answers.length,
      'duration-ms': Math.round(durationMs),
      'p50-ms': rounded(0.5),
      'p95-ms': rounded(0.95),
      revision: answers.findLast(({ shown }) => shown !== undefined)?.shown,
      'revision-proven': revisionProof(stories, policy, inputs['expect-revision'] !== undefined),
      results: stories.map((story) => resultOf(story, policy, inputs)),
    },
    summary: renderSummary(check, inputs),
    ...consequence(check, inputs),
  };
}

function consequence(
  check: Check,
  inputs: Asked,
): Pick<CheckOutcome, 'failure'> & { warning?: string } {
  if (check.verdict === 'healthy') return {};
  const failure = renderFailure(check, inputs);
  return isFailure(check.verdict, inputs['fail-on'])
    ? { failure }
    : { warning: `${failure.message}\n${failure.hint}` };
}

const headline: Readonly<Record<CheckVerdict, string>> = {
  healthy: 'every endpoint answered as expected',
  degraded: 'only non-critical endpoints failed',
  unhealthy: 'not healthy in time',
  inconclusive: 'the probes could not find out',
};

/** Nothing failed, but a row was slow: that is degraded too. */
const headlineOf = ({ verdict, stories, policy }: Check): string =>
  verdict === 'degraded' && lostOf(stories, policy).length === 0
    ? 'every endpoint answered as expected, but not fast enough'
    : headline[verdict];

const lostOf = (stories: readonly Story[], policy: Policy) =>
  stories
    .map((story) => ({ story, ...decideEndpoint(story.samples, policy) }))
    .filter(({ state }) => state !== 'healthy');

function renderSummary(check: Check, inputs: Asked): string {
  const { verdict, stories, policy, durationMs } = check;
  const isAsked = inputs['expect-revision'] !== undefined;
  const head = ['endpoint', 'state', 'good probes', 'p50 / p95'];
  const rows = stories.map((story) => {
    const { lastFailure } = decideEndpoint(story.samples, policy);
    return [
      ...stateCells(story, policy),
      ...(isAsked ? [revisionCell(story)] : []),
      lastFailure ? codeSpan(lastFailure.judged.reason) : '',
    ];
  });
  return [
    `### health-check: ${verdict}`,
    '',
    `${headlineOf(check)} · ${duration(durationMs)} · revision ${revisionText(stories, policy, inputs)}`,
    '',
    table([...head, ...(isAsked ? ['revisions'] : []), 'last failure'], rows),
    '',
    ...renderLatency(stories),
    ...renderLastFailure(stories, policy),
  ].join('\n');
}

function stateCells({ name, isCritical, samples }: Story, policy: Policy): string[] {
  const { state, streak, slowMs } = decideEndpoint(samples, policy);
  const good = samples.filter(({ judged }) => judged.ok);
  const slow = slowMs === undefined ? '' : ', slow';
  return [
    codeSpan(name) + (isCritical ? '' : ' (non-critical)'),
    state === 'healthy' ? `healthy${slow}` : 'not healthy',
    `${good.length} of ${samples.length}, ${streak} in a row`,
    latency(good.map(({ judged }) => judged.totalMs)),
  ];
}

function revisionCell({ samples }: Story): string {
  const counted = Object.entries(countRevisions(samples)).filter(([, times]) => times > 0);
  return counted.map(([revision, times]) => `${times} ${revision}`).join(', ');
}

const latency = (times: readonly number[]): string =>
  times.length === 0
    ? ''
    : `${Math.round(percentile(times, 0.5) ?? 0)} / ${Math.round(percentile(times, 0.95) ?? 0)} ms`;

function revisionText(stories: readonly Story[], policy: Policy, inputs: Asked): string {
  const expected = inputs['expect-revision'];
  if (expected === undefined) return 'not asked';
  const isProven = revisionProof(stories, policy, true) === 'true';
  return `${codeSpan(expected.slice(0, 12))} ${isProven ? 'proven' : 'not proven'}`;
}

function renderFailure(
  { verdict, stories, policy, durationMs }: Check,
  inputs: Asked,
): { message: string; hint: string } {
  const lost = lostOf(stories, policy);
  const parts = lost.map(({ story, streak, lastFailure }) => {
    const why = lastFailure?.judged.reason ?? `${streak} good probes in a row are too few`;
    return `${oneLine(story.name, 80)}: ${why}`;
  });
  const because = [...parts, ...slowParts(stories, policy)].join(' | ');
  const isHopeless = lost.some(({ state }) => state === 'hopeless');
  return {
    message: `${verdict} after ${duration(durationMs)}: ${because}`,
    hint: lost.length === 0 ? slowHint : hintFor(verdict, isHopeless, inputs.timeout),
  };
}

const slowParts = (stories: readonly Story[], policy: Policy): string[] =>
  stories.flatMap(({ name, samples }) => {
    const { slowMs } = decideEndpoint(samples, policy);
    if (slowMs === undefined) return [];
    const limit = duration(policy.degradedLatencyMs ?? 0);
    return [
      `${oneLine(name, 80)}: median ${Math.round(slowMs)}ms, over "degraded-latency" ${limit}`,
    ];
  });

const slowHint =
  'The app answers well but slowly: see its load, or raise input "degraded-latency".';

function hintFor(verdict: CheckVerdict, isHopeless: boolean, timeoutMs: number): string {
  if (isHopeless) return 'Waiting cannot heal this, so the check ended at once.';
  if (verdict === 'inconclusive') {
    return 'Only the probing side failed: check the network of the runner, or the limiter of the app.';
  }
  return `If the app only needs longer, raise input "timeout" (now ${duration(timeoutMs)}); otherwise its own log says why it does not answer.`;
}
