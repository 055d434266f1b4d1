import { FakeGit } from '@release-train/testing/fake-git';
import { FakeGitHub } from '@release-train/testing/fake-github';
import { beforeEach, describe, expect, it } from 'vitest';
import { closedByPerson } from './closed-by-people.ts';
import { withBlock } from './managed-block.ts';

const kind = 'release';
const record = { source: 'a'.repeat(40), title: 'Release' };

describe('a pull request that was closed', () => {
  let git: FakeGit;
  let github: FakeGitHub;
  let tip: string;

  const marked = (more: Record<string, string> = {}) =>
    withBlock('', { kind, text: '', record: { ...record, tip, ...more } });
  const open = (body: string) =>
    github.createPull({ head: 'release/x', base: 'main', title: 'R', body, draft: false });
  const last = async () =>
    (await github.pulls({ head: 'release/x', base: 'main', state: 'all' }))[0];
  const asked = async (more: Record<string, string> = {}) =>
    closedByPerson(github, await last(), {
      ...{ kind, record: { ...record, ...more } },
      branchTip: git.branches.get('release/x'),
    });

  beforeEach(async () => {
    git = new FakeGit();
    github = new FakeGitHub(git);
    const start = { files: { a: '0' }, subject: 'Start', seconds: 1000 };
    tip = await git.seed('release/x', start);
    git.branches.set('main', tip);
  });

  it('by a person counts while another one would bring the same', async () => {
    await open(marked({ base: 'b'.repeat(40) }));
    github.edit(1, { state: 'closed' });

    expect(await asked({ base: 'c'.repeat(40) })).toEqual({ number: 1, login: 'ada' });
    expect(await asked({ source: 'd'.repeat(40) })).toBeUndefined();
    expect(await asked({ part: 'x' })).toBeUndefined();
    git.branches.delete('release/x');
    expect(await asked()).toBeUndefined();
  });

  it('by the tool itself does not count, nor where GitHub does not say by whom', async () => {
    await open(marked());
    await github.updatePull(1, { state: 'closed' });
    expect(await asked()).toBeUndefined();
    const unsaid = { closer: async () => undefined };
    expect(
      await closedByPerson(unsaid, await last(), { kind, record, branchTip: tip }),
    ).toBeUndefined();
  });

  it('does not count where it is open, merged, unmarked or was pushed to', async () => {
    expect(await asked()).toBeUndefined();
    await open(marked());
    expect(await asked()).toBeUndefined();
    github.edit(1, { state: 'closed', isMerged: true });
    expect(await asked()).toBeUndefined();
    await open('by hand');
    github.edit(2, { state: 'closed' });
    expect(await asked()).toBeUndefined();
    await open(marked({ tip: 'e'.repeat(40) }));
    github.edit(3, { state: 'closed' });
    expect(await asked()).toBeUndefined();
  });
});
