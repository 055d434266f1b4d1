/** Plays one scenario in this process and prints its answer as JSON. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scenarios } from './scenarios.ts';

const scenario = scenarios[process.argv[2] ?? ''];
if (!scenario) throw new Error(`there is no scenario "${process.argv[2]}"`);
const root = await mkdtemp(join(tmpdir(), 'release-train-scenario-'));
try {
  const checkout = join(import.meta.dirname, '../../..');
  process.stdout.write(JSON.stringify(await scenario({ root, checkout })));
} finally {
  await rm(root, { recursive: true, force: true });
}
