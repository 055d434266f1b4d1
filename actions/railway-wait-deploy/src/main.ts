import { githubRunner, readEventContext, runAction } from '@release-train/action-kit';
import { systemClock } from '@release-train/polling';
import { graphqlRailway, railwayApiUrl } from '@release-train/railway';
import { contract } from './contract.ts';
import { run } from './run.ts';

const runner = githubRunner();
await runAction(contract, runner, (inputs) =>
  run(inputs, {
    railway: graphqlRailway({
      token: inputs['railway-token'],
      tokenType: inputs['token-type'],
      apiUrl: inputs['api-url'] ?? railwayApiUrl(process.env),
      client: contract.name,
      clock: systemClock,
      giveUpAtMs: systemClock.monotonic() + inputs.timeout,
      maxRequests: inputs['max-requests'] === 'auto' ? undefined : inputs['max-requests'],
    }),
    clock: systemClock,
    log: runner,
    context: readEventContext(process.env),
  }),
);
