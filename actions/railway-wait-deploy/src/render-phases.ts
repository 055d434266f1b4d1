/** How long each service spent in which phase: a picture and a table. Pure. */
import { duration, forMarkdown, table } from '@release-train/action-kit/text';
import { type PhaseSpan, phaseNames, phasesOf } from './phases.ts';
import type { Report } from './report.ts';

/** A picture of more is not readable. */
const mostServices = 20;

/** Nothing where no phase is known. */
export function renderPhases({ services, timelines = {}, endedAtMs }: Report): readonly string[] {
  const known = services
    .flatMap(({ watched: { service, pinned } }) => {
      const phases = phasesOf(timelines[pinned?.id ?? ''] ?? [], endedAtMs);
      return phases.length > 0 ? [{ name: service.name, phases }] : [];
    })
    .slice(0, mostServices);
  if (known.length === 0) return [];
  const rows = known.map(({ name, phases }) => [
    forMarkdown(name, 60),
    ...phaseNames.map((wanted) => spent(phases.find((phase) => phase.name === wanted))),
  ]);
  return [gantt(known), table(['Service', 'Build', 'Release', 'Health check'], rows)];
}

const spent = (phase: PhaseSpan | undefined): string => {
  if (!phase) return '';
  const ms = Math.max(0, phase.toMs - phase.fromMs);
  return phase.isFailed ? `failed after ${duration(ms)}` : duration(ms);
};

interface Known {
  readonly name: string;
  readonly phases: readonly PhaseSpan[];
}

// https://mermaid.js.org/syntax/gantt.html; `x` is milliseconds since 1970.
const gantt = (services: readonly Known[]): string =>
  [
    '```mermaid',
    'gantt',
    '  dateFormat x',
    '  axisFormat %H:%M:%S',
    ...services.flatMap(({ name, phases }) => [
      `  section ${plain(name)}`,
      ...phases.map(
        ({ name: phase, fromMs, toMs, isFailed }) =>
          `  ${phase} :${isFailed ? 'crit, ' : ''}${fromMs}, ${Math.max(fromMs, toMs)}`,
      ),
    ]),
    '```',
  ].join('\n');

/** Mermaid has no escapes for the characters its grammar uses. */
const plain = (name: string): string =>
  name
    .replace(/[^\p{L}\p{N}._/-]+/gu, ' ')
    .trim()
    .slice(0, 40) || 'service';
