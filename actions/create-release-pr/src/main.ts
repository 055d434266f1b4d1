import { githubRunner, readEventContext, runAction } from '@release-train/action-kit';
import { cliGit } from '@release-train/git';
import { octokitGitHub } from '@release-train/github';
import { httpNotifier } from '@release-train/notify';
import { systemClock } from '@release-train/polling';
import { contract } from './contract.ts';
import { run } from './run.ts';

const runner = githubRunner();

await runAction(contract, runner, (inputs) => {
  const { env } = process;
  const context = readEventContext(env);
  const common = { token: inputs['github-token'], env, clock: systemClock, log: runner };
  return run(inputs, {
    git: cliGit({ ...common, url: `${context.serverUrl}/${context.repository}.git` }),
    github: octokitGitHub({ ...common, ...context }),
    notifier: httpNotifier(inputs.notify, common),
    log: runner,
    clock: systemClock,
    context,
  });
});
