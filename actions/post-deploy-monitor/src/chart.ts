/** The window as charts: the share of bad probes, and the latency. Pure. */
import type { Course } from './course.ts';
import type { Words } from './render-words.ts';

interface ChartWords {
  readonly say: Words;
  /** What the last bar is named. */
  readonly verdict: string;
}

interface Marks {
  /** Share of bad probes from which on a release is failed. */
  readonly failedRate: number;
  readonly latencyBudgetMs?: number | undefined;
}

/**
 * Mermaid charts, cut-over and verdict marked on their axis; nothing before the first probe.
 * https://mermaid.js.org/syntax/xyChart.html
 */
export function charts(course: Course, marks: Marks, words: ChartWords): string[] {
  const { bars, barMs } = course;
  if (bars.length === 0) return [];
  const { say } = words;
  const seconds = barMs / 1000;
  const limit = constant(bars.length, 100 * marks.failedRate);
  const bad = bars.map(({ badShare = 0 }) => Math.round(1000 * badShare) / 10);
  const shares = chart(axis(course, words), {
    title: say.badProbes(seconds),
    unit: '%',
    series: [`bar [${bad.join(', ')}]`, `line [${limit}]`],
    most: 100,
  });
  const latencies = bars.map(({ p95Ms = 0 }) => Math.round(p95Ms));
  if (latencies.every((ms) => ms === 0)) return [shares];
  const budget = marks.latencyBudgetMs;
  const latency = chart(axis(course, words), {
    title: say.latency(seconds),
    unit: say.ms,
    series: [
      `line [${latencies.join(', ')}]`,
      ...(budget === undefined ? [] : [`line [${constant(bars.length, budget)}]`]),
    ],
    most: Math.ceil(1.1 * Math.max(...latencies, budget ?? 0)),
  });
  return [shares, '', latency];
}

const constant = (count: number, value: number): string =>
  Array.from({ length: count }, () => String(value)).join(', ');

interface Drawn {
  readonly title: string;
  readonly unit: string;
  readonly series: readonly string[];
  readonly most: number;
}

const chart = (xAxis: string, { title, unit, series, most }: Drawn): string =>
  [
    '```mermaid',
    'xychart-beta',
    `  title "${title}"`,
    `  x-axis ${xAxis}`,
    `  y-axis "${unit}" 0 --> ${most}`,
    ...series.map((one) => `  ${one}`),
    '```',
  ].join('\n');

/** Every bar has a name of its own, or Mermaid draws two as one. */
function axis({ bars, fromMs, barMs }: Course, { say, verdict }: ChartWords): string {
  const names = bars.map((_, index) => clock(fromMs + index * barMs));
  const hasGrace = fromMs < 0;
  const marked = names.map((name, index) => {
    if (index === bars.length - 1) return `${name} ${verdict}`;
    return index === 0 && hasGrace ? `${name} ${say.cutOver}` : name;
  });
  return `"${say.time}" [${marked.map((name) => `"${name}"`).join(', ')}]`;
}

/** `-0:30`, `4:20`. */
function clock(ms: number): string {
  const seconds = Math.round(Math.abs(ms) / 1000);
  const rest = String(seconds % 60).padStart(2, '0');
  return `${ms < 0 ? '-' : ''}${Math.floor(seconds / 60)}:${rest}`;
}
