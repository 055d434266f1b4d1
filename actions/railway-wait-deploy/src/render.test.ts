import type { Deployment } from '@release-train/railway';
import { expect, it } from 'vitest';
import { renderFailure, renderSummary } from './render.ts';
import type { Report, ReportedService } from './report.ts';
import { ours } from './scenario.suite.ts';

const pinned: Deployment = {
  id: 'd-1',
  serviceId: 's-1',
  status: 'FAILED',
  phase: 'failed',
  createdAtMs: 0,
  statusSinceMs: 83_000,
  commit: ours,
  canRollback: false,
  stopped: false,
};

const failed = (name: string, change: Partial<ReportedService> = {}): ReportedService => ({
  verdict: 'failed',
  isGreen: false,
  cause: 'failed',
  watched: {
    service: {
      id: 's-1',
      name,
      watchPatterns: [],
      hasHealthcheck: true,
      isCron: false,
      urls: ['https://shop.up.railway.app'],
      active: [],
    },
    records: [pinned],
    pinned,
    serving: { records: [], crashedLooks: 0 },
    sinceMs: 0,
    seenMs: 0,
    looks: 1,
    isFresh: true,
  },
  ...change,
});

const report = (services: readonly ReportedService[], change: Partial<Report> = {}): Report => ({
  whole: { verdict: 'failed', isGreen: false },
  services,
  place: { projectId: 'p', projectName: 'shop', environmentId: 'e', environmentName: 'production' },
  commit: ours,
  durationMs: 90_000,
  endedAtMs: 90_000,
  requests: 12,
  ...change,
});

it('summarises verdict, services, remedy and last log lines', () => {
  const evidence = { step: 'BUILD_IMAGE', error: 'exit 1', logs: ['npm ci', 'oops'], gaps: [] };
  expect(renderSummary(report([failed('web', { evidence })]))).toMatchInlineSnapshot(`
    "### Railway shop / production: failed

    Commit \`aaaaaaa\`, 1m 30s, 12 requests to Railway.

    | Service | Verdict | Status | Live commit | Took | Address | What happened |
    | --- | --- | --- | --- | --- | --- | --- |
    | [web](https://railway.com/project/p/service/s-1?environmentId=e&id=d-1) | failed | \`FAILED\` | unknown | 1m 23s | \`https://shop.up.railway.app\` | failed at BUILD\\_IMAGE: exit 1 |

    **web**: Look at the deployment's logs on Railway, repair it and push again.

    \`\`\`text
    npm ci
    oops
    \`\`\`

    "
  `);
});

it('keeps hostile names and logs from becoming markup or commands', () => {
  const evidence = { error: '<img src=x> @octo #1', logs: ['```', '::error::x'], gaps: [] };
  const summary = renderSummary(report([failed('a|b](http://evil) @team', { evidence })]));
  expect(summary).not.toMatch(/(?<!\\)<img|(?<!\\)\]\(http:\/\/evil|@team|@octo|^::error/m);
  expect(summary).toContain('````text\n```\n');
  const { message } = renderFailure(report([failed('a\n::stop-commands::x', { evidence })]));
  expect(message.split('\n')).toHaveLength(2);
});

it('fits into an annotation however many services fail', () => {
  const services = Array.from({ length: 77 }, (_, index) => failed(`s${index}`));
  const { message, hint } = renderFailure(report(services));
  expect(message.split('\n')).toHaveLength(12);
  expect(message).toContain('- and 67 more services');
  expect(hint.split('\n')).toHaveLength(2);
});

it('tells that the last look failed', () => {
  const { message } = renderFailure(report([failed('web')], { lastError: 'POST x: 502: down' }));
  expect(message).toContain('- the last look failed: POST x: 502: down');
});
