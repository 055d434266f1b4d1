/** How long each service spent in which phase: a picture and a table. Pure. */
import { gantt } from '@release-train/action-kit/gantt';
import { duration, forMarkdown, table } from '@release-train/action-kit/text';
import { type PhaseSpan, phaseNames, phasesOf } from '@release-train/railway/phases';
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
  const sections = known.map(({ name, phases }) => ({
    name,
    tasks: phases.map(({ isFailed, ...phase }) => ({ ...phase, isCritical: isFailed })),
  }));
  const rows = known.map(({ name, phases }) => [
    forMarkdown(name, 60),
    ...phaseNames.map((wanted) => spent(phases.find((phase) => phase.name === wanted))),
  ]);
  return [gantt(sections), table(['Service', 'Build', 'Release', 'Health check'], rows)];
}

const spent = (phase: PhaseSpan | undefined): string => {
  if (!phase) return '';
  const ms = Math.max(0, phase.toMs - phase.fromMs);
  return phase.isFailed ? `failed after ${duration(ms)}` : duration(ms);
};
