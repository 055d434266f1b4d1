/** The bundle against a GitHub: a release commit that asked for no runs, and nothing ran for it. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runBundle } from '@release-train/testing/run-bundle';
import { sandboxRepository } from '@release-train/testing/sandbox-repository';
import { expect, it } from 'vitest';

const place = { owner: 'acme', repo: 'shop' };
const path = join(import.meta.dirname, '../fixtures/RD112-live-clean/.github/workflows');

it('says that nothing ran for the newest commit, and what a token may not know of it', async () => {
  await using shop = await sandboxRepository();
  const files = ['ci.yml', 'watch.yml'].map(async (name) => {
    return [`.github/workflows/${name}`, await readFile(join(path, name), 'utf8')] as const;
  });
  const sha = await shop.seed('main', Object.fromEntries(await Promise.all(files)));
  const { git } = shop.person.rest;
  const { data: seeded } = await git.getCommit({ ...place, commit_sha: sha });
  const message = 'chore: release 1.2.0 [skip ci]';
  const change = { message, tree: seeded.tree.sha, parents: [sha] };
  const { data: release } = await git.createCommit({ ...place, ...change });
  await git.updateRef({ ...place, ref: 'heads/main', sha: release.sha });
  const ask = async (token: string) => {
    const run = await runBundle('release-doctor', {
      inputs: { path, live: 'true', 'github-token': token },
      env: { ...shop.env, GITHUB_REPOSITORY: shop.name },
    });
    const findings: readonly { rule: string; severity: string; evidence: readonly string[] }[] =
      JSON.parse(run.outputs['findings'] ?? '[]');
    return findings.filter(({ rule }) => rule === 'RD112');
  };

  expect(await ask(shop.personToken)).toMatchObject([
    {
      severity: 'warning',
      evidence: [
        expect.stringMatching(/^commit [0-9a-f]{7}: chore: release 1\.2\.0 \[skip ci\]$/),
        'no run of ".github/workflows/ci.yml" is listed for this commit',
      ],
    },
  ]);
  const reader = shop.sandbox.issueRunToken(shop.name, { contents: 'read' });
  expect(await ask(reader)).toMatchObject([{ severity: 'unknown' }]);
});
