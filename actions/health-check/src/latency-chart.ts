import { percentile, type Sample, type Story } from './decide.ts';

const mostPoints = 40;

/**
 * How long the good answers of the slowest endpoint took, over time. Bad ones have no honest
 * height. https://mermaid.js.org/syntax/xyChart.html
 */
export function renderLatency(stories: readonly Story[]): string[] {
  const [slowest] = stories
    .map(({ name, samples }) => ({ name, good: samples.filter(({ judged }) => judged.ok) }))
    .filter(({ good }) => good.length >= 2)
    .sort((a, b) => medianOf(b.good) - medianOf(a.good));
  if (!slowest) return [];
  const points = pointsOf(slowest.good);
  const numbers = (values: readonly number[]): string => `[${values.join(', ')}]`;
  return [
    '```mermaid',
    'xychart-beta',
    `  title "${plain(slowest.name)}: time to the whole answer"`,
    `  x-axis "seconds" ${numbers(points.map(({ atS }) => atS))}`,
    '  y-axis "ms"',
    `  line ${numbers(points.map(({ ms }) => ms))}`,
    '```',
    '',
  ];
}

const medianOf = (samples: readonly Sample[]): number =>
  percentile(
    samples.map(({ judged }) => judged.totalMs),
    0.5,
  ) ?? 0;

/** Neighbours share a point where there are too many; the slower one counts. */
function pointsOf(good: readonly Sample[]): { atS: number; ms: number }[] {
  const inOrder = good.toSorted((a, b) => a.startedMs - b.startedMs);
  const share = Math.ceil(inOrder.length / mostPoints);
  return inOrder.flatMap((first, index) => {
    if (index % share !== 0) return [];
    const times = inOrder.slice(index, index + share).map(({ judged }) => judged.totalMs);
    return [{ atS: Math.round(first.startedMs / 100) / 10, ms: Math.round(Math.max(...times)) }];
  });
}

// Inside quotes of another language than Markdown: letters that mean nothing in either.
const plain = (name: string): string => name.replace(/[^\w ./:-]/g, '_').slice(0, 60);
