/**
 * What post-deploy-monitor says in every situation, through its bundle, against a GitHub, a Railway
 * and applications of the sandbox: `pnpm scenarios [name…]`, as a Markdown table. Ends red where a
 * row is not what it states. The bundle has to be fresh: `pnpm build post-deploy-monitor`.
 */
import {
  differences,
  head,
  playApart,
  row,
  scenarios,
} from '../actions/post-deploy-monitor/tests/scenarios/table.ts';

const wanted = process.argv.slice(2);
const unknown = wanted.filter((one) => !scenarios.some(({ name }) => name === one));
if (unknown.length > 0) {
  console.error(`there is no scenario "${unknown.join('", "')}"; there are`);
  for (const { name, situation } of scenarios) console.error(`- ${name}: ${situation}`);
  process.exit(2);
}
const chosen = scenarios.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const rows: string[] = [];
// One after another: what is judged by its speed wants the machine for itself.
for (const scenario of chosen) {
  const got = await playApart(scenario);
  const wrong = differences(scenario, got);
  rows.push(row(scenario, got));
  console.error(`${wrong.length === 0 ? 'as stated' : 'NOT AS STATED'}: ${scenario.name}`);
  if (wrong.length === 0) continue;
  process.exitCode = 1;
  console.error([...wrong, String(got['stdout'])].join('\n'));
}
console.log([...head, ...rows].join('\n'));
