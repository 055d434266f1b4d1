import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { loopbackServer } from '@release-train/testing/loopback-server';
import { loopbackSocket } from '@release-train/testing/loopback-socket';
import { expect, it } from 'vitest';
import { httpProbe } from './http-probe.ts';
import { requestTo } from './probe.suite.ts';

/** An edge that sends new connections to where it points, and leaves the open ones where they are. */
async function edge(target: { url: string }) {
  return loopbackSocket((socket) => {
    const upstream = connect(Number(new URL(target.url).port), '127.0.0.1');
    upstream.on('error', () => socket.destroy());
    socket.on('close', () => upstream.destroy());
    socket.pipe(upstream).pipe(socket);
  });
}

const textBy = (agent: Agent, url: string): Promise<string> =>
  new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      response.setEncoding('utf8').on('data', resolve);
    }).on('error', reject);
  });

it('a probe sees the new container at once where a client with keep-alive stays on the old', async () => {
  await using old = await loopbackServer((_request, response) => response.end('old'));
  await using fresh = await loopbackServer((_request, response) => response.end('new'));
  const target = { url: old.url };
  await using front = await edge(target);
  const url = `http://127.0.0.1:${front.port}/`;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const seen = { kept: [] as string[], probed: [] as string[] };
  for (let round = 0; round < 6; round += 1) {
    if (round === 3) target.url = fresh.url;
    seen.kept.push(await textBy(agent, url));
    const result = await httpProbe(requestTo(new URL(url)));
    seen.probed.push(result.kind === 'answer' ? result.body : result.failure);
  }
  agent.destroy();
  expect(seen.kept).toEqual(['old', 'old', 'old', 'old', 'old', 'old']);
  expect(seen.probed).toEqual(['old', 'old', 'old', 'new', 'new', 'new']);
});
