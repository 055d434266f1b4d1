import { describe, expect, it } from 'vitest';
import { type RunnerWorld, runnerWorld } from './tests/runner-world.ts';

const PATIENT = { timeout: 30_000 };

const workflow = (name: string, on: string, run = 'echo ran') =>
  `name: ${name}\non: ${on}\njobs: { a: { runs-on: ubuntu-latest, steps: [{ run: '${run}' }] } }\n`;

const ran = ({ runner }: RunnerWorld) =>
  runner.runs().map((run) => `${run.workflowName}: ${run.conclusion ?? run.status}`);

describe('close', () => {
  it.each(['run-created', 'job-started', 'step-started'] as const)(
    'at the moment of %s leaves nothing running',
    async (moment) => {
      const closing: Promise<void>[] = [];
      await using world = runnerWorld({
        onProgress: ({ kind }) => {
          if (kind === moment) closing.push(world.runner.close());
        },
      });
      await world.runOnPush({ 'ci.yml': workflow('CI', 'push', 'sleep 600') });
      await Promise.all(closing);
      expect(ran(world)).toEqual(['CI: cancelled']);
    },
  );
});

describe('concurrency', () => {
  const grouped = (concurrency: string, run: string) =>
    `concurrency: ${concurrency}\n${workflow('CI', 'push', run)}`;

  it('keeps one running and one pending: the newest takes the pending place', async () => {
    const world = runnerWorld();
    const sha = world.commitWorkflows({ 'ci.yml': grouped('{ group: Release }', 'sleep 600') });
    world.push(sha);
    world.push(sha);
    world.push(sha);
    const cancelled = () =>
      world.runner.runs().filter(({ conclusion }) => conclusion === 'cancelled');
    await expect.poll(() => cancelled().length, PATIENT).toBe(1);
    await expect
      .poll(() => world.runner.runs().map(({ status }) => status))
      .toEqual(['in_progress', 'completed', 'queued']);
    expect(cancelled()[0]?.reason).toContain('concurrency group "Release"');
    await world.runner.close();
    expect(world.runner.runs().map(({ conclusion }) => conclusion)).toEqual([
      'cancelled',
      'cancelled',
      'cancelled',
    ]);
    world.github.dispose();
  });

  it('cancels what is running with cancel-in-progress', async () => {
    await using world = runnerWorld();
    const file = (run: string) => grouped('{ group: g, cancel-in-progress: true }', run);
    world.push(world.commitWorkflows({ 'ci.yml': file('sleep 600') }));
    await expect.poll(() => world.runner.runs()[0]?.jobs[0]?.steps.length, PATIENT).toBe(1);
    world.push(world.commitWorkflows({ 'ci.yml': file('echo quick') }));
    await world.runner.settled();
    expect(ran(world)).toEqual(['CI: cancelled', 'CI: success']);
    expect(world.runner.runs()[0]?.reason).toContain('concurrency group "g"');
  });

  it('lets always() jobs of a cancelled run clean up', async () => {
    await using world = runnerWorld();
    const file = `on: push
concurrency: { group: g, cancel-in-progress: '\${{ github.event.newer == true }}' }
jobs:
  work: { runs-on: ubuntu-latest, steps: [{ run: 'if [ "$NEWER" != true ]; then sleep 600; fi', env: { NEWER: '\${{ github.event.newer }}' } }] }
  plain: { needs: work, runs-on: ubuntu-latest, steps: [{ run: 'true' }] }
  cleanup: { needs: work, if: always(), runs-on: ubuntu-latest, steps: [{ run: echo tidy }] }
`;
    const sha = world.commitWorkflows({ 'ci.yml': file });
    world.push(sha);
    await expect.poll(() => world.runner.runs()[0]?.jobs[0]?.steps.length, PATIENT).toBe(1);
    world.push(sha, { payload: { newer: true } });
    await world.runner.settled();
    const results = world.runner.runs()[0]?.jobs.map(({ id, result }) => `${id}: ${result}`);
    expect(results?.sort()).toEqual(['cleanup: success', 'plain: skipped', 'work: cancelled']);
    expect(world.runner.runs().map(({ conclusion }) => conclusion)).toEqual([
      'cancelled',
      'success',
    ]);
  });
});
