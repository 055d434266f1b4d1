/** Random histories against the oracle: `pnpm oracle -- --histories 10000 --seed 1`. */
import { parseArgs } from 'node:util';
import { runOracle } from '../packages/promotion/tests/oracle-run.ts';

const { values } = parseArgs({
  args: process.argv.slice(2).filter((arg) => arg !== '--'),
  options: {
    histories: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
  },
});

const start = performance.now();
const { rows, wrong, conflicted } = await runOracle({
  histories: Number(values.histories),
  seed: Number(values.seed),
});
console.table(rows);
console.log(`${((performance.now() - start) / 1000).toFixed(1)} s, seed ${values.seed}`);
for (const { what, play } of [...wrong, ...conflicted].slice(0, process.env['VERBOSE'] ? 9 : 1)) {
  console.log(`${what}\n${JSON.stringify(play)}`);
}
process.exitCode = wrong.length === 0 ? 0 : 1;
