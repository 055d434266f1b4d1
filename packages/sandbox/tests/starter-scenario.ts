/** A release of the starter repository, whose one file calls the reusable workflows. */
import { join } from 'node:path';
import { openShop, type Shop } from '../src/demo/shop.ts';
import { until } from '../src/demo/until.ts';
import type { JobRecord } from '../src/runner/index.ts';

interface Place {
  readonly root: string;
  readonly checkout: string;
}

export async function starter(place: Place): Promise<Readonly<Record<string, unknown>>> {
  const files = join(place.checkout, 'workflows-examples/starter');
  const workflows = join(files, '.github/workflows');
  await using shop = await openShop({
    ...place,
    home: { files, workflows, services: ['web', 'worker'] },
  });
  const staged = await land(shop, { branch: 'feature/greeting', base: 'staging', change });
  const pullNumber = Number(
    (await job(shop, 'train / release-pr / release-pr')).outputs['pr-number'],
  );
  const staging = await job(shop, 'train / staging / verify');
  await tested(shop, pullNumber);
  await shop.erik.approve(pullNumber);
  const released = await shop.erik.squashMerge(pullNumber);
  const production = await job(shop, 'train / production / verify');
  const sync = await job(shop, 'train / sync / sync');
  const report = await job(shop, 'train / report');
  await shop.world.runner.settled();
  return {
    staged,
    released,
    staging: staging.outputs,
    production: production.outputs,
    sync: sync.outputs,
    report: report.steps.map(({ outputs }) => outputs['verdict']),
    jobs: shop.world.runner
      .runs()
      .filter(({ workflowName }) => workflowName === 'Release train')
      .map(({ event, jobs }) => [
        event,
        jobs.filter(({ result }) => result !== 'skipped').map(({ name }) => name),
      ]),
  };
}

const change = {
  'web/answer.mjs': `export function answer(path, env) {
  if (path === '/health') {
    const commit = env.RAILWAY_GIT_COMMIT_SHA ?? 'unknown';
    return { status: 200, type: 'application/json', body: JSON.stringify({ ok: true, commit }) };
  }
  return { status: 200, type: 'text/html', body: '<h1>Welcome</h1>\\n' };
}
`,
};

interface Feature {
  readonly branch: string;
  readonly base: string;
  readonly change: Readonly<Record<string, string>>;
}

async function land(shop: Shop, { branch, base, change: files }: Feature): Promise<string> {
  const subject = 'Greet people';
  await shop.product.pushBranch(branch, base, { subject, change: files });
  const pull = await shop.dana.openPullRequest({ head: branch, base, title: subject });
  await shop.erik.approve(pull.number);
  return shop.dana.squashMerge(pull.number);
}

const job = ({ world }: Shop, name: string): Promise<JobRecord> =>
  until(
    () =>
      world.runner
        .runs()
        .flatMap(({ jobs }) => jobs)
        .find(
          (candidate) =>
            candidate.name === name &&
            candidate.result !== 'skipped' &&
            candidate.completedAtMs !== undefined,
        ),
    () =>
      `job "${name}" never ended; there are: ${world.runner
        .runs()
        .map(
          ({ path, event, conclusion, reason, jobs }) =>
            `${path} ${event} ${conclusion} ${reason ?? ''} [${jobs.map((one) => `${one.name}: ${one.result} ${one.reason ?? ''}`).join(', ')}]`,
        )
        .join('\n')}`,
  );

async function tested(shop: Shop, pullNumber: number): Promise<void> {
  const { head } = await shop.erik.pullRequest(pullNumber);
  await until(
    () =>
      shop.world.runner
        .runs()
        .find(
          ({ workflowName, event, headSha, status }) =>
            workflowName === 'CI' &&
            event === 'pull_request' &&
            headSha === head.sha &&
            status === 'completed',
        ),
    () => 'CI never ran on the release pull request',
  );
}
