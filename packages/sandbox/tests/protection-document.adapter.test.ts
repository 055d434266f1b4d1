/** The ruleset that docs/protection.md tells people to import. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { openTestBed } from '../src/github/test-bed.ts';

const page = readFileSync(new URL('../../../docs/protection.md', import.meta.url), 'utf8');
const ruleset = JSON.parse(/^```json\n([\s\S]*?)^```$/m.exec(page)?.[1] ?? '');

it('the ruleset of the documents protects both branches and leaves the tool its own', async () => {
  await using bed = await openTestBed();
  await bed.branch('staging', 'main', { 'a.txt': 'a\n' });
  expect((await bed.api('POST', '/rulesets', { body: ruleset })).status).toBe(201);
  await bed.commit('app.txt', 'two\n');
  const push = (target: string) => bed.git(['push', '--force', 'origin', `HEAD:${target}`]);
  expect((await push('main')).stderr).toContain('Changes must be made through a pull request.');
  expect((await push('staging')).code).toBe(1);
  for (const branch of ['release/staging-to-main', 'sync/main-to-staging', 'revert/abc'])
    expect((await push(branch)).code).toBe(0);
  expect((await bed.git(['push', 'origin', ':staging'])).code).toBe(1);
});
