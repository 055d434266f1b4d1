/**
 * Contract → action.yml and the README tables; the starter's workflow → the quick start. With --check: writes nothing, fails on a difference.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { actionNames, readContract, root } from './actions.ts';
import { renderActionYml, replaceStarter, replaceTables } from './render-contract.ts';

const isCheck = process.argv.includes('--check');
const stale: string[] = [];

for (const name of actionNames()) {
  const contract = await readContract(name);
  const readmePath = join(root, 'actions', name, 'README.md');
  settle(join(root, 'actions', name, 'action.yml'), renderActionYml(contract));
  settle(readmePath, replaceTables(readFileSync(readmePath, 'utf8'), contract));
}

const starter = 'workflows-examples/starter/.github/workflows/release-train.yml';
const quickStart = join(root, 'README.md');
settle(
  quickStart,
  replaceStarter(readFileSync(quickStart, 'utf8'), readFileSync(join(root, starter), 'utf8')),
);

if (stale.length > 0) {
  console.error(`out of date: ${stale.join(', ')}\nrun \`pnpm generate\` and commit the result`);
  process.exitCode = 1;
}

function settle(path: string, wanted: string): void {
  if (existsSync(path) && readFileSync(path, 'utf8') === wanted) return;
  if (isCheck) stale.push(path.slice(root.length + 1));
  else writeFileSync(path, wanted);
}
