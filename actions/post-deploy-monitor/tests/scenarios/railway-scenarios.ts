/** One step with a Railway token: what Railway, and the requests it logs, tell besides the probes. */
import { cloudflarePage, serverError } from '@release-train/sandbox/faults';
import { app, instant, openRig, pushEvent, web } from '@release-train/sandbox/railway-world';
import { monitor, type Played, pause, played, type Scenario } from './scenario.ts';

type Rig = Awaited<ReturnType<typeof openRig>>;
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
const oneStep =
  (changed: Files, meanwhile: (rig: Rig) => Promise<void> = async () => {}, inputs: Files = {}) =>
  async (): Promise<Played> => {
    await using rig = await openRig({ services: [web, worker], timings });
    const commit = rig.push({ ...files, ...changed });
    const [seen] = await Promise.all([watching(rig, commit, inputs), meanwhile(rig)]);
    return seen;
  };

/** The newer commit is there before the watch: git would hold up what is probed in this process. */
const superseded = async (): Promise<Played> => {
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

const apiDown = { at: { times: Number.POSITIVE_INFINITY }, harm: serverError(503) };

/** Until the deployment is live, and some seconds of the watch. */
const watched = async (rig: Rig, seconds: number): Promise<void> => {
  await rig.railway.settled();
  await pause(30 + seconds);
};

/** People who come twice a second, each to another page. */
async function visit(rig: Rig, { seconds, path }: { seconds: number; path: string }) {
  const untilMs = Date.now() + seconds * 1000;
  for (let n = 0; Date.now() < untilMs; n += 1) {
    const url = `${rig.url(path)}/${n % 20}`;
    await fetch(url, { headers: { 'user-agent': 'browser' } }).catch(() => undefined);
    await pause(0.5);
  }
}

/** Pages under /shop fail, or not; /health is always well. */
const shop = (status: number): string => `
import { createServer } from 'node:http';
createServer((request, response) => {
  if (request.url.startsWith('/shop')) response.statusCode = ${status};
  response.end('shop');
}).listen(process.env.PORT);
process.on('SIGTERM', () => process.exit(0));
`;

/** A release that people use, and then the one to be judged. */
const withPeople =
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

const good = { verdict: 'healthy', reason: 'clean', exitCode: 0 };
const unclear = (reason: string) => ({ verdict: 'inconclusive', reason, exitCode: 0 });

export const railwayScenarios: readonly Scenario[] = [
  {
    name: 'one-step',
    situation: 'Railway deploys the commit while the step waits, and all is well',
    expected: good,
    play: oneStep({}),
  },
  {
    name: 'worker',
    situation: 'a worker dies behind a web that answers well',
    expected: { verdict: 'failed', reason: 'crashed', exitCode: 1 },
    play: oneStep({ 'worker.mjs': 'setTimeout(() => process.exit(1), 3000);' }),
  },
  {
    name: 'build-fails',
    situation: 'the build of the worker fails on Railway',
    expected: { verdict: 'failed', reason: 'deploy-failed', exitCode: 1 },
    play: oneStep({}, async ({ railway, environment, service }) =>
      railway.script(
        { serviceId: service('worker').id, environmentId: environment.id, commit: 'next' },
        { outcome: 'FAILED', error: 'exit code 1' },
      ),
    ),
  },
  {
    name: 'superseded',
    situation: 'somebody deploys a newer commit during the watch',
    expected: { verdict: 'superseded', reason: 'superseded', exitCode: 0 },
    play: superseded,
  },
  {
    name: 'railway-down',
    situation: "Railway's API is down all the time",
    expected: unclear('railway-unseen'),
    play: oneStep({}, async ({ railway }) => railway.faults.order(apiDown), {
      'deploy-timeout': '1m',
    }),
  },
  {
    name: 'railway-away',
    situation: "Railway's API is down for two minutes of the watch",
    expected: good,
    play: oneStep({}, async (rig) => {
      await watched(rig, 60);
      rig.railway.faults.order({ ...apiDown, harm: cloudflarePage() });
      await pause(120);
      rig.railway.faults.beginRun();
    }),
  },
  {
    name: 'railway-gone',
    situation: "Railway's API goes down during the watch and does not come back",
    expected: unclear('railway-unseen'),
    play: oneStep({}, async (rig) => {
      await watched(rig, 60);
      rig.railway.faults.order(apiDown);
    }),
  },
  {
    name: 'people',
    situation: 'the health page is well, and what people ask for fails since the deploy',
    expected: { verdict: 'degraded', reason: 'traffic-errors', exitCode: 0 },
    play: withPeople(shop(500), (rig) => visit(rig, { seconds: 300, path: '/shop' })),
  },
  {
    name: 'log-lines',
    situation:
      'all answers are right, and the log has errors that it had not before (`log-error-pattern`)',
    expected: { verdict: 'degraded', reason: 'log-errors', exitCode: 0 },
    play: withPeople(
      `${shop(200)}setInterval(() => console.error('ERROR'), 200);`,
      async () => {},
      {
        'log-error-pattern': 'ERROR',
      },
    ),
  },
  {
    name: 'traffic-stops',
    situation:
      'the health page is well, and two minutes after the deploy nobody asks for anything more',
    expected: unclear('traffic-stopped'),
    play: withPeople(shop(200), (rig) => visit(rig, { seconds: 120, path: '/shop' })),
  },
];
