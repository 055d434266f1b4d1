import { tmpdir } from 'node:os';
import { expect, it, onTestFinished, vi } from 'vitest';
import { Container, type ContainerSpec } from './container.ts';

function run(code: string, spec: Partial<ContainerSpec> = {}) {
  const lines: string[] = [];
  const ends: string[] = [];
  const container = new Container(
    {
      command: ['node', '--eval', code],
      folder: tmpdir(),
      environment: { PATH: process.env['PATH'] ?? '' },
      restartPolicy: 'ON_FAILURE',
      maxRetries: 1,
      restartDelayMs: 0,
      onLine: ({ message }) => lines.push(message),
      onEnd: (end) => ends.push(end),
      ...spec,
    },
    1,
  );
  onTestFinished(() => container.kill());
  const seen = (line: string) =>
    vi.waitFor(() => expect(lines).toContain(line), { timeout: 30_000, interval: 5 });
  const ended = () =>
    vi.waitFor(() => expect(ends).toHaveLength(1), { timeout: 30_000, interval: 5 });
  return { container, lines, ends, seen, ended };
}

it('starts again after a failure until the retries are used up', async () => {
  const { container, lines, ends, ended } = run('process.exit(7)');
  await ended();

  expect(ends).toEqual(['crashed']);
  expect(container.state).toBe('crashed');
  expect(lines).toEqual(['Container ended with 7; restart 1 of 1']);
});

it('does not restart what ended well, unless the policy is ALWAYS', async () => {
  const once = run('console.log("done")');
  await once.ended();
  const always = run('console.log("done")', { restartPolicy: 'ALWAYS' });
  await always.ended();

  expect(once.ends).toEqual(['exited']);
  expect(always.ends).toEqual(['exited']);
  expect(once.lines).not.toContain('Container ended with 0; restart 1 of 1');
  expect(always.lines).toContain('Container ended with 0; restart 1 of 1');
});

it('does not restart what was stopped, however it ended', async () => {
  const code =
    'process.on("SIGTERM", () => process.exit(9)); console.log("up"); setInterval(() => {}, 1e6)';
  const { container, lines, ends, seen } = run(code);
  await seen('up');
  await container.stop(60_000);

  expect(container.state).toBe('stopped');
  expect(lines).toEqual(['up']);
  expect(ends).toEqual([]);
});

it('logs a command that does not exist and crashes', async () => {
  const { lines, ends, ended } = run('', { command: ['no-such-command'], restartPolicy: 'NEVER' });
  await ended();

  expect(ends).toEqual(['crashed']);
  expect(lines[0]).toContain('ENOENT');
});
