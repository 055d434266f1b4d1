import type { Verdict as Judged } from '@release-train/probe';
import { describe, expect, it } from 'vitest';
import type { CheckVerdict, Sample, Story } from './decide.ts';
import { renderOutcome } from './render.ts';

const sha = 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678';

const judged = (part: Partial<Judged>): Judged => ({
  ok: true,
  side: 'app',
  kind: 'ok',
  reason: '',
  revision: 'not-asked',
  totalMs: 20,
  permanent: false,
  ...part,
});

const every = (parts: readonly Partial<Judged>[]): Sample[] =>
  parts.map((part, index) => ({
    startedMs: index * 1_000,
    endedMs: index * 1_000 + 20,
    judged: judged(part),
  }));

const bad = { ok: false, kind: 'status', reason: 'status: expected 200-299, got 503' } as const;

const api: Story = {
  name: 'api',
  isCritical: true,
  samples: every([bad, { totalMs: 10.4 }, { totalMs: 30.6 }, { totalMs: 20, shown: sha }]),
};
const docs: Story = { name: 'docs', isCritical: false, samples: every([bad]) };

function outcomeOf(
  part: { verdict?: CheckVerdict; stories?: readonly Story[] },
  asked: Partial<Parameters<typeof renderOutcome>[1]> = {},
) {
  return renderOutcome(
    {
      verdict: part.verdict ?? 'healthy',
      stories: part.stories ?? [api],
      policy: { consecutiveSuccesses: 3, stableForMs: 2_000 },
      durationMs: 3_020.4,
    },
    { 'expect-revision': undefined, 'fail-on': 'unhealthy', timeout: 300_000, ...asked },
  );
}

describe('the outputs', () => {
  it('count probes, time the good answers and tell the story of each endpoint', () => {
    expect(outcomeOf({}, { 'expect-revision': sha }).outputs).toEqual({
      verdict: 'healthy',
      attempts: 4,
      'duration-ms': 3020,
      'p50-ms': 20,
      'p95-ms': 31,
      revision: sha,
      'revision-proven': 'true',
      results: [
        {
          name: 'api',
          critical: true,
          healthy: true,
          attempts: 4,
          failed: 1,
          'in-a-row': 3,
          'last-failure': { kind: 'status', side: 'app', reason: bad.reason },
        },
      ],
    });
  });

  it('say nothing of times and revisions that nobody saw', () => {
    const { outputs } = outcomeOf({ verdict: 'unhealthy', stories: [docs] });
    expect(outputs).toMatchObject({ 'p50-ms': undefined, revision: undefined });
    expect(outputs['revision-proven']).toBe('not-asked');
  });
});

describe('the summary', () => {
  it('is one line and a table', () => {
    const { summary } = outcomeOf(
      { verdict: 'degraded', stories: [api, docs] },
      { 'expect-revision': sha },
    );
    expect(summary).toMatchInlineSnapshot(`
      "### health-check: degraded

      only non-critical endpoints failed · 3s · revision \`a1b2c3d4e5f6\` not proven

      | endpoint | state | good probes | p50 / p95 | last failure |
      | --- | --- | --- | --- | --- |
      | \`api\` | healthy | 3 of 4, 3 in a row | 20 / 31 ms | \`status: expected 200-299, got 503\` |
      | \`docs\` (non-critical) | not healthy | 0 of 1, 0 in a row |  | \`status: expected 200-299, got 503\` |
      "
    `);
  });

  it.each([
    [undefined, 'revision not asked'],
    [sha, 'revision `a1b2c3d4e5f6` proven'],
  ])('says of the revision %s: %s', (expected, words) => {
    expect(outcomeOf({}, { 'expect-revision': expected }).summary).toContain(words);
  });

  it('keeps what an app answers inside its cell', () => {
    const reason = 'body: got "`|\n<script> @octocat #1 ::error::x';
    const stories = [{ ...docs, samples: every([{ ...bad, reason }]) }];
    const row = outcomeOf({ stories }).summary.trimEnd().split('\n').at(-1);
    expect(row).toMatch(/\| ``body: got "`\\\| <script> @octocat #1 ::error::x`` \|$/);
  });
});

describe('the failure', () => {
  it('names each endpoint with its reason, and what to do', () => {
    const web = { ...api, name: 'web', samples: every([{}, {}]) };
    const { failure } = outcomeOf({
      verdict: 'unhealthy',
      stories: [{ ...docs, isCritical: true }, web],
    });
    expect(failure).toEqual({
      message:
        'unhealthy after 3s: docs: status: expected 200-299, got 503 | web: 2 good probes in a row are too few',
      hint: 'If the app only needs longer, raise input "timeout" (now 5m); otherwise its own log says why it does not answer.',
    });
  });

  it('says that waiting was pointless where it was', () => {
    const samples = every([{ ...bad, permanent: true }]);
    const { failure } = outcomeOf({ verdict: 'unhealthy', stories: [{ ...api, samples }] });
    expect(failure?.hint).toBe('Waiting cannot heal this, so the check ended at once.');
  });

  it('sends to the runner where the app is not to blame', () => {
    const samples = every([{ ...bad, side: 'probe' }]);
    const { failure } = outcomeOf({ verdict: 'inconclusive', stories: [{ ...api, samples }] });
    expect(failure?.message).toMatch(/^inconclusive after 3s: api: /);
    expect(failure?.hint).toMatch(/network of the runner/);
  });

  it.each([
    ['healthy', 'degraded', false],
    ['degraded', 'unhealthy', false],
    ['degraded', 'degraded', true],
    ['unhealthy', 'never', false],
    ['inconclusive', 'unhealthy', true],
  ] as const)('of verdict %s with fail-on %s: %s', (verdict, failOn, isRed) => {
    expect('failure' in outcomeOf({ verdict }, { 'fail-on': failOn })).toBe(isRed);
  });
});
