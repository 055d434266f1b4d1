/** What the monitor does about a release that fails, and what people do then. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StepRecord } from '../runner/index.ts';
import type { Board } from './board.ts';
import type { Feature } from './features.ts';
import type { PullRequest } from './github-client.ts';
import { type Deployed, inProduction, newestOf } from './railway-client.ts';
import { completedStep, timesOf } from './runs.ts';
import type { Shop } from './shop.ts';
import { postDeployOf, short } from './story.ts';
import { until } from './until.ts';

/** The monitor's word on a release, and what it did. */
export interface Watched {
  readonly verdict: string;
  readonly taken: string;
  /** In words: what was done, or why nothing. */
  readonly why: string;
  /** The monitor's job summary. */
  readonly summary: string;
  /** Where each service was taken back to. */
  readonly services: Readonly<
    Record<string, { readonly to?: string; readonly isVerified: boolean }>
  >;
  /** The pull request that takes the release back. */
  readonly revert: PullRequest | undefined;
  /** What is deployed in production after all that, the newest of a service first. */
  readonly production: readonly Deployed[];
}

/**
 * A change to main as urgent ones are made: the example that acts, in the place of the other. It is
 * deployed and watched like any other, and people see that through before they ship more.
 */
export async function letMonitorAct(shop: Shop, board: Board): Promise<void> {
  const merged = await board.stage('acting turned on', async () => {
    const acting = await readFile(join(shop.examples, 'post-deploy-acting.yml'), 'utf8');
    const { number, sha } = await hotfix(shop, {
      branch: 'chore/act-on-failure',
      subject: 'Let the monitor act on a failed release',
      change: { '.github/workflows/post-deploy.yml': acting },
    });
    const inputs = acting.match(/^ +(?:on-failure|guard-paths):.*$/gm) ?? [];
    const detail = `#${number} as ${short(sha)}: ${inputs.map((line) => line.trim()).join('; ')}`;
    return { value: sha, detail };
  });
  await monitorOf(shop, board, merged);
}

/** Straight to main, reviewed. */
export async function hotfix(
  { product, dana, erik }: Shop,
  { branch, ...commit }: Feature,
): Promise<{ readonly number: number; readonly sha: string }> {
  await product.pushBranch(branch, 'main', commit);
  const title = commit.subject;
  const { number } = await dana.openPullRequest({ head: branch, base: 'main', title });
  await erik.approve(number);
  return { number, sha: await erik.squashMerge(number) };
}

/** The old container would answer as well: it is the page of this release that is well. */
export async function healthPage(
  { productionUrl }: Shop,
  board: Board,
  sha: string,
): Promise<void> {
  await board.stage('health page', async () => {
    const answer = await until(
      async () => {
        const response = await fetch(`${productionUrl}/health`);
        const { ok, commit } = (await response.json()) as { ok: boolean; commit: string };
        return commit === sha
          ? `${response.status}, ok: ${ok}, commit ${short(commit)}`
          : undefined;
      },
      () => `the health page never showed ${short(sha)}`,
    );
    return { value: undefined, detail: answer };
  });
}

/** The monitor's step for a commit of main, when it has ended. */
async function monitorOf(shop: Shop, board: Board, sha: string): Promise<StepRecord> {
  const run = await postDeployOf(shop, sha);
  return board.stage('post-deploy monitor', async () => {
    const name = 'Watch production';
    const value = await completedStep(shop.world, ({ id }) => id === run, name);
    const detail = complaintOf(value)[0] ?? value.outputs['verdict'] ?? '';
    return { value, detail, ok: value.outcome === 'success', ran: timesOf(value) };
  });
}

export async function watched(shop: Shop, board: Board, sha: string): Promise<Watched> {
  const step = await monitorOf(shop, board, sha);
  const production = await inProduction(shop);
  const told = {
    verdict: step.outputs['verdict'] ?? '',
    taken: step.outputs['action-taken'] ?? '',
    why: complaintOf(step)[1] ?? '',
    summary: step.summary,
    services: JSON.parse(step.outputs['rollback'] || '{}') as Watched['services'],
    production,
  };
  await board.stage('rollback', async () => ({
    value: undefined,
    detail: rollbackText(told),
    ok: told.taken === 'rolled-back' || told.taken === 'rollback-refused',
  }));
  const revert = await revertOf(shop, board, step);
  await board.stage('production', async () => ({
    value: undefined,
    detail: newestOf(production)
      .map(({ service, status, commit }) => `${service} ${status} at ${short(commit)}`)
      .join(', '),
    ok: newestOf(production).every(({ status }) => status === 'SUCCESS'),
  }));
  return { ...told, revert };
}

/** What the step said when it failed: the verdict, then what was done. */
const complaintOf = ({ annotations }: StepRecord): readonly string[] =>
  annotations.find(({ level }) => level === 'error')?.message.split('\n') ?? [];

function rollbackText(told: Pick<Watched, 'taken' | 'why' | 'services'>): string {
  if (told.taken !== 'rolled-back') return told.why.replace(/; revert pull request .*/, '');
  const back = Object.entries(told.services).map(([name, { to = '', isVerified }]) => {
    const proof = isVerified ? 'verified' : 'not verified';
    return `${name} on ${short(to)} (${proof})`;
  });
  return `${told.taken}: ${back.join(', ')}`;
}

async function revertOf(
  { erik }: Shop,
  board: Board,
  { outputs }: StepRecord,
): Promise<PullRequest | undefined> {
  const number = Number(outputs['revert-pr-url']?.split('/').at(-1));
  return board.stage('revert pull request', async () => {
    if (!number) return { value: undefined, detail: 'none', ok: false };
    const pull = await erik.pullRequest(number);
    const detail = `#${number} "${pull.title}" from ${pull.head.ref}`;
    return { value: pull, detail };
  });
}
