import { badInput, githubRunner, readEventContext, runAction } from '@release-train/action-kit';
import { portsAt } from './checkout.ts';
import { connect, eventOf } from './connect.ts';
import { contract } from './contract.ts';
import { repositoryEvent } from './repository-event.ts';
import { run } from './run.ts';

const NO_TOKEN = 'is not set, and `live: true` needs it: pass ${{ github.token }}';

const runner = githubRunner();

await runAction(contract, runner, async (inputs) => {
  const { env } = process;
  const context = readEventContext(env);
  const { live, 'github-token': token } = inputs;
  if (live && !token) throw badInput([{ input: 'github-token', problem: NO_TOKEN }]);
  const connection =
    live && token ? await connect({ ...context, token, env, log: runner }) : undefined;
  const event = connection ? eventOf(connection) : repositoryEvent(context.payload);
  const ports = await portsAt(inputs.path, event);
  return await run(inputs, { ...ports, event, runner, ...(connection ? { connection } : {}) });
});
