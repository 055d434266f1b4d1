/** The demo's program: three acts, then the table and what people read. */
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunnerProgress } from '../runner/index.ts';
import { type ActOne, actOne, actThree, actTwo, type FailedAct } from './acts.ts';
import { type Board, openBoard } from './board.ts';
import { faultsOf } from './outcome.ts';
import { repository } from './product.ts';
import { lineOf, stageTable, terminalTable } from './screen.ts';
import { openShop, type Shop } from './shop.ts';

interface PlayOptions {
  readonly root: string;
  readonly checkout: string;
  readonly speed: number;
  readonly isKept: boolean;
}

/** Resolves to whether the story went as it should: the good release good, the bad one caught. */
export async function play({ root, checkout, speed, isKept }: PlayOptions): Promise<boolean> {
  const realStart = process.hrtime.bigint();
  const board = openBoard((event) => console.log(lineOf(event, Date.now())));
  console.log(`A GitHub, a Railway and an app on loopback; time runs ${speed} times as fast.`);
  const curtain = new AbortController();
  await using shop = await openShop({
    root,
    checkout,
    // The other two would watch a second and a third time.
    without: ['post-deploy-on-deployment.yml', 'post-deploy-acting.yml'],
    onProgress: newsOf(board, curtain.signal),
  });
  const first = await actOne(shop, board);
  const second = await actTwo(shop, board);
  const third = await actThree(shop, board);
  const faults = faultsOf(first, second, third);
  console.log(`\n${stageTable(board.stages)}`);
  printPages(first, second, third);
  console.log(`\nThe report of act one, as Markdown: ${await saved(first.report)}`);
  const seconds = Number(process.hrtime.bigint() - realStart) / 1e9;
  console.log(`\n${closing(faults)} (${seconds.toFixed(0)} s)`);
  if (isKept) await keep(shop);
  curtain.abort();
  return faults.length === 0;
}

const closing = (faults: readonly string[]): string =>
  faults.length === 0
    ? 'The good release arrived; a bad one was rolled back and its revert proposed; one with a migration was left to people.'
    : `This did not go as it should: ${faults.join('; ')}.`;

function printPages(first: ActOne, second: FailedAct, third: FailedAct): void {
  console.log(`\nThe release pull request of act one\n\n${indented(first.pull.body)}`);
  console.log(
    `\nThe report of that release, from its pull request\n\n${terminalTable(first.report)}`,
  );
  console.log(`\nThe revert pull request of act two\n\n${indented(second.revert?.body ?? '')}`);
  console.log(`\nWhat the monitor said of act three\n\n${indented(headOf(third.summary))}`);
}

/** Without figures and charts. */
const headOf = (summary: string): string => summary.split(/^[-|]/m)[0]?.trimEnd() ?? '';

/** Outside of the sandbox's own folder, which goes with it. */
async function saved(report: string): Promise<string> {
  const path = join(tmpdir(), 'release-train-report.md');
  await writeFile(path, report);
  return path;
}

const indented = (text: string): string =>
  text
    .split('\n')
    .map((line) => `  ${line}`.trimEnd())
    .join('\n');

/** Lines that differ in nothing but figures are told this far apart, in simulated time. */
const quietMs = 150_000;

/**
 * What our actions say while they work; the rest of a run's log is not news, nor what is cancelled
 * after the end.
 */
function newsOf(board: Board, end: AbortSignal): (event: RunnerProgress) => void {
  const told = new Map<string, number>();
  return (event) => {
    if (end.aborted) return;
    if (event.kind === 'not-fired' && event.reason.startsWith('no workflow is named')) {
      board.progress(`${event.path} does not fire: ${event.reason}`);
    }
    if (event.kind !== 'log' || event.run.workflowName === 'CI') return;
    if (event.line.includes('sandbox imitation') || event.line.trim() === '') return;
    const shape = `${event.run.id} ${event.line.replace(/\d[\d.]*\w*/g, '0')}`;
    if (Date.now() - (told.get(shape) ?? 0) < quietMs) return;
    told.set(shape, Date.now());
    board.progress(`${event.run.workflowName}: ${event.line.replace('##[error]', '')}`);
  };
}

async function keep({ world, stagingUrl, productionUrl }: Shop): Promise<void> {
  const { github, railway } = world;
  const token = github.createActor({ login: 'you', type: 'User', token: 'user', admin: true });
  console.log(
    [
      '',
      'The sandbox stays up until Ctrl-C. You are "you", an administrator; your token is',
      `  ${token}`,
      `  git clone http://x-access-token:${token}@${new URL(github.urls.server).host}/${repository}.git`,
      `  curl -H "Authorization: Bearer ${token}" ${github.urls.api}/repos/${repository}/pulls?state=all`,
      `  curl ${productionUrl}/health    (staging: ${stagingUrl}/health)`,
      `  Railway's API: ${railway.apiUrl}`,
    ].join('\n'),
  );
  await new Promise<void>((resolve) => process.once('SIGINT', resolve));
}
