// Runs one of this repository's scripts with the toolchain it needs. Plain JavaScript: it must run
// on whatever Node ≥ 20 is there. Node 24 and pnpm 12 come from the npm registry, from nowhere else.
import { spawnSync } from 'node:child_process';
import process from 'node:process';

const [script, ...rest] = process.argv.slice(2);
const root = new URL('..', import.meta.url).pathname;

requireGit();
if (process.env.RELEASE_TRAIN_TOOLCHAIN === '1') {
  run('pnpm', ['install', '--frozen-lockfile', '--silent']);
  run('pnpm', ['--silent', 'run', script, ...rest]);
} else {
  // The platform's own package needs no install script, which some machines forbid.
  const platform = { win32: 'win' }[process.platform] ?? process.platform;
  const again = ['node', 'scripts/toolchain.mjs', script, ...rest].map(quoted).join(' ');
  run(
    'npx',
    ['--yes', `--package=node-${platform}-${process.arch}@24`, '--package=pnpm@12', '-c', again],
    {
      RELEASE_TRAIN_TOOLCHAIN: '1',
      npm_config_update_notifier: 'false',
    },
  );
}

function run(command, args, env = {}) {
  const isWindows = process.platform === 'win32';
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
    shell: isWindows && command === 'npx',
  });
  if (error) fail(`${command} could not be started: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}

function requireGit() {
  const { stdout } = spawnSync('git', ['--version'], { encoding: 'utf8' });
  const [, major, minor] = /(\d+)\.(\d+)/.exec(stdout ?? '') ?? [];
  if (Number(major) > 2 || (Number(major) === 2 && Number(minor) >= 38)) return;
  fail(`git 2.38 or newer is needed, found: ${(stdout ?? '').trim() || 'none'}`);
}

// npx -c takes one line for a shell.
function quoted(text) {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
