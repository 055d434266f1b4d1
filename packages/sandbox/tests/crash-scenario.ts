/** A hotfix whose worker dies as it arrives, verified by the reusable workflow. */
import { hotfix } from '../src/demo/acting.ts';
import type { WorkflowVariation } from '../src/demo/product.ts';
import { completedRun, runOf } from '../src/demo/runs.ts';
import { openShop } from '../src/demo/shop.ts';

interface Place {
  readonly root: string;
  readonly checkout: string;
}

/** Without a release known to be good, the monitor can do no more than say so. */
export async function crashOnArrival(
  place: Place,
  { without = [] }: WorkflowVariation,
): Promise<Readonly<Record<string, unknown>>> {
  await using shop = await openShop({ ...place, without, add: { 'verify.yml': verify } });
  const production = shop.project.environments.find(({ name }) => name === 'production');
  const worker = production?.services.find(({ name }) => name === 'worker');
  const next = { serviceId: worker?.id ?? '', environmentId: production?.id ?? '', commit: 'next' };
  shop.world.railway.script(next, { outcome: 'CRASHED' });
  const change = { 'web/opening.mjs': "export const opening = 'at nine';\n" };
  const { sha } = await hotfix(shop, { branch: 'fix/opening', subject: 'Open at nine', change });
  const run = await completedRun(shop.world, runOf('verify.yml', { headSha: sha }));
  return {
    conclusion: run.conclusion,
    steps: run.jobs
      .flatMap(({ steps }) => steps)
      .map(({ name, outcome, outputs }) => [
        name,
        outcome,
        outputs['verdict'],
        outputs['action-taken'],
      ]),
  };
}

const verify = `name: Verify
on:
  push:
    branches: [main]
permissions: {}
jobs:
  verify:
    permissions:
      contents: write
      statuses: write
    uses: release-train/release-train/.github/workflows/verify-deploy.yml@v1
    with:
      commit: \${{ github.sha }}
      health-url: \${{ vars.PRODUCTION_URL }}/health
      watch-url: \${{ vars.PRODUCTION_URL }}/
      on-failure: rollback
      allow-private: 'true'
    secrets:
      railway-token: \${{ secrets.RAILWAY_PRODUCTION_TOKEN }}
`;
