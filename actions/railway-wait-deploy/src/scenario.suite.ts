/** A worn stage for flow tests: one shop on Railway, one push to main. */
import type { EventContext } from '@release-train/action-kit';
import { readInputs } from '@release-train/action-kit';
import { FakeClock } from '@release-train/testing/fake-clock';
import {
  type FakeDeployment,
  FakeRailway,
  type FakeService,
  type RailwayWorld,
} from '@release-train/testing/fake-railway';
import { FakeRunner } from '@release-train/testing/fake-runner';
import { contract } from './contract.ts';
import { run } from './run.ts';

export const ours = 'a'.repeat(40);
export const newer = 'b'.repeat(40);
export const older = 'c'.repeat(40);

export const trigger = { repository: 'octo/shop', branch: 'main', waitsForCi: false };

export const web: FakeService = {
  name: 'web',
  trigger,
  healthcheckPath: '/health',
  domains: ['shop.up.railway.app'],
};
export const worker: FakeService = { name: 'worker', trigger, healthcheckPath: '/health' };

export const deployment = (
  service: string,
  history: FakeDeployment['history'],
  more: Partial<FakeDeployment> = {},
): FakeDeployment => ({ id: `${service}-1`, service, commit: ours, history, ...more });

export const push: EventContext = {
  repository: 'octo/shop',
  eventName: 'push',
  payload: {},
  sha: ours,
  ref: 'refs/heads/main',
  serverUrl: 'https://github.com',
  apiUrl: 'https://api.github.com',
  graphqlUrl: 'https://api.github.com/graphql',
  runUrl: 'https://github.com/octo/shop/actions/runs/1',
  workspace: '',
};

interface Scenario {
  readonly world: Partial<RailwayWorld>;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly context?: Partial<EventContext>;
  readonly failures?: readonly unknown[];
  readonly obstaclesFailure?: Error;
}

/** Plays a run to its end. */
export async function play({ world, inputs = {}, context = {}, failures = [], ...more }: Scenario) {
  const clock = new FakeClock();
  const runner = new FakeRunner({ 'railway-token': 'token-0123', ...inputs });
  const railway = new FakeRailway(
    { project: 'shop', environment: 'production', services: [web], deployments: [], ...world },
    clock,
  );
  railway.failures.push(...failures);
  railway.obstaclesFailure = more.obstaclesFailure;
  const ports = { railway, clock, log: runner, context: { ...push, ...context } };
  const outcome = await run(readInputs(contract, runner), ports);
  return { outcome, outputs: outcome.outputs, clock, log: runner.log, railway };
}
