/** `npm run demo`: starts itself in sandbox time, plays two releases, prints what happened. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isInSandboxTime, startInSandboxTime } from '../in-sandbox-time.ts';
import { play } from './play.ts';

const speed = 30;

process.exitCode = isInSandboxTime() ? await main() : await inSandboxTime();

async function inSandboxTime(): Promise<number> {
  const module = import.meta.filename;
  const args = process.argv.slice(2);
  // Ctrl-C reaches the child as well; it ends the sandbox, and this process ends after it.
  process.on('SIGINT', () => undefined);
  const child = startInSandboxTime({ module, args, speed, stdio: 'inherit' });
  const [code] = await once(child, 'close');
  return Number(code ?? 1);
}

async function main(): Promise<number> {
  const unknown = process.argv.slice(2).filter((option) => option !== '--keep');
  if (unknown.length > 0) {
    console.error(`unknown option ${unknown.join(' ')}; the only one is --keep`);
    return 2;
  }
  const root = await mkdtemp(join(tmpdir(), 'release-train-demo-'));
  const checkout = join(import.meta.dirname, '../../../..');
  try {
    const isGood = await play({ root, checkout, speed, isKept: process.argv.includes('--keep') });
    return isGood ? 0 : 1;
  } catch (error) {
    console.error(`\nThe story broke off: ${error instanceof Error ? error.message : error}`);
    return 1;
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}
