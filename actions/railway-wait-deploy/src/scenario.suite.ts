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
import type { Relation } from './ancestry.ts';
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
  /** What GitHub says, by `base...head`, letters only; `unknown` otherwise. */
  readonly relations?: Readonly<Record<string, Relation['kind']>>;
  /** When the job is cancelled, in milliseconds. */
  readonly cancelAfterMs?: number;
  readonly set?: (railway: FakeRailway, clock: FakeClock) => void;
}

/** Plays a run to its end. */
export async function play(scenario: Scenario) {
  const { world, inputs = {}, context = {}, failures = [], obstaclesFailure, set } = scenario;
  const clock = new FakeClock();
  const runner = new FakeRunner({ 'railway-token': 'token-0123', ...inputs });
  const railway = new FakeRailway(
    { project: 'shop', environment: 'production', services: [web], deployments: [], ...world },
    clock,
  );
  railway.failures.push(...failures);
  railway.obstaclesFailure = obstaclesFailure;
  set?.(railway, clock);
  const ancestry = fakeAncestry(scenario.relations);
  const cancel = new AbortController();
  if (scenario.cancelAfterMs !== undefined) {
    void clock.sleep(scenario.cancelAfterMs).then(() => cancel.abort());
  }
  const ports = { railway, ancestry, clock, log: runner, signal: cancel.signal };
  const whole = { ...ports, context: { ...push, ...context } };
  const outcome = await run(readInputs(contract, runner), whole);
  const slept = scenario.cancelAfterMs === undefined ? clock.slept : clock.slept.slice(1);
  return { outcome, outputs: outcome.outputs, clock, slept, log: runner.log, railway, ancestry };
}

/** Answers as told and remembers what it was asked. */
export function fakeAncestry(relations: Scenario['relations'] = {}) {
  const asked: string[] = [];
  return {
    asked,
    relate: async (base: string, head: string): Promise<Relation> => {
      const pair = `${base.slice(0, 1)}...${head.slice(0, 1)}`;
      asked.push(pair);
      const kind = relations[pair] ?? 'unknown';
      return kind === 'unknown' ? { kind, reason: 'GitHub is out of reach' } : { kind };
    },
  };
}
