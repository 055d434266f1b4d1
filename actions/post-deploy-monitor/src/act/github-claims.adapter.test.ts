import { systemClock } from '@release-train/polling';
import { lostAnswer, reset, serverError } from '@release-train/sandbox/faults';
import { sandboxRepository } from '@release-train/testing/sandbox-repository';
import { describe, expect, it } from 'vitest';
import type { ClaimContent } from './claim.ts';
import { githubClaims } from './github-claims.ts';

const name = 'release-train/claims/0123abcd/0123456789ab';

const contentFor = (commit: string, run: string): ClaimContent => ({
  version: 1,
  state: 'claimed',
  run,
  atMs: 1,
  commit,
  services: [{ serviceId: 's', badId: 'd' }],
  knownGood: [],
  requireKnownGood: true,
});

async function scene() {
  const repository = await sandboxRepository();
  const first = await repository.seed('main', { 'a.txt': 'a', 'db/1.sql': 'x' });
  const commit = await repository.seed('main', { 'a.txt': 'b', 'db/2.sql': 'x' });
  const token = repository.sandbox.issueRunToken('acme/shop', { contents: 'write' });
  const apiUrl = repository.sandbox.urls.api;
  const claims = githubClaims({ apiUrl, token, repository: 'acme/shop', clock: systemClock });
  return { repository, first, commit, claims };
}

describe('a claim on GitHub', () => {
  it('is given to one of many who ask at once', async () => {
    const { repository, commit, claims } = await scene();
    await using _ = repository;
    const asked = await Promise.all(
      [1, 2, 3, 4].map((run) => claims.create(name, contentFor(commit, `run ${run}`))),
    );
    const [mine, ...more] = asked.filter(({ isMine }) => isMine);
    expect(more).toEqual([]);
    for (const one of asked) expect(one.content?.run).toBe(mine?.content?.run);
  });

  it('is advanced by one of two who saw the same, and found by its environment', async () => {
    const { repository, commit, claims } = await scene();
    await using _ = repository;
    const held = await claims.create(name, contentFor(commit, 'one'));
    const acted = { ...contentFor(commit, 'one'), state: 'acted' as const, outcome: 'done' };
    expect((await claims.advance(held, acted))?.content).toEqual(acted);
    expect(await claims.advance(held, contentFor(commit, 'two'))).toBeUndefined();
    expect(
      (await claims.list('release-train/claims/0123abcd/')).map(({ content }) => content),
    ).toEqual([acted]);
    expect(await claims.list('release-train/claims/ffffffff/')).toEqual([]);
  });

  it('is no branch and no tag', async () => {
    const { repository, commit, claims } = await scene();
    await using _ = repository;
    await claims.create(name, contentFor(commit, 'one'));
    const place = { owner: 'acme', repo: 'shop' };
    const { data: branches } = await repository.person.rest.repos.listBranches(place);
    expect(branches.map((branch) => branch.name)).toEqual(['main']);
  });

  it.each([
    ['carried out', lostAnswer],
    ['not carried out', reset],
  ])('is ours once where the answer was lost and the request %s', async (_, harm) => {
    const { repository, commit, claims } = await scene();
    await using _repository = repository;
    const route = { path: /\/git\/refs(\/|$)/, times: 1 };
    repository.sandbox.faults.order({ at: { ...route, method: 'POST' }, harm });
    repository.sandbox.faults.order({ at: { ...route, method: 'PATCH' }, harm });
    const held = await claims.create(name, contentFor(commit, 'one'));
    expect(held.isMine).toBe(true);
    const acted = { ...contentFor(commit, 'one'), state: 'acted' as const };
    expect((await claims.advance(held, acted))?.content).toEqual(acted);
    expect((await claims.create(name, contentFor(commit, 'two'))).isMine).toBe(false);
    expect(await claims.list('release-train/claims/0123abcd/')).toHaveLength(1);
  });

  it('is found though GitHub fails in passing', async () => {
    const { repository, commit, claims } = await scene();
    await using _ = repository;
    await claims.create(name, contentFor(commit, 'one'));
    const at = { method: 'GET', path: /matching-refs/ };
    repository.sandbox.faults.order({ at, harm: serverError(503) });
    expect(await claims.list('release-train/claims/0123abcd/')).toHaveLength(1);
  });

  it('is not taken for ours where somebody else wrote it', async () => {
    const { repository, commit, claims } = await scene();
    await using _ = repository;
    const ref = { owner: 'acme', repo: 'shop', ref: `refs/${name}`, sha: commit };
    await repository.person.rest.git.createRef(ref);
    const found = await claims.create(name, contentFor(commit, 'one'));
    expect([found.isMine, found.content]).toEqual([false, undefined]);
  });
});

it('the paths that changed between two commits are told', async () => {
  const { repository, first, commit, claims } = await scene();
  await using _ = repository;
  const paths = await claims.changedPaths(first, commit);
  expect(paths?.toSorted()).toEqual(['a.txt', 'db/1.sql', 'db/2.sql']);
});
