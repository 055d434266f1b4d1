/** `npm run demo`: starts itself in sandbox time, plays two releases, prints what happened. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLOCK_VARIABLE, formatClock } from '../clock.ts';
import { play } from './play.ts';

const speed = 30;

if (process.env[CLOCK_VARIABLE]) await main();
else process.exitCode = startInSandboxTime();

/** The same program again, with a clock that starts on a Monday at 11:15 UTC and runs fast. */
function startInSandboxTime(): number {
  const monday = new Date();
  monday.setUTCDate(monday.getUTCDate() - ((monday.getUTCDay() + 6) % 7));
  monday.setUTCHours(11, 15, 0, 0);
  const clock = { realEpochMs: Date.now(), simulatedEpochMs: monday.getTime(), speed };
  const preload = new URL('../scale-time.ts', import.meta.url).href;
  const { status } = spawnSync(
    process.execPath,
    [`--import=${preload}`, import.meta.filename, ...process.argv.slice(2)],
    { stdio: 'inherit', env: { ...process.env, [CLOCK_VARIABLE]: formatClock(clock) } },
  );
  return status ?? 1;
}

async function main(): Promise<void> {
  const options = new Set(process.argv.slice(2));
  const unknown = [...options].filter((option) => option !== '--keep');
  if (unknown.length > 0) {
    console.error(`unknown option ${unknown.join(' ')}; the only one is --keep`);
    process.exitCode = 2;
    return;
  }
  const root = await mkdtemp(join(tmpdir(), 'release-train-demo-'));
  const checkout = join(import.meta.dirname, '../../../..');
  try {
    const isGood = await play({ root, checkout, speed, isKept: options.has('--keep') });
    process.exitCode = isGood ? 0 : 1;
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}
