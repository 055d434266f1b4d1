import type { ServerResponse } from 'node:http';
import { FakeClock } from '@release-train/testing/fake-clock';
import { loopbackServer } from '@release-train/testing/loopback-server';
import { describe, expect, it } from 'vitest';
import { githubAncestry } from './github-ancestry.ts';
import { newer, ours } from './scenario.suite.ts';

type Answer = (response: ServerResponse, count: number) => void;

const json =
  (status: number, body: unknown): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };

async function ask(answer: Answer, token: string | undefined = 'gh-secret', times = 1) {
  await using server = await loopbackServer((_request, response, count) => answer(response, count));
  const clock = new FakeClock();
  const ancestry = githubAncestry({
    token,
    apiUrl: server.url,
    repository: 'octo/shop',
    clock,
  });
  const relations = [];
  for (let time = 0; time < times; time += 1) relations.push(await ancestry.relate(ours, newer));
  return { relation: relations.at(-1), requests: server.requests, clock };
}

describe('GitHub', () => {
  it.each([
    ['ahead', 'contains'],
    ['behind', 'older'],
    ['identical', 'same'],
    ['diverged', 'diverged'],
  ])('that says "%s" means "%s"', async (status, kind) => {
    const { relation } = await ask(json(200, { status }));
    expect(relation).toEqual({ kind });
  });

  it('is asked once per pair, without files', async () => {
    const { requests } = await ask(json(200, { status: 'ahead' }), 'gh-secret', 3);
    expect(requests).toMatchObject([
      {
        method: 'GET',
        path: `/repos/octo/shop/compare/${ours}...${newer}?per_page=1&page=2`,
        headers: { authorization: 'Bearer gh-secret' },
      },
    ]);
  });

  it('is not asked about one commit, nor without a token', async () => {
    const ancestry = githubAncestry({
      token: undefined,
      apiUrl: 'http://127.0.0.1:9',
      repository: 'octo/shop',
      clock: new FakeClock(),
    });
    expect(await ancestry.relate(ours, ours)).toEqual({ kind: 'same' });
    expect(await ancestry.relate(ours, newer)).toEqual({
      kind: 'unknown',
      reason: 'input "github-token" is empty',
    });
  });

  it.each<readonly [string, Answer, RegExp, number]>([
    ['404', json(404, { message: 'Not Found' }), /: 404: Not Found$/, 1],
    ['403', json(403, { message: 'Resource not accessible' }), /: 403: Resource not acc/, 1],
    ['502, thrice', json(502, {}), /: 502: no reason given$/, 3],
    ['HTML', (response) => void response.end('<h1>Hello</h1>'), /the answer is not JSON/, 1],
    ['a word it has never said', json(200, { status: 'sideways' }), /as "sideways"$/, 1],
    ['a reset', (response) => void response.destroy(), /: no answer: /, 3],
  ])(
    'that answers with %s tells nothing, and says why',
    async (_name, ...[answer, reason, tries]) => {
      const { relation, requests } = await ask(answer);
      expect(relation).toEqual({ kind: 'unknown', reason: expect.stringMatching(reason) });
      expect(JSON.stringify(relation)).not.toContain('gh-secret');
      expect(requests).toHaveLength(tries);
    },
  );
});
