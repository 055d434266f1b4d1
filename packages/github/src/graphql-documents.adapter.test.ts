import { schema as published } from '@octokit/graphql-schema';
import { FakeClock } from '@release-train/testing/fake-clock';
import { loopbackServer } from '@release-train/testing/loopback-server';
import { buildSchema, parse, validate } from 'graphql';
import { expect, it } from 'vitest';
import type { PullRequest } from './github.ts';
import { octokitGitHub } from './octokit-github.ts';

// The published text declares a field twice; that is not what is tested here.
const schema = buildSchema(published.idl, { assumeValid: true, assumeValidSDL: true });

it('sends only GraphQL that the published schema of GitHub knows', async () => {
  await using server = await loopbackServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":{}}');
  });
  const github = octokitGitHub({
    repository: 'acme/shop',
    token: 'ghs_x',
    apiUrl: `${server.url}/api/v3`,
    graphqlUrl: `${server.url}/api/graphql`,
    env: {},
    clock: new FakeClock(),
    log: { info: () => {}, warning: () => {} },
    pace: { throttle: { enabled: false } },
  });
  const pull = { nodeId: 'PR_1' } as PullRequest;
  await github.setDraft(pull, true);
  await github.setDraft(pull, false);
  await github.autoMerge.arm(pull, { method: 'squash', headSha: 'a'.repeat(40) });
  await github.autoMerge.disarm(pull);
  await github.autoMerge.enqueue(pull, 'a'.repeat(40));
  await github.viewer();

  const documents = server.requests.map(({ body }) => JSON.parse(body).query as string);

  expect(documents).toHaveLength(6);
  expect(documents.flatMap((text) => validate(schema, parse(text)))).toEqual([]);
});
