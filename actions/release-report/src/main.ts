import { githubRunner, readEventContext, runAction } from '@release-train/action-kit';
import { octokitReleaseHistory } from '@release-train/github';
import { systemClock } from '@release-train/polling';
import { graphqlRailway, railwayApiUrl } from '@release-train/railway';
import { contract, type Inputs } from './contract.ts';
import { run } from './run.ts';

const runner = githubRunner();

await runAction(contract, runner, (inputs) => {
  const { env } = process;
  const context = readEventContext(env);
  const token = inputs['github-token'];
  return run(inputs, {
    history: octokitReleaseHistory({ ...context, token, env, clock: systemClock, log: runner }),
    railway: railwayFor(inputs),
    clock: systemClock,
    log: runner,
    context,
  });
});

/** A report waits for nobody: what Railway does not say in two minutes is not known. */
const railwayMs = 120_000;

function railwayFor(inputs: Inputs) {
  const token = inputs['railway-token'];
  if (token === undefined) return undefined;
  return graphqlRailway({
    token,
    tokenType: inputs['token-type'],
    apiUrl: inputs['api-url'] ?? railwayApiUrl(process.env),
    client: contract.name,
    clock: systemClock,
    giveUpAtMs: systemClock.monotonic() + railwayMs,
  });
}
