/** What every implementation of the Live port does: run on the sandbox and on the fake. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Live } from './live.ts';

export interface LiveWorld extends AsyncDisposable {
  readonly live: Live;
  /** With the rights of a run: `actions`, `contents` and `deployments`, reading. */
  readonly asRun: Live;
}

export const WORKFLOW = '.github/workflows/ci.yml';
export const TEXT = `name: CI
on: push
jobs: { test: { runs-on: x, steps: [{ run: npm test }] } }
`;

/**
 * The world: main with the workflow, which is switched off and ran once, skipped; a ruleset that
 * takes pull requests to main only, with the check "test" of GitHub Actions; classic protection of
 * staging with the check "unit"; the environment "production" for `release/*` with a reviewer, a
 * variable and a secret of the repository, a deployment by an app.
 */
export function liveSuite(name: string, open: () => Promise<LiveWorld>): void {
  describe(`${name} as a Live port`, () => {
    let world: LiveWorld;
    let live: Live;
    beforeAll(async () => {
      world = await open();
      live = world.live;
    });
    afterAll(() => world[Symbol.asyncDispose]());

    it('tells of the repository and its branches', async () => {
      expect(await live.repository()).toMatchObject({
        owner: 'acme',
        defaultBranch: 'main',
        isPrivate: true,
        isFork: false,
        isArchived: false,
        pushedAt: expect.any(Number),
      });
      expect([...(await live.branches())].sort()).toEqual(['main', 'staging']);
    });

    it('reads a file of a branch, or says that it is not there', async () => {
      expect(await live.file(WORKFLOW, 'main')).toBe(TEXT);
      expect(await live.file('no.yml', 'main')).toBeUndefined();
    });

    it('tells the state of a workflow', async () => {
      expect(await live.workflows()).toMatchObject([
        { path: WORKFLOW, name: 'CI', state: 'disabled_manually', createdAt: expect.any(Number) },
      ]);
    });

    it('lists runs of all workflows or of one, by status or conclusion', async () => {
      const [workflow] = await live.workflows();
      const [run, ...others] = await live.runs({ workflow: workflow?.id ?? 0, most: 50 });
      expect(others).toEqual([]);
      expect(run).toMatchObject({
        path: WORKFLOW,
        name: 'CI',
        event: 'push',
        status: 'completed',
        conclusion: 'skipped',
        headBranch: 'main',
        actor: 'ada',
        isFromFork: false,
        createdAt: expect.any(Number),
      });
      expect(await live.runs({ status: 'skipped', most: 9 })).toHaveLength(1);
      const { sha } = (await live.branch('main'))?.tip ?? { sha: '' };
      expect(run?.headSha).toBe(sha);
      expect(await live.runs({ sha, most: 9 })).toHaveLength(1);
      expect(await live.runs({ sha: '0'.repeat(40), most: 9 })).toEqual([]);
      expect(await live.runs({ status: 'action_required', most: 9 })).toEqual([]);
    });

    it('tells what may run, and what a run may do', async () => {
      expect(await live.policy()).toEqual({
        enabled: true,
        allowed: 'selected',
        requiresPins: false,
        selected: { github: true, verified: false, patterns: ['acme/*'] },
      });
      expect(await live.tokenDefaults()).toEqual({ permissions: 'read', mayOpenPulls: true });
    });

    it('tells the rules of a branch', async () => {
      expect(await live.rules('main')).toEqual([
        { type: 'pull_request', checks: [] },
        { type: 'required_status_checks', checks: [{ context: 'test', app: 15368 }] },
      ]);
      expect(await live.rules('staging')).toEqual([]);
      expect(await live.branch('staging')).toMatchObject({
        isProtected: true,
        contexts: ['unit'],
      });
      expect(await live.branch('main')).toMatchObject({ contexts: [] });
      expect((await live.branch('main'))?.tip.message.trim()).not.toBe('');
      expect(await live.updateRule('main')).toEqual({
        viewer: 'ada',
        viewerMayWrite: true,
        viewerCanPush: false,
        approvals: 0,
      });
      expect(await live.updateRule('gone')).toBeUndefined();
      expect(await live.branch('gone')).toBeUndefined();
    });

    it('tells the rules of an environment', async () => {
      expect(await live.environments()).toEqual([
        { name: 'production', refs: 'custom', hasReviewers: true },
      ]);
      expect(await live.admittedRefs('production')).toEqual(['release/*']);
      expect(await live.environmentVariables('production')).toEqual([]);
      expect(await live.environmentSecrets('production')).toEqual([]);
    });

    it('tells variables, and of secrets their names', async () => {
      expect(await live.variables()).toEqual(new Map([['PRODUCTION_URL', 'https://app.example']]));
      expect(await live.secretNames()).toEqual(['RAILWAY_TOKEN']);
    });

    it('tells who deployed what where', async () => {
      expect(await live.deployments()).toMatchObject([
        { environment: 'shop / production', creator: 'railway-app[bot]', ref: 'main' },
      ]);
    });

    it.each(['policy', 'tokenDefaults', 'variables', 'secretNames'] as const)(
      'refuses a run %s with 403, as a failure that says so',
      async (method) => {
        await expect(world.asRun[method]()).rejects.toMatchObject({ code: 'forbidden' });
      },
    );

    it('lets a run read the rest', async () => {
      expect(await world.asRun.workflows()).toHaveLength(1);
      expect(await world.asRun.environments()).toHaveLength(1);
      expect(await world.asRun.deployments()).toHaveLength(1);
      expect(await world.asRun.rules('main')).toHaveLength(2);
    });
  });
}
