import { readFileSync } from 'node:fs';
import { FakeClock } from '@release-train/testing/fake-clock';
import { loopbackServer } from '@release-train/testing/loopback-server';
import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { startRig } from '../../sandbox/src/railway/tests/rig.ts';
import { railwayOver } from './graphql-railway.ts';
import { openSession, type RailwayOptions } from './session.ts';
import { railwayTraffic } from './traffic.ts';
import { trafficQueries } from './traffic-answers.ts';

const schema = buildSchema(readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8'));

const options = (apiUrl: string, change: Partial<RailwayOptions> = {}): RailwayOptions => ({
  token: 'secret-token',
  tokenType: 'auto',
  apiUrl: new URL(apiUrl),
  client: 'post-deploy-monitor',
  clock: new FakeClock(),
  giveUpAtMs: 600_000,
  ...change,
});

const logsFrom = (url: string) => railwayTraffic(openSession(options(url)));

it.each(Object.entries(trafficQueries))(
  'the query for %s is valid against the schema',
  (_, query) => {
    expect(validate(schema, parse(query))).toEqual([]);
  },
);

describe('the logs of a deployment', () => {
  it('hold the requests it answered and the lines it wrote, and no others', async () => {
    const rig = await startRig();
    const app = `
import { createServer } from 'node:http';
createServer((request, response) => {
  if (request.url === '/broken') { response.statusCode = 500; console.error('broken by ' + request.url); }
  response.end();
}).listen(process.env.PORT);`;
    rig.push({ 'server.mjs': app });
    await rig.railway.settled();
    const fromMs = Date.now();
    for (const path of ['/', '/broken', '/health']) {
      await fetch(rig.url(path), { headers: { 'user-agent': 'someone' } });
    }
    const [deployment] = await rig.deployments();
    const token = rig.railway.createToken({ kind: 'project', environmentId: rig.environment.id });
    const traffic = railwayTraffic(openSession(options(rig.railway.apiUrl, { token })));
    const span = { fromMs, toMs: Date.now() + 1000 };
    const { entries } = await traffic.readRequests(deployment!.id, span);
    expect(entries.map(({ path, status, userAgent }) => [path, status, userAgent])).toEqual([
      ['/', 200, 'someone'],
      ['/broken', 500, 'someone'],
      ['/health', 200, 'someone'],
    ]);
    const lines = await traffic.readLines(deployment!.id, span);
    expect(lines.entries.map(({ message }) => message)).toEqual(['broken by /broken']);
    const before = { fromMs: fromMs - 60_000, toMs: fromMs - 1 };
    expect((await traffic.readRequests(deployment!.id, before)).entries).toEqual([]);
  });
});

const request = (index: number) => ({
  requestId: `r${index}`,
  timestamp: new Date(index * 10).toISOString(),
  httpStatus: 200,
  method: 'GET',
  path: '/',
  srcIp: '203.0.113.1',
  clientUa: 'someone',
});

describe('more requests than one answer holds', () => {
  const busy = (count: number) =>
    loopbackServer(({ body }, response) => {
      const { variables } = JSON.parse(body);
      const toMs = Date.parse(variables.to);
      const upTo = Math.min(count, Math.floor(toMs / 10) + 1);
      const first = Math.max(0, upTo - variables.limit);
      const httpLogs = Array.from({ length: upTo - first }, (_, index) => request(first + index));
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ data: { httpLogs } }));
    });

  it('are read page by page, each once', async () => {
    await using server = await busy(12_000);
    const { entries, fromMs } = await logsFrom(server.url).readRequests('d', {
      fromMs: 0,
      toMs: 1_000_000,
    });
    expect([entries.length, fromMs, server.requests.length]).toEqual([12_000, 0, 3]);
  });

  it('are read as far as is reasonable, and it is told from where on', async () => {
    await using server = await busy(40_000);
    const { entries, fromMs } = await logsFrom(server.url).readRequests('d', {
      fromMs: 0,
      toMs: 1_000_000,
    });
    expect(server.requests).toHaveLength(6);
    expect(entries.length).toBeGreaterThan(29_000);
    expect(fromMs).toBe(entries[0]?.atMs);
    expect(fromMs).toBeGreaterThan(0);
  });
});

describe('a token of unknown type', () => {
  it('is sent as the type that finding the place told, and never shown', async () => {
    await using server = await loopbackServer(({ headers, body }, response) => {
      const { query, variables } = JSON.parse(body);
      response.writeHead(200, { 'content-type': 'application/json' });
      const isAccount = headers['authorization'] !== undefined;
      const workspaces = { apiToken: { workspaces: [] } };
      const data = query.includes('apiToken') ? workspaces : { deploymentLogs: [] };
      const refusal = { errors: [{ message: 'Not Authorized secret-token' }], data: null };
      response.end(JSON.stringify(isAccount && variables.id !== 'other' ? { data } : refusal));
    });
    const session = openSession(options(server.url));
    const traffic = railwayTraffic(session);
    await expect(railwayOver(session).readPlace({})).rejects.toThrow('input "project" is required');
    const before = server.requests.length;
    const span = { fromMs: 0, toMs: 1 };
    expect((await traffic.readLines('d', span)).entries).toEqual([]);
    expect(server.requests).toHaveLength(before + 1);
    await expect(traffic.readLines('other', span)).rejects.toThrow(/Not Authorized \*\*\*/);
  });
});
