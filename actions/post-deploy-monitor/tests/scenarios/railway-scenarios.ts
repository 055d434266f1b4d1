/** One step with a Railway token: what Railway, and the requests it logs, tell besides the probes. */
import { cloudflarePage } from '@release-train/sandbox/faults';
import {
  apiDown,
  declined,
  oneStep,
  shop,
  superseded,
  visit,
  watched,
  withPeople,
} from './railway-plays.ts';
import { pause, type Scenario } from './scenario.ts';

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
    name: 'no-record',
    situation: 'pushes do not deploy on Railway',
    expected: unclear('not-deployed'),
    play: declined({ autoDeploy: false }),
  },
  {
    name: 'unchanged',
    situation: 'the commit changed nothing that a service watches on Railway',
    expected: { verdict: 'not-applicable', reason: 'unchanged', exitCode: 0 },
    play: declined({ watchPatterns: ['/server.mjs'] }),
  },
  {
    name: 'removed',
    situation: 'somebody removes the deployment of the worker during the watch',
    expected: { verdict: 'failed', reason: 'removed', exitCode: 1 },
    play: oneStep({}, async (rig) => {
      await watched(rig, 30);
      const id = (await rig.deployments('worker')).at(-1)?.id;
      await rig.ask('mutation ($id: String!) { deploymentRemove(id: $id) }', { id });
    }),
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
