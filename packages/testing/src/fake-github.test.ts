import { githubSuite } from '@release-train/github/suite';
import { FakeGit } from './fake-git.ts';
import { FakeGitHub } from './fake-github.ts';

githubSuite('FakeGitHub', async () => {
  const git = new FakeGit();
  const github = new FakeGitHub(git);
  const time = { seconds: 1000 };
  return {
    github,
    seed: (branch, files, from) => {
      time.seconds += 1;
      const parent = git.branches.get(from ?? branch);
      const parents = parent ? [parent] : [];
      return git.seed(branch, { files, subject: 'Change', seconds: time.seconds, parents });
    },
    close: async (number) => github.edit(number, { state: 'closed' }),
    merge: (number, method) => github.merge(number, method),
    [Symbol.asyncDispose]: async () => {},
  };
});
