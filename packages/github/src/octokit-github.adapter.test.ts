import { FakeClock } from '@release-train/testing/fake-clock';
import { loopbackServer } from '@release-train/testing/loopback-server';
import { sandboxRepository } from '@release-train/testing/sandbox-repository';
import { describe, expect, it } from 'vitest';
import { githubSuite } from './github.suite.ts';
import type { GitHub } from './github.ts';
import { octokitGitHub } from './octokit-github.ts';

const pace = { throttle: { enabled: false }, retry: { retryAfterBaseValue: 1 } };
const log = { info: () => {}, warning: () => {} };

githubSuite('octokitGitHub', async () => {
  const repository = await sandboxRepository();
  const { api: apiUrl, graphql: graphqlUrl } = repository.sandbox.urls;
  const github = octokitGitHub({
    repository: repository.name,
    token: repository.runToken,
    apiUrl,
    graphqlUrl,
    env: {},
    clock: new FakeClock(),
    log,
    pace,
  });
  return {
    github,
    seed: repository.seed,
    merge: repository.merge,
    close: (number) => {
      const place = { owner: 'acme', repo: 'shop', pull_number: number };
      return repository.person.rest.pulls.update({ ...place, state: 'closed' });
    },
    [Symbol.asyncDispose]: () => repository[Symbol.asyncDispose](),
  };
});

const pull = { head: 'staging', base: 'main', title: 'Release', body: '', draft: false };

const githubAt = (url: string): GitHub =>
  octokitGitHub({
    repository: 'acme/shop',
    token: 'ghs_secretsecret',
    apiUrl: `${url}/api/v3`,
    graphqlUrl: `${url}/api/graphql`,
    env: {},
    clock: new FakeClock(),
    log,
    pace,
  });

describe('octokitGitHub when GitHub does not answer as asked', () => {
  it.each([
    [401, { message: 'Bad credentials' }, 'unauthorized', /Bad credentials/, /secret/],
    [
      403,
      { message: 'Resource not accessible by integration' },
      'forbidden',
      /not accessible/,
      /permissions/,
    ],
    [
      403,
      { message: 'GitHub Actions is not permitted to create or approve pull requests.' },
      'forbidden',
      /not permitted/,
      /Settings → Actions → General/,
    ],
    [404, { message: 'Not Found' }, 'not-found', /Not Found/, /may not see it/],
    [
      422,
      {
        message: 'Validation Failed',
        errors: [{ resource: 'PullRequest', field: 'base', code: 'invalid' }],
      },
      'invalid',
      /Validation Failed: PullRequest base invalid/,
      /reason above/,
    ],
    [
      429,
      { message: 'You have exceeded a secondary rate limit.' },
      'rate-limited',
      /rate limit/,
      /run less often/,
    ],
    [
      403,
      { message: 'API rate limit exceeded for installation ID 1.' },
      'rate-limited',
      /exceeded/,
      /run less often/,
    ],
  ])('says it in one line: %i %j', async (...[status, body, code, message, hint]) => {
    await using server = await loopbackServer((_request, response) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    });

    const error = await githubAt(server.url)
      .createPull(pull)
      .catch((reason: unknown) => reason);

    expect(error).toMatchObject({
      code,
      status,
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
    });
    const where = `POST ${server.url}/api/v3/repos/acme/shop/pulls: ${status}: `;
    expect(String(error)).toContain(where);
    expect(String(error)).not.toContain('ghs_secretsecret');
    expect(server.requests).toHaveLength(1);
  });

  it('does not take a page of HTML for an answer', async () => {
    await using server = await loopbackServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<html><style>x{}</style><h1>Sign in</h1></html>');
    });

    await expect(githubAt(server.url).branch('main')).rejects.toMatchObject({
      code: 'unreadable',
      message: `GET ${server.url}/api/v3/repos/acme/shop/branches/main: 200: the answer is not JSON: Sign in`,
    });
  });

  it('names the reason of a proxy that answers HTML with an error', async () => {
    await using server = await loopbackServer((_request, response) => {
      response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad Gateway</h1>');
    });

    await expect(githubAt(server.url).branch('main')).rejects.toMatchObject({
      code: 'server-error',
      message: expect.stringMatching(/branches\/main: 502: Bad Gateway$/),
    });
    expect(server.requests).toHaveLength(4);
  });

  it('says that a repository moved', async () => {
    await using server = await loopbackServer((_request, response) => {
      const headers = { location: '/repositories/1', 'content-type': 'application/json' };
      response.writeHead(301, headers).end('{"message":"Moved Permanently"}');
    });

    await expect(githubAt(server.url).branch('main')).rejects.toMatchObject({
      hint: expect.stringMatching(/renamed or moved/),
    });
  });

  it('says that nobody answers', async () => {
    const gone = await loopbackServer(() => {});
    await gone[Symbol.asyncDispose]();

    await expect(githubAt(gone.url).branch('main')).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringMatching(/^GET .*branches\/main: no answer: .*ECONNREFUSED/),
    });
  });

  it('says which GraphQL mutation was refused and why', async () => {
    await using server = await loopbackServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('{"data":null,"errors":[{"message":"Could not resolve to a node"}]}');
    });
    const stored = { number: 1, nodeId: 'PR_1' } as Parameters<GitHub['setDraft']>[0];

    await expect(githubAt(server.url).setDraft(stored, true)).rejects.toMatchObject({
      message: expect.stringMatching(/convertPullRequestToDraft: Could not resolve to a node/),
    });
  });
});

describe('octokitGitHub told to come back later', () => {
  it.each([
    [403, 1],
    [429, 2],
  ])('waits as long as a %i asks, up to twice', async (status, times) => {
    await using server = await loopbackServer((_request, response, count) => {
      const isLimited = count <= times;
      const pause = isLimited ? { 'retry-after': '2' } : {};
      const headers = { 'content-type': 'application/json', ...pause };
      response.writeHead(isLimited ? status : 200, headers);
      response.end(isLimited ? '{"message":"Slow down"}' : '{"delete_branch_on_merge":true}');
    });

    const { deletesHeadBranches } = await githubAt(server.url).repository();

    expect(deletesHeadBranches).toBe(true);
    expect(server.requests).toHaveLength(times + 1);
  });

  it.each([
    ['a third time', '2', 3],
    ['for longer than a minute', '61', 1],
    ['until a date', 'Sat, 28 Nov 2026 08:00:00 GMT', 1],
  ])('fails at once where it would wait %s', async (...[, retryAfter, requests]) => {
    await using server = await loopbackServer((_request, response) => {
      response.writeHead(429, { 'content-type': 'application/json', 'retry-after': retryAfter });
      response.end('{"message":"Too Many Requests"}');
    });

    const error = githubAt(server.url).createPull(pull);

    await expect(error).rejects.toMatchObject({ code: 'rate-limited', status: 429 });
    expect(server.requests).toHaveLength(requests);
  });
});

describe('octokitGitHub creating a pull request once', () => {
  const answer = (number: number): string =>
    JSON.stringify({
      number,
      node_id: `PR_${number}`,
      html_url: 'https://example.com/pull/7',
      title: 'Release',
      body: null,
      state: 'open',
      draft: false,
      merged_at: null,
      merge_commit_sha: 'trial',
      user: null,
      head: { ref: 'staging', sha: 'abc', repo: null },
      author_association: 'NONE',
      base: { ref: 'main', repo: { full_name: 'acme/shop' } },
      labels: [],
    });

  it('adopts the one that was created though the answer was lost', async () => {
    await using server = await loopbackServer((request, response) => {
      if (request.method === 'POST') return void response.destroy();
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(`[${answer(7)}]`);
    });

    const created = await githubAt(server.url).createPull(pull);

    expect(created).toMatchObject({ number: 7, author: 'ghost', body: '', mergeCommit: undefined });
    expect(server.requests.map(({ method }) => method)).toEqual(['POST', 'GET']);
  });

  it('tries again only after it saw that nothing was created', async () => {
    await using server = await loopbackServer((request, response, count) => {
      const status = count === 1 ? 502 : 200;
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(request.method === 'GET' ? '[]' : answer(8));
    });

    expect(await githubAt(server.url).createPull(pull)).toMatchObject({ number: 8 });
    expect(server.requests.map(({ method }) => method)).toEqual(['POST', 'GET', 'POST']);
  });

  it('tries again where the branch is not seen yet', async () => {
    await using server = await loopbackServer((_request, response, count) => {
      const isSeen = count > 1;
      const errors = [{ resource: 'PullRequest', field: 'head', code: 'invalid' }];
      response.writeHead(isSeen ? 201 : 422, { 'content-type': 'application/json' });
      response.end(isSeen ? answer(8) : JSON.stringify({ message: 'Validation Failed', errors }));
    });

    expect(await githubAt(server.url).createPull(pull)).toMatchObject({ number: 8 });
    expect(server.requests.map(({ method }) => method)).toEqual(['POST', 'POST']);
  });

  it('opens it without draft where the plan has none', async () => {
    await using server = await loopbackServer((request, response) => {
      const isDraft = JSON.parse(request.body).draft;
      response.writeHead(isDraft ? 422 : 201, { 'content-type': 'application/json' });
      const message = 'Draft pull requests are not supported in this repository.';
      response.end(isDraft ? JSON.stringify({ message }) : answer(9));
    });

    const created = await githubAt(server.url).createPull({ ...pull, draft: true });

    expect(created).toMatchObject({ number: 9, isDraft: false });
  });
});

describe('octokitGitHub reading what protection says', () => {
  const main = { name: 'main', sha: 'abc', tree: 'def', isProtected: true };

  it.each([
    ['a ruleset', '[{"type":"required_linear_history"}]', 404, true],
    ['classic protection', '[]', 200, true],
    ['neither', '[]', 404, false],
    ['classic protection that the token may not read', '[]', 403, false],
  ])('knows linear history from %s', async (...[, rules, status, expected]) => {
    await using server = await loopbackServer(({ path }, response) => {
      const isRules = path.includes('/rules/');
      response.writeHead(isRules ? 200 : status, { 'content-type': 'application/json' });
      response.end(isRules ? rules : '{"required_linear_history":{"enabled":true},"message":"no"}');
    });

    const { requiresLinearHistory } = await githubAt(server.url).mergeRules(main);

    expect(requiresLinearHistory).toBe(expected);
  });

  const strictRule =
    '[{"type":"required_status_checks","parameters":{"strict_required_status_checks_policy":true}},{"type":"required_signatures"}]';

  it.each([
    ['rulesets', strictRule, '{}', true],
    [
      'classic protection',
      '[]',
      '{"required_status_checks":{"strict":true},"required_signatures":{"enabled":true}}',
      true,
    ],
    ['neither', '[{"type":"required_status_checks"}]', '{}', false],
  ])(
    'knows of %s that want branches up to date and signed',
    async (...[, rules, classic, expected]) => {
      await using server = await loopbackServer(({ path }, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(path.includes('/rules/') ? rules : classic);
      });

      const { requiresUpToDate, requiresSignatures } = await githubAt(server.url).mergeRules(main);

      expect([requiresUpToDate, requiresSignatures]).toEqual([expected, expected]);
    },
  );

  it('knows what the settings allow, and when nobody says', async () => {
    const answers = [
      '{"allow_merge_commit":false,"allow_squash_merge":true,"allow_rebase_merge":true,"delete_branch_on_merge":true}',
      '{}',
    ];
    await using server = await loopbackServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(answers.shift());
    });
    const github = githubAt(server.url);

    expect(await github.repository()).toEqual({
      allowsMergeCommit: false,
      methods: ['squash', 'rebase'],
      deletesHeadBranches: true,
    });
    expect((await github.repository()).methods).toBeUndefined();
  });

  it('knows the merge methods a ruleset leaves', async () => {
    await using server = await loopbackServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('[{"type":"pull_request","parameters":{"allowed_merge_methods":["squash"]}}]');
    });

    const rules = await githubAt(server.url).mergeRules({ ...main, isProtected: false });

    expect(rules).toMatchObject({ requiresLinearHistory: false, allowedMethods: ['squash'] });
  });
});
