/**
 * A network of its own, with nothing in it but loopback: what a user's steps run in. Linux only:
 * https://man7.org/linux/man-pages/man1/unshare.1.html
 */
import { spawnSync } from 'node:child_process';
import { networkInterfaces } from 'node:os';
import { Refusal } from './refusal.ts';

/** Whether this process reaches no network but loopback. */
export const isIsolated = (interfaces = networkInterfaces()): boolean =>
  Object.values(interfaces).every((addresses) =>
    (addresses ?? []).every(({ internal }) => internal),
  );

const unshare = ['--map-root-user', '--net', 'sh', '-c'];
const loopbackUp = 'ip link set lo up';

/**
 * Runs the program again, isolated and with nothing of the caller's environment but PATH.
 *
 * @returns its exit code
 * @throws Refusal where this machine cannot isolate a process
 */
export function runIsolated(program: string, args: readonly string[]): number {
  const env = { PATH: process.env['PATH'] ?? '', LANG: 'C.UTF-8' };
  const probe = spawnSync('unshare', [...unshare, loopbackUp], { env, encoding: 'utf8' });
  if (probe.status !== 0) {
    const reason = probe.error?.message ?? probe.stderr.trim();
    throw new Refusal(
      `"--run" needs a network of its own for your steps, and this machine gives none: ${reason}`,
      'Leave "--run" out: triggers are rehearsed without executing any step.',
    );
  }
  const again = [
    ...unshare,
    `${loopbackUp} && exec "$@"`,
    'sh',
    process.execPath,
    program,
    ...args,
  ];
  return spawnSync('unshare', again, { env, stdio: 'inherit' }).status ?? 1;
}
