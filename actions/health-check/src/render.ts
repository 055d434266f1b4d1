/** From a verdict to outputs, summary and failure text. */
import { codeSpan, duration, oneLine, table } from '@release-train/action-kit/text';
import type { CheckOutcome, Inputs } from './contract.ts';
import {
  type CheckVerdict,
  decideEndpoint,
  isFailure,
  type Policy,
  percentile,
  revisionProof,
  type Story,
} from './decide.ts';

export interface Check {
  readonly verdict: CheckVerdict;
  readonly stories: readonly Story[];
  readonly policy: Policy;
  readonly durationMs: number;
}

type Asked = Pick<Inputs, 'expect-revision' | 'fail-on' | 'timeout'>;

export function renderOutcome(check: Check, inputs: Asked): CheckOutcome {
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
      results: stories.map((story) => resultOf(story, policy)),
    },
    summary: renderSummary(check, inputs),
    ...(isFailure(verdict, inputs['fail-on']) ? { failure: renderFailure(check, inputs) } : {}),
  };
}

function resultOf({ name, isCritical, samples }: Story, policy: Policy): Record<string, unknown> {
  const { state, streak, lastFailure } = decideEndpoint(samples, policy);
  return {
    name,
    critical: isCritical,
    healthy: state === 'healthy',
    attempts: samples.length,
    failed: samples.filter(({ judged }) => !judged.ok).length,
    'in-a-row': streak,
    'last-failure': lastFailure && {
      kind: lastFailure.judged.kind,
      side: lastFailure.judged.side,
      reason: lastFailure.judged.reason,
    },
  };
}

const headline: Readonly<Record<CheckVerdict, string>> = {
  healthy: 'every endpoint answered as expected',
  degraded: 'only non-critical endpoints failed',
  unhealthy: 'not healthy in time',
  inconclusive: 'the probes could not find out',
};

function renderSummary({ verdict, stories, policy, durationMs }: Check, inputs: Asked): string {
  const rows = stories.map(({ name, isCritical, samples }) => {
    const { state, streak, lastFailure } = decideEndpoint(samples, policy);
    const good = samples.filter(({ judged }) => judged.ok);
    const times = good.map(({ judged }) => judged.totalMs);
    return [
      codeSpan(name) + (isCritical ? '' : ' (non-critical)'),
      state === 'healthy' ? 'healthy' : 'not healthy',
      `${good.length} of ${samples.length}, ${streak} in a row`,
      latency(times),
      lastFailure ? codeSpan(lastFailure.judged.reason) : '',
    ];
  });
  return [
    `### health-check: ${verdict}`,
    '',
    `${headline[verdict]} · ${duration(durationMs)} · revision ${revisionText(stories, policy, inputs)}`,
    '',
    table(['endpoint', 'state', 'good probes', 'p50 / p95', 'last failure'], rows),
    '',
  ].join('\n');
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
  const lost = stories
    .map((story) => ({ story, ...decideEndpoint(story.samples, policy) }))
    .filter(({ state }) => state !== 'healthy');
  const parts = lost.map(({ story, streak, lastFailure }) => {
    const why = lastFailure?.judged.reason ?? `${streak} good probes in a row are too few`;
    return `${oneLine(story.name, 80)}: ${why}`;
  });
  return {
    message: `${verdict} after ${duration(durationMs)}: ${parts.join(' | ')}`,
    hint: hintFor(
      verdict,
      lost.some(({ state }) => state === 'hopeless'),
      inputs.timeout,
    ),
  };
}

function hintFor(verdict: CheckVerdict, isHopeless: boolean, timeoutMs: number): string {
  if (isHopeless) return 'Waiting cannot heal this, so the check ended at once.';
  if (verdict === 'inconclusive') {
    return 'Only the probing side failed: check the network of the runner, or the limiter of the app.';
  }
  return `If the app only needs longer, raise input "timeout" (now ${duration(timeoutMs)}); otherwise its own log says why it does not answer.`;
}
