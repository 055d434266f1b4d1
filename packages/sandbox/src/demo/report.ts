/** What was released, told afterwards on the pull request of the release. */
import type { RunRecord } from '../runner/index.ts';
import type { Board } from './board.ts';
import { githubClient } from './github-client.ts';
import { repository } from './product.ts';
import { completedRun, runOf, timesOf, verdictStep } from './runs.ts';
import type { Shop } from './shop.ts';

export interface TheReport {
  readonly verdict: string;
  /** The comment, as it stands on the pull request. */
  readonly markdown: string;
}

/** The report follows the watch over the deploy by itself. */
export async function reportRelease(shop: Shop, board: Board, number: number): Promise<TheReport> {
  return board.stage('release report', async () => {
    const run = await completedRun(shop.world, isReportOn(number));
    const verdict = verdictStep(run)?.outputs['verdict'] ?? '';
    const markdown = await reportOn(shop, number);
    const detail = `${verdict}: on pull request #${number}`;
    return { value: { verdict, markdown }, detail, ran: timesOf(run) };
  });
}

/**
 * Every watch that ends is reported on, and all these runs stand on the tip of main: which release
 * one is about, its comment says.
 */
const isReportOn =
  (number: number) =>
  (run: RunRecord): boolean =>
    runOf('release-report.yml', { event: 'workflow_run' })(run) &&
    (verdictStep(run)?.outputs['comment-url']?.includes(`/pull/${number}#`) ?? false);

interface Comment {
  readonly body: string;
}

/** '' where there is none. */
export async function reportOn({ world, erik }: Shop, number: number): Promise<string> {
  const client = githubClient(world.github.urls.api, erik.token);
  const path = `/repos/${repository}/issues/${number}/comments`;
  const comments = (await client.get(path)) as readonly Comment[];
  return comments.find(({ body }) => body.startsWith('<!-- release-train:report '))?.body ?? '';
}
