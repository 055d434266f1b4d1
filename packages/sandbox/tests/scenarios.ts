/** Stories that run in sandbox time; each answers with what a test wants to know. */
import { actOne, actThree, actTwo } from '../src/demo/acts.ts';
import { openBoard } from '../src/demo/board.ts';
import { giftCards } from '../src/demo/features.ts';
import { faultsOf } from '../src/demo/outcome.ts';
import { completedRun, runOf, verdictStep } from '../src/demo/runs.ts';
import { openShop, type Shop } from '../src/demo/shop.ts';
import { arrive, release, shipToStaging } from '../src/demo/story.ts';
import { syncHotfix } from '../src/demo/syncs.ts';
import { until } from '../src/demo/until.ts';
import type { RunnerProgress } from '../src/runner/index.ts';
import { crashOnArrival } from './crash-scenario.ts';
import { inRussian, retold } from './report-scenario.ts';
import { starter } from './starter-scenario.ts';

export interface Place {
  readonly root: string;
  readonly checkout: string;
}

type Scenario = (place: Place) => Promise<Readonly<Record<string, unknown>>>;

const silent = () => openBoard(() => undefined);

/** The workflows that watch a deploy: a repository has one of them. */
const watchers = ['post-deploy.yml', 'post-deploy-acting.yml', 'post-deploy-on-deployment.yml'];
const watchedBy = (file: string) => ({ without: watchers.filter((other) => other !== file) });

/** The acts of the demo. */
const wholeStory: Scenario = async (place) => {
  await using shop = await openShop({ ...place, ...watchedBy('post-deploy.yml') });
  const board = silent();
  const first = await actOne(shop, board);
  const trees = await treesOf(shop);
  const second = await actTwo(shop, board);
  const third = await actThree(shop, board);
  const faults = faultsOf(first, second, third);
  const stages = board.stages.map(({ name, state }) => `${name}: ${state}`);
  const { requests } = shop.world.github;
  const pushes = requests
    .filter(
      ({ method, path, status }) =>
        method === 'POST' && path.endsWith('/git-receive-pack') && status === 200,
    )
    .map(({ actor }) => actor);
  const merges = requests
    .filter(
      ({ method, path, status }) => method === 'PUT' && path.endsWith('/merge') && status === 200,
    )
    .map(({ actor }) => actor);
  const refused = shop.world.railway.warnings;
  return { stages, first, second, third, faults, trees, pushes, merges, refused };
};

/** One release with the deployment_status variant of the post-deploy workflow, and its report. */
const onDeploymentStatus: Scenario = async (place) => {
  await using shop = await openShop({
    ...place,
    ...watchedBy('post-deploy-on-deployment.yml'),
    edit: {
      'release-report.yml': (text) => text.replace('[Post-deploy]', '[Post-deploy on deployment]'),
    },
    add: { 'russian.yml': inRussian },
  });
  const board = silent();
  await syncHotfix(shop, board);
  const staged = await shipToStaging(shop, board, giftCards);
  const { pull, sha } = await release(shop, board, staged);
  const verdict = await arrive(shop, board, sha);
  return { verdict, report: await retold(shop, board, pull.number) };
};

/** Somebody renames CI's workflow; the listener's name does not follow. */
const renamedWorkflow: Scenario = async (place) => {
  const news: RunnerProgress[] = [];
  await using shop = await openShop({
    ...place,
    ...watchedBy('post-deploy.yml'),
    edit: { 'ci.yml': (text) => text.replace('name: CI', 'name: Tests') },
    onProgress: (event) => news.push(event),
  });
  const board = silent();
  await syncHotfix(shop, board);
  await release(shop, board, await shipToStaging(shop, board, giftCards));
  const silence = await until(
    () =>
      news.find((event) => event.kind === 'not-fired' && event.path.endsWith('post-deploy.yml')),
    () => 'nobody said that post-deploy.yml does not fire',
  );
  await shop.world.runner.settled();
  const fired = shop.world.runner.runs().map(({ workflowName }) => workflowName);
  return { reason: silence.kind === 'not-fired' ? silence.reason : '', fired };
};

/** Somebody pushes to main; somebody's administrator tries it, too. */
const pushToMain: Scenario = async (place) => {
  await using shop = await openShop(place);
  const commit = { subject: 'Fix it quickly', change: { 'README.md': 'quick\n' } };
  return { answer: await shop.product.tryPush('main', commit) };
};

/** A check that runs while the old container still serves: the new one is never built. */
const oldContainer: Scenario = async (place) => {
  await using shop = await openShop({
    ...place,
    without: watchers,
    add: { 'impatient.yml': impatient },
  });
  const board = silent();
  await syncHotfix(shop, board);
  const staged = await shipToStaging(shop, board, giftCards);
  const production = shop.project.environments.find(({ name }) => name === 'production');
  const web = production?.services.find(({ name }) => name === 'web');
  const next = { serviceId: web?.id ?? '', environmentId: production?.id ?? '', commit: 'next' };
  shop.world.railway.script(next, { holdAt: 'BUILDING' });
  const { sha } = await release(shop, board, staged);
  const run = await completedRun(shop.world, runOf('impatient.yml', { headSha: sha }));
  const step = verdictStep(run);
  return {
    conclusion: run.conclusion,
    verdict: step?.outputs['verdict'],
    proven: step?.outputs['revision-proven'],
    error: step?.annotations.find(({ level }) => level === 'error')?.message,
  };
};

const impatient = `name: Impatient
on:
  push:
    branches: [main]
permissions: {}
jobs:
  check:
    runs-on: ubuntu-latest
    timeout-minutes: 30
    steps:
      - uses: release-train/release-train/actions/health-check@v1
        with:
          url: \${{ vars.PRODUCTION_URL }}/health
          expect-revision: \${{ github.sha }}
          revision-from: json:$.commit
          timeout: 5m
          allow-private: true
`;

export const scenarios: Readonly<Record<string, Scenario>> = {
  wholeStory,
  onDeploymentStatus,
  renamedWorkflow,
  pushToMain,
  oldContainer,
  crashOnArrival: (place) => crashOnArrival(place, { without: watchers }),
  starter,
};

async function treesOf({ world, erik }: Shop): Promise<Readonly<Record<string, string>>> {
  const tree = async (branch: string): Promise<string> => {
    const response = await fetch(`${world.github.urls.api}/repos/acme/shop/commits/${branch}`, {
      headers: { authorization: `Bearer ${erik.token}` },
    });
    const commit = (await response.json()) as { commit: { tree: { sha: string } } };
    return commit.commit.tree.sha;
  };
  return { main: await tree('main'), staging: await tree('staging') };
}
