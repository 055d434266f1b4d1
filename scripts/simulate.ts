/** Simulated deployments against the stated figures: `pnpm simulate -- --runs 2000 --seed 1`. */
import { parseArgs } from 'node:util';
import { latencyRows } from '../packages/evidence/tests/latencies.ts';
import {
  delayTolerance,
  measured,
  measuredLatency,
  statedRuns,
  tolerance,
} from '../packages/evidence/tests/measured.ts';
import { degraded, type Figure, failed, type Table } from '../packages/evidence/tests/stated.ts';

const { values } = parseArgs({
  args: process.argv.slice(2).filter((arg) => arg !== '--'),
  options: {
    runs: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
  },
});
const of = { runs: Number(values.runs), seed: Number(values.seed) };
const start = performance.now();
const wrong: string[] = [];

for (const table of [degraded, failed]) printTable(table);
printLatency();
console.log(
  `${of.runs} deployments of 900 probes per row, seed ${of.seed}, ${((performance.now() - start) / 1000).toFixed(1)} s`,
);
console.log(wrong.length === 0 ? 'all stated figures hold' : `off: ${wrong.join('; ')}`);
process.exitCode = wrong.length === 0 ? 0 : 1;

/** Alarms and the median seconds to them; on a healthy deployment every alarm is a false one. */
function printTable({ title, rules, rows }: Table): void {
  console.log(`\n${title}; share of deployments with an alarm, median seconds to it`);
  const table = rows.map((row) => {
    const figures = measured(
      row,
      rules.map(([, rule]) => rule),
      of,
    );
    check(`${title}, ${row.what}`, statedRuns.errors, [figures[0], row.stated]);
    const shown = rules.map(([name], index) => [name, text(figures[index])]);
    return [
      `${row.isHealthy ? 'healthy' : 'broken'}: ${row.what}`,
      { stated: text(row.stated), ...Object.fromEntries(shown) },
    ];
  });
  console.table(Object.fromEntries(table));
}

function printLatency(): void {
  console.log('\nlatency against a baseline of 300 probes, stated error 1 %');
  const table = latencyRows.map((row) => {
    const figure = measuredLatency(row, of);
    check(`latency, ${row.what}`, statedRuns.latency, [figure, row.stated]);
    return [row.what, { stated: text(row.stated), 'block bet': text(figure) }];
  });
  console.table(Object.fromEntries(table));
}

function check(what: string, behind: number, pair: readonly [Figure | undefined, Figure]): void {
  const [figure, stated] = pair;
  const off = Math.abs((figure?.share ?? Number.NaN) - stated.share);
  const late = Math.abs((figure?.delay ?? 0) - (stated.delay ?? figure?.delay ?? 0));
  const isClose = off <= tolerance(stated.share, { runs: of.runs, behind });
  if (!isClose || late > delayTolerance(stated.delay ?? 0)) wrong.push(what);
}

function text(figure: Figure | undefined): string {
  if (!figure) return '';
  const delay = figure.delay === undefined || figure.share < 0.05 ? '' : `  ${figure.delay} s`;
  return `${(figure.share * 100).toFixed(1)} %${delay}`;
}
