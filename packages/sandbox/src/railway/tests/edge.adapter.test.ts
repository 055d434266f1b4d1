import { Agent, type IncomingMessage, request } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { startRig } from './rig.ts';

const echo = `
import { createServer } from 'node:http';
createServer((request, response) => {
  if (request.url === '/cut') {
    response.writeHead(200, { 'content-length': '10' });
    return response.write('half', () => response.destroy());
  }
  response.setHeader('x-seen-forwarded-for', request.headers['x-forwarded-for'] ?? '');
  request.pipe(response);
}).listen(process.env.PORT);
`;

const send = (url: string, agent: Agent, body: string) =>
  new Promise<{ reused: boolean; response: IncomingMessage; text: string }>((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent }, async (response) => {
      const text = (await response.toArray()).join('');
      resolve({ reused: sent.reusedSocket, response, text });
    });
    sent.on('error', reject);
    sent.end(body);
  });

const deployed = async () => {
  const rig = await startRig();
  rig.push({ 'server.mjs': echo });
  await rig.railway.settled();
  return rig;
};

it('passes bodies and headers through and keeps the client’s connection', async () => {
  const rig = await deployed();
  const agent = new Agent({ keepAlive: true });
  onTestFinished(() => agent.destroy());
  const first = await send(rig.url('/echo'), agent, 'one');
  const second = await send(rig.url('/echo'), agent, 'x'.repeat(100_000));

  expect(first.text).toBe('one');
  expect(first.response.headers['x-seen-forwarded-for']).toBe('127.0.0.1');
  expect(first.response.headers['x-railway-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  expect(second.text).toHaveLength(100_000);
  expect(second.reused).toBe(true);
});

it('does not finish an answer that the app cut off, and logs it', async () => {
  const rig = await deployed();
  await expect(fetch(rig.url('/cut')).then((response) => response.text())).rejects.toThrow();
  const [deployment] = await rig.deployments();
  const { httpLogs } = await rig.ask(
    'query ($id: String!) { httpLogs(deploymentId: $id) { path upstreamErrors } }',
    { id: deployment?.id },
  );

  expect(httpLogs).toEqual([{ path: '/cut', upstreamErrors: '[{"error":"response cut off"}]' }]);
});
