import { readInputs } from '@release-train/action-kit';
import { FakeRunner } from '@release-train/testing/fake-runner';
import { describe, expect, it } from 'vitest';
import { contract } from './contract.ts';

const read = (inputs: Record<string, string>) =>
  readInputs(contract, new FakeRunner({ 'github-token': 'ghs_token', ...inputs }));

describe('the contract of create-release-pr', () => {
  it('needs nothing but the token', () => {
    expect(read({})).toEqual({
      'github-token': 'ghs_token',
      head: 'staging',
      base: 'main',
      'source-sha': undefined,
      strategy: 'auto',
      'release-branch': 'release/{head}-to-{base}',
      title: 'Release {head} to {base}',
      notes: undefined,
      template: undefined,
      checklist: undefined,
      evidence: undefined,
      language: 'en',
      labels: undefined,
      reviewers: undefined,
      'team-reviewers': undefined,
      assignees: undefined,
      draft: 'auto',
      'auto-merge': 'off',
      'fail-on-conflict': true,
      'dry-run': false,
    });
  });

  it('reads lists by line and by comma', () => {
    expect(read({ labels: 'release, train\n\nurgent' }).labels).toEqual([
      'release',
      'train',
      'urgent',
    ]);
  });

  it('takes for a commit what has seven digits, and for a pull request what has fewer', () => {
    expect(read({ pick: '#12, 7\nABCDEF1,1234567' }).pick).toEqual([
      { kind: 'pull', number: 12 },
      { kind: 'pull', number: 7 },
      { kind: 'commit', sha: 'abcdef1' },
      { kind: 'commit', sha: '1234567' },
    ]);
  });

  it('masks the token', () => {
    const runner = new FakeRunner({ 'github-token': 'ghs_token' });

    readInputs(contract, runner);

    expect(runner.masks).toContain('ghs_token');
  });

  it('takes items with commas, and evidence', () => {
    const { checklist, evidence } = read({
      checklist: 'Ask QA, then ops\n- [ ] Tell support',
      evidence: '{"Health": {"verdict": "healthy"}}',
    });

    expect(checklist).toEqual(['Ask QA, then ops', 'Tell support']);
    expect(evidence).toMatchObject([{ name: 'Health', isGood: true }]);
  });

  it('never quotes evidence, which may hold what steps keep secret', () => {
    const message = 'input "evidence" (not shown) must be a JSON object: item → {"verdict": …';
    const wrong = (): unknown => read({ evidence: '{"deploy": {"outputs": {"token": s3cret}}}' });

    expect(wrong).toThrow(message);
    expect(wrong).not.toThrow('s3cret');
  });

  it.each([
    [{ 'github-token': '' }, 'input "github-token" is required but not set'],
    [{ head: '--upload-pack=x' }, 'input "head" is "--upload-pack=x": must be a branch name'],
    [{ base: 'a b' }, 'input "base" is "a b": must be a branch name'],
    [{ base: 'main.lock' }, 'input "base" is "main.lock": must be a branch name'],
    [{ 'source-sha': 'abc1234' }, 'input "source-sha" is "abc1234": must be a full commit SHA'],
    [
      { strategy: 'rebase' },
      'input "strategy" is "rebase": must be one of auto, direct, merge, cherry-pick',
    ],
    [{ pick: '#12, main' }, 'must be a list of pull requests (12 or "#12") and commits'],
    [{ pick: '0' }, '"0" is neither'],
    [{ pick: 'abc12' }, '"abc12" is neither'],
    [
      { 'release-branch': 'main' },
      'input "release-branch" is "main": must be a branch name that begins with release/',
    ],
    [{ draft: 'Auto' }, 'input "draft" is "Auto": must be one of auto, true, false'],
    [{ template: '/etc/passwd' }, 'input "template" is "/etc/passwd": must be the path of a file'],
    [{ template: 'a/../../b.md' }, 'must be the path of a file in the repository'],
    [{ language: 'de' }, 'input "language" is "de": must be one of en, ru'],
    [{ checklist: 'x'.repeat(201) }, 'characters (item 1 has 201 characters)'],
    [{ 'fail-on-conflict': '1' }, 'input "fail-on-conflict" is "1": must be true or false'],
    [{ 'dry-run': 'True' }, 'input "dry-run" is "True": must be true or false'],
  ])('refuses %j', (inputs, message) => {
    expect(() => read(inputs)).toThrow(message);
  });
});
