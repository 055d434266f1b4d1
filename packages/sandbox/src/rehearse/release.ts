/** One release, event by event, done by the hands that do it in the world. */
import type { Workflow } from '@release-train/workflows';
import { type GitHubClient, githubClient } from '../demo/github-client.ts';
import type { GitHubSandbox } from '../github/index.ts';
import { githubApp } from '../railway/github/github-app.ts';
import type { Runner } from '../runner/index.ts';
import type { Rehearsal } from './arguments.ts';
import { nextDue } from './due.ts';
import type { Story } from './story.ts';

export interface Theatre {
  readonly github: GitHubSandbox;
  readonly runner: Runner;
  readonly story: Story;
  readonly slug: string;
  /** Of the default branch: only these are scheduled. */
  readonly scheduled: readonly Workflow[];
}

interface Tips {
  readonly head: string;
  /** What head pointed to before the push; undefined for a branch of one commit. */
  readonly before: string | undefined;
}

type Branches = Pick<Rehearsal, 'head' | 'base'>;

/** Each stage is over when every run it led to has ended. */
export async function playRelease(theatre: Theatre, { head, base }: Branches, tips: Tips) {
  const you = personOf(theatre);
  await stage(theatre, `push to "${head}"`, () => push(you, head, tips));
  const pull = await stage(theatre, `release pull request "${head}" → "${base}" opened`, () =>
    openPull(you, { head, base }),
  );
  const merged = await stage(theatre, `release pull request merged into "${base}"`, () =>
    pull === undefined ? undefined : merge(you, pull),
  );
  if (pull === undefined || merged === undefined) theatre.story.remark(NOT_MERGED);
  const project = theatre.slug.split('/')[1] ?? 'project';
  const environment = `${project} / production`;
  await stage(theatre, `Railway: deployment_status success of "${environment}"`, () =>
    reportDeploy(theatre, merged ?? base, environment),
  );
  for (const { cron, at } of nextDue(theatre.scheduled, new Date())) {
    await stage(theatre, `schedule "${cron}", due ${at.toISOString()}`, async () =>
      theatre.runner.schedule(theatre.slug, at),
    );
  }
}

const NOT_MERGED = 'nothing was merged, so nothing was pushed';

async function stage<T>(
  { story, runner }: Theatre,
  title: string,
  act: () => Promise<T> | T,
): Promise<T | undefined> {
  story.begin(title);
  try {
    return await act();
  } catch (error) {
    story.remark(error instanceof Error ? error.message : String(error));
    return undefined;
  } finally {
    await runner.settled();
  }
}

interface You {
  readonly client: GitHubClient;
  readonly repo: string;
}

function personOf({ github, slug }: Theatre): You {
  const token = github.createActor({ login: 'you', type: 'User', token: 'user', admin: true });
  return { client: githubClient(github.urls.api, token), repo: `/repos/${slug}` };
}

async function push({ client, repo }: You, branch: string, { head, before }: Tips): Promise<void> {
  const ref = `heads/${branch.split('/').map(encodeURIComponent).join('/')}`;
  if (before === undefined) {
    await client.send('DELETE', `${repo}/git/refs/${ref}`);
    await client.send('POST', `${repo}/git/refs`, { ref: `refs/heads/${branch}`, sha: head });
    return;
  }
  await client.send('PATCH', `${repo}/git/refs/${ref}`, { sha: head });
}

async function openPull({ client, repo }: You, { head, base }: Branches): Promise<number> {
  const request = { head, base, title: `Release ${head} to ${base}`, body: '' };
  const { number } = (await client.send('POST', `${repo}/pulls`, request)) as { number: number };
  return number;
}

interface Merging {
  readonly mergeable: boolean | null;
}

async function merge({ client, repo }: You, number: number): Promise<string> {
  const pull = `${repo}/pulls/${number}`;
  for (let look = 0; look < 20; look += 1) {
    const { mergeable } = (await client.get(pull)) as Merging;
    if (mergeable === false) throw new Error(`pull request #${number} conflicts with its base`);
    if (mergeable) break;
    await new Promise((resolve) => setTimeout(resolve, 50)); // GitHub computes it when asked.
  }
  const done = await client.send('PUT', `${pull}/merge`, { merge_method: 'squash' });
  return (done as { sha: string }).sha;
}

/** As Railway writes it: by its app, one deployment of the environment, the dashboard as its URL. */
async function reportDeploy({ github, slug }: Theatre, ref: string, environment: string) {
  const app = githubApp({
    urls: github.urls,
    token: (repository) => github.issueAppToken(repository, 'railway-app'),
  });
  const deploymentId = await app.createDeployment(slug, { ref, environment });
  const environmentUrl = 'https://railway.com/project/rehearsal';
  for (const state of ['in_progress', 'success']) {
    await app.createDeploymentStatus(slug, { deploymentId, state, environment, environmentUrl });
  }
}
