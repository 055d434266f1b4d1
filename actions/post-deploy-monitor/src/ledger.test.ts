/** Each deployment is judged once, whatever started the run, and none is forgotten. */
import { HttpError } from '@release-train/http';
import type { FakeDeployment, RailwayWorld } from '@release-train/testing/fake-railway';
import { describe, expect, it } from 'vitest';
import { judgementOf, statusOf, wasGood } from './judgement.ts';
import { bad, FakeJudgements, good, monitor, sha } from './monitor.suite.ts';

const trigger = { repository: 'acme/shop', branch: 'main', waitsForCi: false };
const live = (service: string, change: Partial<FakeDeployment> = {}): FakeDeployment => ({
  id: `${service}-1`,
  service,
  commit: sha,
  imageDigest: 'sha256:1',
  history: [[-60_000, 'SUCCESS']],
  ...change,
});
const world = (...deployments: readonly FakeDeployment[]): RailwayWorld => ({
  project: 'shop',
  environment: 'production',
  services: [
    { name: 'web', trigger, domains: ['app.test'] },
    { name: 'worker', trigger },
  ],
  deployments,
});
const both = world(live('web'), live('worker'));
const workflowRun = {
  eventName: 'workflow_run',
  payload: { workflow_run: { conclusion: 'success', head_sha: sha } },
};
const schedule = { eventName: 'schedule', sha: 'f'.repeat(40) };

describe('the verdict on a deployment', () => {
  it('is on record on the deployed commit while it is watched and after', async () => {
    const judgements = new FakeJudgements();
    await monitor(() => good, { railway: both, judgements, event: workflowRun });
    expect(judgements.statuses.map(({ state, commit }) => [state, commit])).toEqual([
      ['pending', sha],
      ['success', sha],
    ]);
    expect(judgements.statuses.at(-1)?.description).toMatch(/^healthy \(clean\) \[/);
  });

  it('stands, whatever starts the next run', async () => {
    const judgements = new FakeJudgements();
    await monitor(() => good, { railway: both, judgements, event: workflowRun });
    const status = { deployment: { sha }, deployment_status: { state: 'success' } };
    for (const event of [workflowRun, { eventName: 'deployment_status', payload: status }]) {
      const { outputs, fake, failure } = await monitor(() => bad, {
        railway: both,
        judgements,
        event,
      });
      expect(outputs).toMatchObject({ verdict: 'already-judged', reason: 'clean', probes: 0 });
      expect([fake.seen.length, failure]).toEqual([0, undefined]);
    }
    expect(judgements.statuses).toHaveLength(2);
  });

  it('of a failed release does not turn green by running the job again', async () => {
    const judgements = new FakeJudgements();
    await monitor(() => bad, { judgements });
    const { outputs, failure } = await monitor(() => good, { judgements });
    expect(outputs).toMatchObject({ verdict: 'already-judged', reason: 'errors' });
    expect(failure?.message).toContain('this deployment was judged before: failed');
  });

  it('is given anew to another deployment of the same commit', async () => {
    const judgements = new FakeJudgements();
    await monitor(() => good, { railway: both, judgements });
    const redeployed = world(live('web', { id: 'web-2' }), live('worker'));
    const { outputs } = await monitor(() => good, { railway: redeployed, judgements });
    expect(outputs.verdict).toBe('healthy');
  });

  it('is sought again where it was inconclusive', async () => {
    const judgements = new FakeJudgements();
    await monitor(() => good, { railway: both, judgements, cancelAfterMs: 50_000 });
    expect(judgements.statuses.at(-1)).toMatchObject({ state: 'error' });
    const { outputs } = await monitor(() => good, { railway: both, judgements });
    expect(outputs.verdict).toBe('healthy');
  });

  it('is the same where it cannot be recorded, and that is told', async () => {
    const judgements = new FakeJudgements();
    const url = 'https://api.test/statuses';
    judgements.failure = new HttpError({ method: 'POST', url, status: 403, reason: 'no' });
    const { outputs, runner } = await monitor(() => good, { judgements });
    expect(outputs.verdict).toBe('healthy');
    expect(runner.log.join('\n')).toContain('permissions: statuses: write');
  });
});

describe('reconciling', () => {
  const reconcile = { mode: 'reconcile' };

  it('judges what serves and nobody judged, by the commit that Railway tells', async () => {
    const judgements = new FakeJudgements();
    const run = () =>
      monitor(() => good, { railway: both, judgements, inputs: reconcile, event: schedule });
    expect((await run()).outputs.verdict).toBe('healthy');
    expect(judgements.statuses.map(({ commit }) => commit)).toEqual([sha, sha]);
    expect((await run()).outputs.verdict).toBe('already-judged');
  });

  it('takes a judgement of a normal run for what it is: the same deployment', async () => {
    const judgements = new FakeJudgements();
    await monitor(() => good, { railway: both, judgements, event: workflowRun });
    const { outputs } = await monitor(() => bad, {
      railway: both,
      judgements,
      inputs: reconcile,
      event: schedule,
    });
    expect(outputs.verdict).toBe('already-judged');
  });

  it('leaves a deployment to the run that watches it, but not to one that died', async () => {
    const judgements = new FakeJudgements();
    await monitor(() => good, { railway: both, judgements });
    const [watching] = judgements.statuses.splice(0, 2);
    const again = async (agoMs: number) => {
      const at = Date.UTC(2026, 0, 5, 9) - agoMs;
      judgements.statuses.splice(0, 9, { ...watching!, createdAtMs: at });
      const setup = { railway: both, judgements, inputs: reconcile, event: schedule };
      return (await monitor(() => good, setup)).outputs;
    };
    expect(await again(60_000)).toMatchObject({
      verdict: 'already-judged',
      reason: 'being-watched',
    });
    expect((await again(3_600_000)).verdict).toBe('healthy');
  });

  it('judges the services of the newest commit that serves', async () => {
    const older = live('worker', { commit: 'd'.repeat(40), history: [[-900_000, 'SUCCESS']] });
    const { outputs, report } = await monitor(() => good, {
      railway: world(live('web'), older),
      inputs: reconcile,
      event: schedule,
    });
    expect(outputs.verdict).toBe('healthy');
    expect(report.release?.stretches[0]?.services.map(({ name }) => name)).toEqual(['web']);
  });

  it('has nothing to do where nothing serves', async () => {
    const { outputs } = await monitor(() => good, {
      railway: world(live('web', { history: [[-1000, 'FAILED']] })),
      inputs: reconcile,
      event: schedule,
    });
    expect(outputs).toMatchObject({ verdict: 'not-applicable', reason: 'nothing-deployed' });
  });

  it('needs a Railway token', async () => {
    await expect(monitor(() => good, { inputs: reconcile })).rejects.toThrow(
      'input "railway-token" is required with "mode: reconcile"',
    );
  });
});

describe('the text of a record', () => {
  const identity = { place: '0123abcd', key: '0123456789ab' };

  it('is read back as it was written, and fits', () => {
    const judgement = { verdict: 'degraded', reason: 'traffic-errors', identity } as const;
    const { description } = statusOf(judgement);
    expect(judgementOf({ description, createdAtMs: 0 })).toEqual(judgement);
    expect(description.length).toBeLessThan(140);
  });

  it.each(['', 'healthy', 'healthy (clean) [x.y]', 'fine (clean) [0123abcd.0123456789ab]'])(
    'is not ours: "%s"',
    (description) => {
      expect(judgementOf({ description, createdAtMs: 0 })).toBeUndefined();
    },
  );

  it('tells a good commit by the newest final word in the same place', () => {
    const words = (...verdicts: readonly ('healthy' | 'failed' | 'watching')[]) =>
      verdicts.map((verdict) => ({
        description: statusOf({ verdict, identity }).description,
        createdAtMs: 0,
      }));
    expect(wasGood(words('watching', 'healthy', 'failed'), identity)).toBe(true);
    expect(wasGood(words('failed', 'healthy'), identity)).toBe(false);
    expect(wasGood(words('watching'), identity)).toBe(false);
    expect(wasGood(words('healthy'), { ...identity, place: 'ffffffff' })).toBe(false);
  });
});
