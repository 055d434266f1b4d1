/** All that CI checks, in one command. Stops at nothing, reports everything, ends with the counts. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './actions.ts';

interface Check {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}

const scratch = mkdtempSync(join(tmpdir(), 'check-'));
const report = join(scratch, 'vitest.json');

const checks: readonly Check[] = [
  { name: 'types', command: ['tsc', '--noEmit'] },
  { name: 'lint', command: ['biome', 'check', '--error-on-warnings', '.'] },
  {
    name: 'import arrows',
    command: ['depcruise', '--config', '.dependency-cruiser.mjs', 'actions', 'packages', 'scripts'],
  },
  { name: 'generated files', command: ['node', 'scripts/generate.ts', '--check'] },
  { name: 'dist equals a fresh build', command: ['node', 'scripts/build.ts', '--check'] },
  {
    name: 'tests',
    command: [
      'vitest',
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
  },
];

const failed = checks.filter(({ name, command: [program, ...args] }) => {
  const start = performance.now();
  console.log(`\n── ${name}`);
  const { status } = spawnSync(program, args, { cwd: root, stdio: 'inherit' });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`── ${name}: ${status === 0 ? 'ok' : 'FAILED'} (${seconds} s)`);
  return status !== 0;
});

const tests = readTestCounts();
const passed = tests.passed + checks.length - failed.length;
const lost =
  tests.failed + failed.filter(({ name }) => name !== 'tests' || tests.failed === 0).length;
console.log(
  `\n${failed.length === 0 ? 'all checks hold' : `failed: ${failed.map(({ name }) => name).join(', ')}`}`,
);
console.log(`${passed} passed, ${lost} failed`);
process.exitCode = failed.length === 0 ? 0 : 1;

function readTestCounts(): { passed: number; failed: number } {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
    return { passed: numPassedTests, failed: numFailedTests };
  } catch {
    // No report means that vitest did not come to run a test; its own check has failed then.
    return { passed: 0, failed: 0 };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
