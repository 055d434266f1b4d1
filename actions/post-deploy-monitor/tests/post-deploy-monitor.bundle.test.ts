import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LoopbackServer, loopbackServer } from '@release-train/testing/loopback-server';
import { type BundleRun, runBundle } from '@release-train/testing/run-bundle';
import { describe, expect, it } from 'vitest';
import { replay } from '../src/report.ts';

// The sandbox's clock: the bundle's seconds pass at a chosen speed, its requests stay real.
const scaleTime = new URL('../../../packages/sandbox/src/scale-time.ts', import.meta.url).pathname;
const fast = (speed: number): Record<string, string> => ({
  NODE_OPTIONS: `--import=${scaleTime}`,
  RELEASE_TRAIN_SANDBOX_CLOCK: `${Date.now()},${Date.UTC(2026, 0, 5, 9)},${speed}`,
});

// One block as long as the window: a stall of the test machine loses no probe.
const calm = { window: '10s', block: '10s', interval: '100ms', grace: '0s', 'warm-up': '1' };
// Blocks that let an outage be found within a real second or two.
const quick = { window: '60s', block: '5s', interval: '500ms', grace: '0s', 'warm-up': '0' };
const local = { 'allow-private': 'true' };

const watch = (
  server: Pick<LoopbackServer, 'url'>,
  inputs: Readonly<Record<string, string>>,
): Promise<BundleRun> =>
  runBundle('post-deploy-monitor', {
    inputs: { url: `app=${server.url}/health?token=hidden`, ...local, ...inputs },
    env: fast(20),
  });

const errorLine = ({ stdout }: BundleRun): string =>
  stdout.split('\n').find((line) => line.startsWith('::error::')) ?? '';

describe('the bundle', () => {
  it('names every wrong input in one message', async () => {
    const run = await runBundle('post-deploy-monitor', {
      inputs: {
        url: 'nowhere',
        window: '10',
        'max-error-rate': '1',
        'on-failure': 'undo',
        'fail-on': 'Never',
        'expect-json': '{',
        commit: 'abc',
      },
    });
    expect(run.exitCode).toBe(1);
    expect(run.stdout.match(/::error::/g)).toHaveLength(1);
    expect(errorLine(run)).toContain('7 inputs are wrong');
    for (const name of ['url', 'window', 'max-error-rate', 'on-failure', 'fail-on', 'commit']) {
      expect(errorLine(run)).toContain(`input "${name}"`);
    }
    expect(`${run.stdout}${run.stderr}`).not.toContain('    at ');
  });

  it('asks for a missing URL', async () => {
    const run = await runBundle('post-deploy-monitor', { inputs: { url: '' } });
    expect(run.exitCode).toBe(1);
    expect(errorLine(run)).toContain('input "url" is required but not set');
  });

  it('finds a working app healthy over a new connection each time', async () => {
    const ports = new Set<string>();
    await using server = await loopbackServer((request, response) => {
      ports.add(`${response.socket?.remotePort}`);
      response.end(JSON.stringify({ ok: request.path.startsWith('/health') }));
    });
    const run = await watch(server, { ...calm, 'expect-json': '{ "ok": true }' });
    expect(run.outputs).toMatchObject({
      verdict: 'healthy',
      reason: 'clean',
      'action-taken': 'none',
      'bad-probes': '0',
    });
    expect(run.exitCode).toBe(0);
    expect(server.requests.length).toBe(1 + Number(run.outputs['probes']));
    expect(ports.size).toBe(server.requests.length);
    expect(JSON.parse(run.outputs['report'] ?? '')).toMatchObject({ version: 1, end: 'complete' });
    expect(run.summary).toContain('### post-deploy-monitor: healthy');
  });

  it.each([
    [401, 'text', 'status: expected 200-299, got 401'],
    [403, 'text', 'status: expected 200-299, got 403'],
    [404, 'text', 'status: expected 200-299, got 404'],
    [422, 'text', 'status: expected 200-299, got 422'],
    [500, 'text', 'status: expected 200-299, got 500'],
    [200, '<html>', 'body: expected JSON, got "<html>"'],
  ])('fails in one line when the app answers %i %s', async (status, body, reason) => {
    await using server = await loopbackServer((_, response) => {
      response.writeHead(status).end(body);
    });
    const run = await watch(server, { ...quick, 'expect-json': '{ "ok": true }' });
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ verdict: 'failed', reason: 'errors' });
    expect(errorLine(run)).toContain(`GET ${server.url}/health: ${reason}`);
    expect(errorLine(run)).toContain('log of the application');
    expect(`${run.stdout}${run.summary}${run.outputs['report']}`).not.toContain('hidden');
  });

  it('fails in one line when nobody listens', async () => {
    const server = await loopbackServer(() => {});
    await server[Symbol.asyncDispose]();
    const run = await watch(server, quick);
    expect(run.outputs['verdict']).toBe('failed');
    expect(errorLine(run)).toContain(`GET ${server.url}/health: connect: ECONNREFUSED`);
  });

  it('is inconclusive, and says why, when every probe is turned away with 429', async () => {
    await using server = await loopbackServer((_, response) => {
      response.writeHead(429).end();
    });
    const run = await watch(server, { ...calm, 'on-inconclusive': 'fail' });
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ verdict: 'inconclusive', reason: 'not-attributable' });
    expect(errorLine(run)).toContain(`GET ${server.url}/health: status: the app answered 429`);
  });

  it('refuses a private address unless it is allowed', async () => {
    const run = await runBundle('post-deploy-monitor', {
      inputs: { url: 'http://127.0.0.1:9/health', ...calm },
    });
    expect(run.exitCode).toBe(1);
    expect(errorLine(run)).toContain('input "url" names "127.0.0.1:9/health", which is refused');
    expect(errorLine(run)).toContain('allow-private');
  });
});

describe('a cancelled job', () => {
  it('still leaves its outputs, and its report, which says the same offline', async () => {
    const seen = new EventTarget();
    await using server = await loopbackServer((_, response, count) => {
      response.end('ok');
      if (count === 3) seen.dispatchEvent(new Event('third'));
    });
    const abort = new AbortController();
    void once(seen, 'third').then(() => abort.abort());
    const folder = mkdtempSync(join(tmpdir(), 'monitor-'));
    const run = await runBundle('post-deploy-monitor', {
      inputs: { url: `${server.url}/health`, ...local, grace: '0s', 'report-dir': folder },
      terminate: abort.signal,
    });
    expect(run.outputs).toMatchObject({ verdict: 'inconclusive', reason: 'cancelled' });
    expect(run.exitCode).toBe(0);
    const report = readFileSync(join(folder, 'post-deploy-monitor.json'), 'utf8');
    expect(report.trim()).toBe(run.outputs['report']);
    expect(replay(JSON.parse(report))).toEqual({ verdict: 'inconclusive', reason: 'cancelled' });
    expect(run.summary).toContain('the watch was cancelled after');
    rmSync(folder, { recursive: true });
  });
});
