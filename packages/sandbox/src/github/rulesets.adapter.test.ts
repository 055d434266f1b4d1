import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TestBed } from './test-bed.ts';
import { openTestBed, protect } from './test-bed.ts';

let bed: TestBed;
beforeEach(async () => {
  bed = await openTestBed();
});
afterEach(() => bed[Symbol.asyncDispose]());

const reviewed = {
  type: 'pull_request',
  parameters: {
    required_approving_review_count: 1,
    dismiss_stale_reviews_on_push: true,
    require_code_owner_review: false,
    require_last_push_approval: false,
    required_review_thread_resolution: false,
    allowed_merge_methods: ['squash'],
  },
};
const rule = (rules: readonly object[], over: object = {}) =>
  bed.api('POST', '/rulesets', {
    body: {
      name: 'main',
      enforcement: 'active',
      conditions: { ref_name: { include: ['~DEFAULT_BRANCH'], exclude: [] } },
      rules,
      ...over,
    },
  });
const open = () =>
  bed.api('POST', '/pulls', { body: { title: 'Release', head: 'staging', base: 'main' } });
const merge = (method = 'squash') =>
  bed.api('PUT', '/pulls/1/merge', { body: { merge_method: method } });
const approve = (token = bed.bob) =>
  bed.api('POST', '/pulls/1/reviews', { body: { event: 'APPROVE' }, token });

describe('a ruleset', () => {
  it('refuses a push with GH013 and where to read the rules', async () => {
    await rule([reviewed, { type: 'deletion' }]);
    await bed.commit('app.txt', 'two\n');
    const { code, stderr } = await bed.git(['push', 'origin', 'main', 'main:free']);
    expect(code).toBe(1);
    const lines = stderr.split('\n').map((line) => line.trimEnd());
    expect(lines).toEqual(
      expect.arrayContaining([
        'remote: error: GH013: Repository rule violations found for refs/heads/main.',
        `remote: Review all repository rules at ${bed.github.urls.server}/acme/shop/rules?ref=refs%2Fheads%2Fmain`,
        'remote: - Changes must be made through a pull request.',
      ]),
    );
    expect(stderr).toContain('(push declined due to repository rule violations)');
    expect(stderr).toMatch(/\* \[new branch\] +main -> free/);
  });

  it('refuses by API with 422, merges with 405, and by the method too', async () => {
    await bed.branch('staging', 'main', { 'a.txt': 'a\n' });
    await rule([reviewed]);
    const sha = (await bed.git(['rev-parse', 'staging'])).stdout.trim();
    const moved = await bed.api('PATCH', '/git/refs/heads/main', { body: { sha } });
    expect(moved).toMatchObject({
      status: 422,
      body: {
        message:
          'Repository rule violations found\n\nChanges must be made through a pull request.\n\n',
      },
    });
    await open();
    expect(await merge()).toMatchObject({
      status: 405,
      body: {
        message: 'At least 1 approving review is required by reviewers with write access.',
      },
    });
    await approve();
    expect((await merge('merge')).status).toBe(405);
    expect((await merge()).status).toBe(200);
  });

  it('is told to every reader, with its id; an evaluated one neither speaks nor acts', async () => {
    const { body } = await rule([{ type: 'required_linear_history' }]);
    await rule([reviewed], { enforcement: 'evaluate' });
    const token = bed.github.issueRunToken('acme/shop', {});
    const told = await bed.api('GET', '/rules/branches/main', { token });
    expect(told.body).toEqual([
      {
        type: 'required_linear_history',
        ruleset_source_type: 'Repository',
        ruleset_source: 'acme/shop',
        ruleset_id: body['id'],
      },
    ]);
    await bed.commit('app.txt', 'two\n');
    expect((await bed.git(['push', 'origin', 'main'])).code).toBe(0);
    const listed = (await bed.api('GET', '/rulesets')).body as unknown as object[];
    expect(listed).toHaveLength(2);
    expect((await bed.api('DELETE', `/rulesets/${body['id']}`)).status).toBe(204);
    expect((await bed.api('GET', `/rulesets/${body['id']}`)).status).toBe(404);
  });

  it('guards the branches its patterns match, new ones too', async () => {
    const include = ['refs/heads/release/**'];
    const exclude = ['refs/heads/release/free'];
    await rule([{ type: 'creation' }], { conditions: { ref_name: { include, exclude } } });
    const sha = (await bed.git(['rev-parse', 'main'])).stdout.trim();
    const make = async (name: string) =>
      (await bed.api('POST', '/git/refs', { body: { ref: `refs/heads/${name}`, sha } })).body;
    expect((await make('release/a/b'))['message']).toContain(
      'Cannot create ref due to creations being restricted.',
    );
    expect((await make('release/free'))['ref']).toBe('refs/heads/release/free');
    expect((await make('released'))['ref']).toBe('refs/heads/released');
  });

  it('with rules that nothing here enforces is refused by name', async () => {
    const message = async (answer: ReturnType<typeof rule>) => (await answer).body['message'];
    const said = 'not supported by the sandbox: a ruleset';
    expect(await message(rule([{ type: 'required_signatures' }]))).toBe(
      `${said} with required_signatures`,
    );
    expect(await message(rule([], { target: 'tag' }))).toBe(`${said} for tag`);
    const bypass_actors = [{ actor_id: 5, actor_type: 'RepositoryRole', bypass_mode: 'always' }];
    expect(await message(rule([], { bypass_actors }))).toBe(`${said} with bypass_actors`);
  });
});

describe('CODEOWNERS', () => {
  beforeEach(async () => {
    await bed.branch('main', 'main', { CODEOWNERS: '*.md @bob\n/pay/ @carol @bob # money\n' });
    await protect(bed, 'main', {
      required_status_checks: null,
      required_pull_request_reviews: {
        required_approving_review_count: 1,
        require_code_owner_reviews: true,
      },
    });
  });

  it('waits for the owner of a changed path, not for any approval', async () => {
    const dave = bed.github.createActor({
      login: 'dave',
      type: 'User',
      token: 'user',
      admin: false,
    });
    await bed.branch('staging', 'main', { 'guide.md': 'a\n', 'free.txt': 'b\n' });
    await open();
    await approve(dave);
    expect(await merge()).toMatchObject({
      status: 405,
      body: { message: 'Waiting on code owner review from bob.' },
    });
    await approve();
    expect((await merge()).status).toBe(200);
  });

  it('leaves paths alone that nobody owns', async () => {
    await bed.branch('staging', 'main', { 'free.txt': 'b\n' });
    await open();
    await approve();
    expect((await merge()).status).toBe(200);
  });
});
