import { FakeClock } from '@release-train/testing/fake-clock';
import { loopbackServer } from '@release-train/testing/loopback-server';
import {
  type SandboxRepository,
  sandboxRepository,
} from '@release-train/testing/sandbox-repository';
import { describe, expect, it } from 'vitest';
import { octokitReleaseHistory } from './octokit-release-history.ts';
import { type HistoryWorld, releaseHistorySuite } from './release-history.suite.ts';

const pace = { throttle: { enabled: false }, retry: { retryAfterBaseValue: 1 } };
const log = { info: () => {}, warning: () => {} };
const place = { owner: 'acme', repo: 'shop' };

const historyAt = (apiUrl: string, graphqlUrl: string, token: string) =>
  octokitReleaseHistory({
    ...{ repository: 'acme/shop', token, apiUrl, graphqlUrl, env: {} },
    ...{ clock: new FakeClock(), log, pace },
  });

releaseHistorySuite('octokitReleaseHistory', async () => worldOf(await sandboxRepository()));

function worldOf(repository: SandboxRepository): HistoryWorld {
  const { sandbox, person, name } = repository;
  const { api, graphql } = sandbox.urls;
  const all = ['checks', 'contents', 'deployments', 'issues', 'pull-requests', 'statuses'];
  const token = sandbox.issueRunToken(
    name,
    Object.fromEntries(all.map((permission) => [permission, 'write' as const])),
  );
  const bot = (path: string, body: object): Promise<Response> =>
    fetch(`${api}/repos/${name}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
  return {
    history: historyAt(api, graphql, token),
    seed: repository.seed,
    openPull: async (title, body) => {
      const answer = await bot('/pulls', { head: 'staging', base: 'main', title, body });
      return ((await answer.json()) as { number: number }).number;
    },
    approve: async (number) => {
      await person.rest.pulls.createReview({ ...place, pull_number: number, event: 'APPROVE' });
    },
    say: async (number, body) => {
      await person.rest.issues.createComment({ ...place, issue_number: number, body });
    },
    merge: (number) => repository.merge(number, 'squash'),
    check: async (commit, check, conclusion) => {
      await bot('/check-runs', {
        name: check,
        head_sha: commit,
        ...(conclusion && { conclusion }),
      });
    },
    status: async (commit, state, description) => {
      await bot(`/statuses/${commit}`, { state, description, context: 'release-train/monitor' });
    },
    deploy: async (commit, environment, states) => {
      const wanted = { ref: commit, environment, auto_merge: false, required_contexts: [] };
      const { id } = (await (await bot('/deployments', wanted)).json()) as { id: number };
      for (const state of states) await bot(`/deployments/${id}/statuses`, { state });
    },
    keep: async (ref, message) => {
      const { data: main } = await person.rest.git.getRef({ ...place, ref: 'heads/main' });
      const { data } = await person.rest.git.getCommit({ ...place, commit_sha: main.object.sha });
      const wanted = { ...place, message, tree: data.tree.sha, parents: [] };
      const { sha } = (await person.rest.git.createCommit(wanted)).data;
      await person.rest.git.createRef({ ...place, ref: `refs/${ref}`, sha });
    },
    [Symbol.asyncDispose]: () => repository[Symbol.asyncDispose](),
  };
}

describe('octokitReleaseHistory', () => {
  it('stops after a thousand checks and says that there are more', async () => {
    await using server = await loopbackServer((_request, response) => {
      const checks = Array.from({ length: 100 }, (_, id) => ({ id, name: 'x', status: 'queued' }));
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ total_count: 4000, check_runs: checks }));
    });
    const history = historyAt(server.url, server.url, 'token');

    const { items, isCut } = await history.checks('a'.repeat(40));

    expect([items.length, isCut, server.requests.length]).toEqual([1000, true, 10]);
  });

  it('sends a comment once, although the answer is lost', async () => {
    await using server = await loopbackServer((_request, response) => {
      response.writeHead(502).end();
    });
    const history = historyAt(server.url, server.url, 'token');

    await expect(history.addComment(1, 'text')).rejects.toMatchObject({ code: 'server-error' });

    expect(server.requests).toHaveLength(1);
  });
});
