import { gitSuite } from '@release-train/git/suite';
import { FakeGit } from './fake-git.ts';

gitSuite('FakeGit', async () => {
  const git = new FakeGit();
  return {
    git,
    seed: (branch, commit) => git.seed(branch, commit),
    remoteTip: async (branch) => git.branches.get(branch),
    [Symbol.asyncDispose]: async () => {},
  };
});
