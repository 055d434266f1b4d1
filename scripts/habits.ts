/**
 * Switches off, one by one, the habits of the sandbox that an action has to know, and sees that the
 * action's test fails without: `pnpm habits [name…]`. A test that passes in a kinder world proves
 * nothing about the true one. Ends red where one does, and where one fails with the habit on.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WITHOUT_VARIABLE } from '../packages/sandbox/src/habits/choose.ts';
import { LEANING, type Leaning } from '../packages/sandbox/src/habits/leaning.ts';

type Status = 'passed' | 'failed' | 'not run';

const wanted = process.argv.slice(2);
const chosen = LEANING.filter(({ habit }) => wanted.length === 0 || wanted.includes(habit));
if (chosen.length === 0) {
  console.error(`no action leans on "${wanted.join('", "')}"; they do on`);
  for (const { habit } of LEANING) console.error(`- ${habit}`);
  process.exit(2);
}
const root = new URL('..', import.meta.url).pathname;
const rows = chosen.map((leaning) => {
  const row = { ...leaning, with: play(leaning, ''), without: play(leaning, leaning.habit) };
  process.stderr.write(isHeld(row) ? '.' : 'x');
  return row;
});
process.stderr.write('\n');
console.log(
  [
    '| habit | action | test | with it | without it |',
    '|---|---|---|---|---|',
    ...rows.map(
      ({ habit, file, title, with: on, without }) =>
        `| ${habit} | ${file.split('/')[1]} | ${title} | ${on} | ${without} |`,
    ),
  ].join('\n'),
);
process.exitCode = rows.every(isHeld) ? 0 : 1;

function isHeld(row: { readonly with: Status; readonly without: Status }): boolean {
  return row.with === 'passed' && row.without === 'failed';
}

/** Runs the one test; a file that does not even load has not failed for want of the habit. */
function play({ file, title }: Leaning, without: string): Status {
  const folder = mkdtempSync(join(tmpdir(), 'habits-'));
  const report = join(folder, 'report.json');
  const only = `${title.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`;
  try {
    spawnSync(
      'vitest',
      ['run', file, '--testNamePattern', only, '--reporter=json', `--outputFile=${report}`],
      { cwd: root, env: { ...process.env, [WITHOUT_VARIABLE]: without }, stdio: 'ignore' },
    );
    const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
    const [result] = testResults.flatMap(({ assertionResults }: Suite) =>
      assertionResults.filter(({ title: one }) => one === title),
    );
    return result?.status === 'passed' || result?.status === 'failed' ? result.status : 'not run';
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Suite {
  readonly assertionResults: readonly { readonly title: string; readonly status: string }[];
}
