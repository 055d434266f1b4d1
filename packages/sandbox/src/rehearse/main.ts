/** `npm run rehearse -- <folder>`: which workflows of a repository fire in a release, and why not. */
import { join } from 'node:path';
import { parseRehearsal } from './arguments.ts';
import { isIsolated, runIsolated } from './isolation.ts';
import { Refusal } from './refusal.ts';
import { rehearse } from './rehearse.ts';

const checkout = join(import.meta.dirname, '../../../..');

try {
  const args = process.argv.slice(2);
  const wanted = parseRehearsal(args, process.cwd());
  if (wanted.run && !isIsolated()) {
    process.exitCode = runIsolated(import.meta.filename, args);
  } else {
    process.stdout.write(`${await rehearse(wanted, checkout)}\n`);
  }
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  process.stderr.write(`${error.message}\n${error.hint}\n`);
  process.exitCode = 2;
}
