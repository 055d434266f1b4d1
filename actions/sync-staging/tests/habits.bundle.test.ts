/** Habits of GitHub that this action has to know: `pnpm habits` switches each off and sees its test fail. */
import { runBundle } from '@release-train/testing/run-bundle';
import { sandboxRepository } from '@release-train/testing/sandbox-repository';
import { expect, it } from 'vitest';

const place = { owner: 'acme', repo: 'shop' };
const shop = { 'app.js': 'one\n', 'README.md': 'Shop\n' };

it('brings one commit to a branch of linear history, which takes no merge', async () => {
  await using repository = await sandboxRepository();
  await repository.seed('main', shop);
  await repository.seed('staging', { ...shop, 'b.js': 'b\n' }, 'main');
  await repository.seed('main', { ...shop, 'app.js': 'fixed\n' });
  await repository.person.rest.repos.createRepoRuleset({
    ...place,
    name: 'straight',
    target: 'branch',
    enforcement: 'active',
    conditions: { ref_name: { include: ['refs/heads/staging'], exclude: [] } },
    rules: [{ type: 'required_linear_history' }],
  });

  const run = await runBundle('sync-staging', {
    inputs: { 'github-token': repository.runToken },
    env: repository.env,
  });

  expect(run.outputs).toMatchObject({ verdict: 'created', method: 'linear' });
  await expect(repository.merge(1, 'merge')).rejects.toMatchObject({ status: 405 });
  await repository.merge(1, 'squash');
});
