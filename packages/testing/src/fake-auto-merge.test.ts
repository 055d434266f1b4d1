import { autoMergeSuite } from '@release-train/github/auto-merge-suite';
import { FakeGit } from './fake-git.ts';
import { FakeGitHub } from './fake-github.ts';

autoMergeSuite('FakeAutoMerge', async () => {
  const git = new FakeGit();
  const github = new FakeGitHub(git);
  const time = { seconds: 1000 };
  github.autoMerge.refusal = 'Pull request is in clean status';
  return {
    github,
    seed: (branch, files, from) => {
      time.seconds += 1;
      const parent = git.branches.get(from ?? branch);
      const parents = parent ? [parent] : [];
      return git.seed(branch, { files, subject: 'Change', seconds: time.seconds, parents });
    },
    merge: (number, method) => github.merge(number, method),
    demandReview: async () => {
      github.autoMerge.refusal = undefined;
    },
    [Symbol.asyncDispose]: async () => {},
  };
});
