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
  samples: every([
    { ...bad, revision: 'unknown' },
    { totalMs: 10.4, revision: 'other', shown: '0ld', remoteAddress: '203.0.113.1' },
    { totalMs: 30.6, revision: 'new', shown: sha, remoteAddress: '203.0.113.2' },
    {
      totalMs: 20,
      revision: 'new',
      shown: sha,
      remoteAddress: '203.0.113.2',
      phasesMs: { connect: 2.4, 'first-byte': 9.4 },
    },
  ]),
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
          'p50-ms': 20,
          'p95-ms': 31,
          'phases-p50-ms': { connect: 2, 'first-byte': 9 },
          addresses: ['203.0.113.1', '203.0.113.2'],
          revisions: { new: 2, old: 1, other: 0, unknown: 1 },
          'last-failure': { kind: 'status', side: 'app', 'at-ms': 20, reason: bad.reason },
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

      | endpoint | state | good probes | p50 / p95 | revisions | last failure |
      | --- | --- | --- | --- | --- | --- |
      | \`api\` | healthy | 3 of 4, 3 in a row | 20 / 31 ms | 2 new, 1 old, 1 unknown | \`status: expected 200-299, got 503\` |
      | \`docs\` (non-critical) | not healthy | 0 of 1, 0 in a row |  |  | \`status: expected 200-299, got 503\` |

      \`\`\`mermaid
      xychart-beta
        title "api: time to the whole answer"
        x-axis "seconds" [1, 2, 3]
        y-axis "ms"
        line [10, 31, 20]
      \`\`\`

      **Last failure of \`docs\`**, probe 1, after 20ms: \`status: expected 200-299, got 503\`

      The app answers, but with another status than expected.
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
    const row = outcomeOf({ stories })
      .summary.split('\n')
      .find((line) => line.startsWith('| `docs`'));
    expect(row).toMatch(/\| ``body: got "`\\\| <script> @octocat #1 ::error::x`` \|$/);
  });
});

describe('the picture of the latency', () => {
  const chartOf = (stories: readonly Story[]): string =>
    outcomeOf({ stories }).summary.split('```mermaid\n')[1]?.split('```')[0] ?? '';

  it('shows the good answers of the slowest endpoint over time', () => {
    const slow = { ...docs, samples: every([{ totalMs: 500.4 }, bad, { totalMs: 80 }]) };
    expect(chartOf([api, slow])).toMatchInlineSnapshot(`
      "xychart-beta
        title "docs: time to the whole answer"
        x-axis "seconds" [0, 2]
        y-axis "ms"
        line [500, 80]
      "
    `);
  });

  it('is not drawn of less than two answers', () => {
    expect(chartOf([{ ...docs, samples: every([{}, bad]) }])).toBe('');
  });

  it('has at most forty points, and loses no peak', () => {
    const samples = every(
      Array.from({ length: 1_000 }, (_, index) => ({ totalMs: index === 777 ? 9_000 : 20 })),
    );
    const line = /line \[(?<points>.*)\]/.exec(chartOf([{ ...api, samples }]))?.groups?.['points'];
    expect(line?.split(', ')).toHaveLength(40);
    expect(line).toContain('9000');
  });

  it('cannot be broken out of by a name', () => {
    const named = { ...api, name: 'a"]\n```\n<b>' };
    expect(chartOf([named])).toContain('title "a________b_: time');
  });
});

describe('the last failure', () => {
  const said = (stories: readonly Story[]): string =>
    outcomeOf({ stories }).summary.split('**Last failure of ')[1] ?? '';

  it('is explained, with what came back in a block it cannot leave', () => {
    const sample = '502\n\n```\n::error::x <script>';
    const lost = { ...docs, samples: every([{}, { ...bad, sample }]) };
    expect(said([api, lost])).toMatchInlineSnapshot(`
      "\`docs\`**, probe 2, after 1s: \`status: expected 200-299, got 503\`

      The app answers, but with another status than expected.

      \`\`\`\`text
      502

      \`\`\`
      :​:error::x <script>
      \`\`\`\`
      "
    `);
  });

  it('is that of a critical endpoint that is lost, before any other', () => {
    const lost = { ...docs, name: 'lost', isCritical: true };
    expect(said([api, docs, lost])).toMatch(/^`lost`/);
    expect(said([api, docs])).toMatch(/^`docs`/);
    expect(said([api])).toMatch(/^`api`/);
  });

  it('says when it is not the fault of the app', () => {
    const probe = { ok: false, side: 'probe', kind: 'proxy', reason: 'proxy: x' } as const;
    expect(said([{ ...docs, samples: every([probe]) }])).toContain(
      'so the app was not asked. It does not count against the app.',
    );
  });

  it('is not spoken of where nothing failed', () => {
    expect(
      outcomeOf({ stories: [{ ...api, samples: every([{}, {}, {}]) }] }).summary,
    ).not.toContain('Last failure');
  });
});

describe('a slow app', () => {
  it('is degraded with the median that says so', () => {
    const policy = { consecutiveSuccesses: 3, stableForMs: 2_000, degradedLatencyMs: 15 };
    const check = { verdict: 'degraded', stories: [api], policy, durationMs: 3_000 } as const;
    const asked = { 'expect-revision': undefined, 'fail-on': 'degraded', timeout: 1 } as const;
    const { failure, summary, outputs } = renderOutcome(check, asked);
    expect(failure).toEqual({
      message: 'degraded after 3s: api: median 20ms, over "degraded-latency" 15ms',
      hint: 'The app answers well but slowly: see its load, or raise input "degraded-latency".',
    });
    expect(summary).toContain('every endpoint answered as expected, but not fast enough');
    expect(summary).toContain('| `api` | healthy, slow |');
    expect(outputs.results).toMatchObject([{ name: 'api', healthy: true, slow: true }]);
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
    const outcome = outcomeOf({ verdict }, { 'fail-on': failOn });
    expect('failure' in outcome).toBe(isRed);
    expect('warning' in outcome).toBe(!isRed && verdict !== 'healthy');
  });
});
