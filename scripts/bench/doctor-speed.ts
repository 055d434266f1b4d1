/** Seconds of `npm run doctor` over a few hundred workflow files, from a cold start. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { home } from '../../actions/release-doctor/src/fixtures.fixture.ts';
import { root } from '../actions.ts';
import { printTable } from './table.ts';

const SIZES = [100, 300, 600];

export function doctorSpeed(): void {
  const rows = SIZES.map((size) => {
    const { seconds, findings, lines } = timed(size);
    return [`${size}`, `${lines}`, `${findings}`, seconds.toFixed(1)];
  });
  printTable('release-doctor from a shell, a cold start included', [
    ['workflow files', 'lines', 'findings', 'seconds'],
    ...rows,
  ]);
}

function timed(size: number) {
  const folder = mkdtempSync(join(tmpdir(), 'doctor-speed-'));
  try {
    const texts = write(folder, size);
    const cli = join(root, 'actions/release-doctor/src/cli.ts');
    const start = performance.now();
    const { stdout } = spawnSync(process.execPath, [cli, folder, '--json'], {
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
    });
    const seconds = (performance.now() - start) / 1000;
    const findings: readonly unknown[] = JSON.parse(stdout);
    const lines = texts.reduce((sum, text) => sum + text.split('\n').length, 0);
    return { seconds, findings: findings.length, lines };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Our workflows, the examples and the fixtures, over and over; every copy names its own upstreams. */
function write(folder: string, size: number): readonly string[] {
  const workflows = join(folder, '.github/workflows');
  mkdirSync(workflows, { recursive: true });
  const sources = sourceTexts();
  return Array.from({ length: size }, (_, at) => {
    const copy = Math.floor(at / sources.length);
    const text = (sources[at % sources.length] ?? '')
      .replace(/^name: (.+)$/m, `name: $1 ${copy}`)
      .replace(/^(\s+workflows: \[)([\w ]+)\]/m, `$1$2 ${copy}]`);
    writeFileSync(join(workflows, `w${at}.yml`), text);
    return text;
  });
}

function sourceTexts(): readonly string[] {
  const folders = [join(root, '.github/workflows'), join(root, 'workflows-examples'), home];
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.yml') && !path.endsWith('settings.yml'))
      .sort()
      .map((path) => readFileSync(join(folder, path), 'utf8')),
  );
}
