/** How a commit is pushed to a Railway and watched there in one step, and what happens meanwhile. */
import { serverError } from '@release-train/sandbox/faults';
import { app, instant, openRig, pushEvent, web } from '@release-train/sandbox/railway-world';
import { monitor, type Played, pause, played } from './scenario.ts';

export type Rig = Awaited<ReturnType<typeof openRig>>;
type Files = Readonly<Record<string, string>>;

const worker = {
  name: 'worker',
  trigger: web.trigger,
  startCommand: ['node', 'worker.mjs'],
  restartPolicyMaxRetries: 0,
};
const timings = { ...instant, build: 20_000, deploy: 5000 };
const keepsRunning = 'setInterval(() => {}, 1000);';
const files: Files = { 'server.mjs': app('v1'), 'worker.mjs': keepsRunning };

const watching = async (rig: Rig, commit: string, inputs: Files = {}): Promise<Played> => {
  const run = await monitor({
    inputs: {
      url: `app=${rig.url('/health')}`,
      window: '5m',
      'railway-token': rig.railway.createToken({
        kind: 'project',
        environmentId: rig.environment.id,
      }),
      'api-url': rig.railway.apiUrl,
      ...inputs,
    },
    env: {
      GITHUB_REPOSITORY: 'acme/shop',
      GITHUB_EVENT_NAME: 'push',
      GITHUB_REF: 'refs/heads/main',
      GITHUB_SHA: commit,
    },
  });
  return played(run);
};

/** @param meanwhile happens while the monitor waits and watches */
export const oneStep =
  (changed: Files, meanwhile: (rig: Rig) => Promise<void> = async () => {}, inputs: Files = {}) =>
  async (): Promise<Played> => {
    await using rig = await openRig({ services: [web, worker], timings });
    const commit = rig.push({ ...files, ...changed });
    const [seen] = await Promise.all([watching(rig, commit, inputs), meanwhile(rig)]);
    return seen;
  };

/** Railway makes no record of a push, or one that says why nothing is deployed. */
export const declined =
  (settings: Partial<typeof web>): (() => Promise<Played>) =>
  async () => {
    await using rig = await openRig({ services: [{ ...web, ...settings }] });
    rig.push(files);
    await rig.railway.settled();
    return await watching(rig, rig.push({ 'notes.md': 'two' }), { 'deploy-timeout': '10m' });
  };

/** The newer commit is there before the watch: git would hold up what is probed in this process. */
export const superseded = async (): Promise<Played> => {
  await using rig = await openRig({ services: [web, worker], timings });
  const commit = rig.push(files);
  const newer = rig.repository.commit({ 'server.mjs': app('v2') }, 'Newer');
  const deployNewer = async (): Promise<void> => {
    await watched(rig, 60);
    rig.railway.receive(pushEvent(commit, newer));
  };
  const [seen] = await Promise.all([watching(rig, commit), deployNewer()]);
  return seen;
};

export const apiDown = { at: { times: Number.POSITIVE_INFINITY }, harm: serverError(503) };

/** Until the deployment is live, and some seconds of the watch. */
export const watched = async (rig: Rig, seconds: number): Promise<void> => {
  await rig.railway.settled();
  await pause(30 + seconds);
};

/** People who come twice a second, each to another page. */
export async function visit(rig: Rig, { seconds, path }: { seconds: number; path: string }) {
  const untilMs = Date.now() + seconds * 1000;
  for (let n = 0; Date.now() < untilMs; n += 1) {
    const url = `${rig.url(path)}/${n % 20}`;
    await fetch(url, { headers: { 'user-agent': 'browser' } }).catch(() => undefined);
    await pause(0.5);
  }
}

/** Pages under /shop fail, or not; /health is always well. */
export const shop = (status: number): string => `
import { createServer } from 'node:http';
createServer((request, response) => {
  if (request.url.startsWith('/shop')) response.statusCode = ${status};
  response.end('shop');
}).listen(process.env.PORT);
process.on('SIGTERM', () => process.exit(0));
`;

/** A release that people use, and then the one to be judged. */
export const withPeople =
  (change: string, later: (rig: Rig) => Promise<void>, inputs: Files = {}) =>
  async (): Promise<Played> => {
    await using rig = await openRig({ services: [web] });
    rig.push({ 'server.mjs': shop(200) });
    await rig.railway.settled();
    await visit(rig, { seconds: 200, path: '/shop' });
    const commit = rig.push({ 'server.mjs': change });
    await rig.railway.settled();
    const [seen] = await Promise.all([watching(rig, commit, inputs), later(rig)]);
    return seen;
  };
