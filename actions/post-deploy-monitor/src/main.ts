import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { githubRunner, readEventContext, runAction } from '@release-train/action-kit';
import { systemClock } from '@release-train/polling';
import { httpProbe, keepHeapSmall } from '@release-train/probe';
import { contract } from './contract.ts';
import { notifierFor } from './notifier-for.ts';
import { railwayFor } from './railway-for.ts';
import { recordsFor } from './records-for.ts';
import { run } from './run.ts';

keepHeapSmall();
const runner = githubRunner();
const context = readEventContext(process.env);
const cancelled = new AbortController();
// A cancelled job gets SIGINT, later SIGTERM, and 10 s in all to write its outputs.
// https://docs.github.com/actions/reference/workflows-and-actions/workflow-cancellation
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => cancelled.abort());

await runAction(contract, runner, (inputs) =>
  run(inputs, {
    probe: httpProbe,
    clock: systemClock,
    log: runner,
    signal: cancelled.signal,
    context,
    ...recordsFor(inputs, { context, env: process.env, clock: systemClock, log: runner }),
    notifier: notifierFor(inputs.notify, { clock: systemClock, log: runner }),
    ...railwayFor(inputs, process.env, systemClock),
    save: (folder, name, text) => {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, name), text);
    },
  }),
);
