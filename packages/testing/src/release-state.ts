/** What became of a release world: what the sweep compares, and the scenarios read. */
import { place, type ReleaseWorld, serviceNames } from './release-world.ts';
import type { SandboxRepository } from './sandbox-repository.ts';

/** What has to be the same in the end, whatever happened on the way. */
export async function releaseState(world: ReleaseWorld): Promise<ReleaseState> {
  const { railway, repository, first, second, pull } = world;
  await railway.settled();
  const { rest } = repository.person;
  const names = new Map([
    [first, 'first'],
    [second, 'second'],
  ]);
  const deployments: Record<string, string[]> = {};
  for (const service of serviceNames) {
    deployments[service] = (await world.deploymentsOf(service)).map(
      ({ status, meta }) => `${names.get(String(meta['commitHash']))} ${status}`,
    );
  }
  const { data: pulls } = await rest.pulls.list({ ...place, state: 'all' });
  const statuses = await rest.repos.listCommitStatusesForRef({ ...place, ref: second });
  const comments = await rest.issues.listComments({ ...place, issue_number: pull });
  return {
    deployments,
    pulls: pulls.map(({ title, state }) => `${title}: ${state}`),
    claims: await claimStates(repository),
    verdict: statuses.data[0]?.description?.replace(/ \[.*/, ''),
    comments: comments.data.length,
  };
}

export interface ReleaseState {
  /** By service: commit and status of each deployment, oldest first. */
  readonly deployments: Readonly<Record<string, readonly string[]>>;
  readonly pulls: readonly string[];
  readonly claims: readonly string[];
  readonly verdict: string | undefined;
  readonly comments: number;
}

async function claimStates({ person }: SandboxRepository): Promise<string[]> {
  const { git } = person.rest;
  const { data } = await git.listMatchingRefs({ ...place, ref: 'release-train/claims/' });
  const commits = await Promise.all(
    data.map(({ object }) => git.getCommit({ ...place, commit_sha: object.sha })),
  );
  return commits.map((commit) => commit.data.message.split('\n')[0] ?? '');
}
