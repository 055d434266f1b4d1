import { githubRunner, readEventContext, runAction } from '@release-train/action-kit';
import { portsAt } from './checkout.ts';
import { contract } from './contract.ts';
import { repositoryEvent } from './repository-event.ts';
import { run } from './run.ts';

const runner = githubRunner();

await runAction(contract, runner, async (inputs) => {
  const event = repositoryEvent(readEventContext(process.env).payload);
  return await run(inputs, { ...(await portsAt(inputs.path, event)), event, runner });
});
