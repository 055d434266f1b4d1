import { githubRunner, runAction } from '@release-train/action-kit';
import { systemClock } from '@release-train/polling';
import { httpProbe, keepHeapSmall } from '@release-train/probe';
import { contract } from './contract.ts';
import { run } from './run.ts';

keepHeapSmall();
const runner = githubRunner();

await runAction(contract, runner, (inputs) =>
  run(inputs, { probe: httpProbe, clock: systemClock, log: runner }),
);
