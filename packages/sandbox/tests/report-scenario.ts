/** A release, told afterwards: by itself, once more by hand, and in another language. */
import type { Board } from '../src/demo/board.ts';
import { githubClient } from '../src/demo/github-client.ts';
import { repository } from '../src/demo/product.ts';
import { reportOn, reportRelease } from '../src/demo/report.ts';
import { completedRun, runOf, verdictStep } from '../src/demo/runs.ts';
import type { Shop } from '../src/demo/shop.ts';

/** What the three came to, and who wrote comments. */
export async function retold(
  shop: Shop,
  board: Board,
  number: number,
): Promise<Readonly<Record<string, unknown>>> {
  const told = await reportRelease(shop, board, number);
  const again = await byHand(shop, 'release-report.yml', number);
  const russian = await byHand(shop, 'russian.yml', number);
  return {
    ...told,
    again: again['verdict'],
    isSame: (await reportOn(shop, number)) === told.markdown,
    russian: russian['markdown'],
    writes: shop.world.github.requests
      .filter(({ method, path }) => method !== 'GET' && path.includes('/comments'))
      .map(({ actor, method }) => `${actor} ${method}`),
  };
}

/** Somebody starts a workflow for a pull request; its outputs. */
async function byHand(
  { world, erik }: Shop,
  file: string,
  number: number,
): Promise<Readonly<Record<string, string>>> {
  const client = githubClient(world.github.urls.api, erik.token);
  const inputs = { 'pull-request': String(number) };
  const path = `/repos/${repository}/actions/workflows/${file}/dispatches`;
  await client.send('POST', path, { ref: 'main', inputs });
  const run = await completedRun(world, runOf(file, { event: 'workflow_dispatch' }));
  return verdictStep(run)?.outputs ?? {};
}

export const inRussian = `name: Russian
on:
  workflow_dispatch:
    inputs:
      pull-request:
        required: true
permissions: {}
jobs:
  report:
    runs-on: ubuntu-latest
    permissions:
      checks: read
      contents: read
      deployments: read
      pull-requests: read
      statuses: read
    steps:
      - uses: release-train/release-train/actions/release-report@v1
        with:
          pull-request: \${{ inputs.pull-request }}
          railway-token: \${{ secrets.RAILWAY_PRODUCTION_TOKEN }}
          language: ru
          comment: false
`;
