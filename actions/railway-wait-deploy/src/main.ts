import { githubRunner, readEventContext, runAction } from '@release-train/action-kit';
import { systemClock } from '@release-train/polling';
import { graphqlRailway, railwayApiUrl } from '@release-train/railway';
import { contract } from './contract.ts';
import { githubAncestry } from './github-ancestry.ts';
import { run } from './run.ts';

const runner = githubRunner();
const cancelled = new AbortController();
// A cancelled job gets SIGINT, later SIGTERM, and 10 s in all to write its outputs.
// https://docs.github.com/actions/reference/workflows-and-actions/workflow-cancellation
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => cancelled.abort());

await runAction(contract, runner, (inputs) => {
  const context = readEventContext(process.env);
  const clock = systemClock;
  const railway = graphqlRailway({
    token: inputs['railway-token'],
    tokenType: inputs['token-type'],
    apiUrl: inputs['api-url'] ?? railwayApiUrl(process.env),
    client: contract.name,
    clock,
    giveUpAtMs: clock.monotonic() + inputs.timeout,
    maxRequests: inputs['max-requests'] === 'auto' ? undefined : inputs['max-requests'],
  });
  const ancestry = githubAncestry({ ...context, token: inputs['github-token'], clock });
  return run(inputs, { railway, ancestry, clock, log: runner, context, signal: cancelled.signal });
});
// A request or a pause that nobody waits for any more must not hold the job.
if (cancelled.signal.aborted) process.exit();
