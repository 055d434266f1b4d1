import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runnerWorld } from './tests/runner-world.ts';

it('executes no step of any kind, says so, and follows needs and conditions all the same', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stubbed-'));
  const trace = join(folder, 'trace');
  await using world = runnerWorld({ steps: 'stub' });
  const run = await world.runOnPush({
    'ci.yml': `on: push
jobs:
  build:
    runs-on: windows-latest
    container: node:24
    outputs: { tag: '\${{ steps.tag.outputs.tag }}' }
    steps:
      - uses: acme/unknown-action@v3
      - { id: tag, run: 'touch ${trace}' }
      - { if: failure(), run: 'touch ${trace}' }
  deploy:
    needs: build
    uses: acme/shared/.github/workflows/deploy.yml@v3
  tagged:
    needs: build
    if: needs.build.outputs.tag != ''
    runs-on: ubuntu-latest
    steps: [{ run: 'touch ${trace}' }]
`,
  });

  expect(existsSync(trace)).toBe(false);
  expect(run.conclusion).toBe('success');
  expect(run.jobs.map(({ id, result }) => [id, result])).toEqual([
    ['build', 'success'],
    ['deploy', 'success'],
    ['tagged', 'skipped'],
  ]);
  expect(run.jobs[0]?.steps.map(({ outcome }) => outcome)).toEqual([
    'success',
    'success',
    'skipped',
  ]);
  const notice = { level: 'notice', message: 'not executed: the step is a stub' };
  expect(run.jobs[0]?.steps[0]?.annotations).toEqual([notice]);
  rmSync(folder, { recursive: true });
});
