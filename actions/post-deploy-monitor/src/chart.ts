import type { BlockCount } from './block-table.ts';
import { badShare } from './measure.ts';

/** Bars a chart stays readable with. */
const mostBars = 60;

/**
 * A Mermaid chart of the share of bad probes per block, all endpoints together; '' before the first
 * block. https://mermaid.js.org/syntax/xyChart.html
 */
export function badShareChart(tables: readonly (readonly BlockCount[])[], blockMs: number): string {
  const count = Math.max(0, ...tables.map((blocks) => blocks.length));
  if (count === 0) return '';
  const perBar = Math.ceil(count / mostBars);
  const bars = Array.from({ length: Math.ceil(count / perBar) }, (_, bar) =>
    barOf(tables.flatMap((blocks) => blocks.slice(bar * perBar, (bar + 1) * perBar))),
  );
  return [
    '```mermaid',
    'xychart-beta',
    `  title "Bad probes per ${(perBar * blockMs) / 1000} s, %"`,
    `  x-axis "from the start of the window" 1 --> ${bars.length}`,
    '  y-axis "%" 0 --> 100',
    `  bar [${bars.join(', ')}]`,
    '```',
  ].join('\n');
}

function barOf(blocks: readonly BlockCount[]): number {
  const told = blocks.filter((block) => badShare(block) !== undefined);
  const bad = told.reduce((total, block) => total + block.bad, 0);
  const all = told.reduce((total, block) => total + block.ok + block.bad, 0);
  return all === 0 ? 0 : Math.round((100 * bad) / all);
}
