import { describe, expect, it } from 'vitest';
import { habitsOfBranch as branchHabits } from './habits-of-branch.ts';

const names = { branch: 'release/staging-to-main', base: 'main' };
const path = '.github/workflows/x.yml';

const workflow = (on: string, steps: string, condition = ''): string =>
  [
    `on: ${on}`,
    'jobs:',
    '  pull:',
    '    runs-on: ubuntu-latest',
    ...(condition === '' ? [] : [`    if: ${condition}`]),
    '    steps:',
    ...steps.split('\n').map((line) => `      ${line}`),
    '',
  ].join('\n');

const said = async (text: string): Promise<string> => {
  const { pulls, approvals } = await branchHabits([{ path, text }], names);
  return [
    ...pulls.map(({ line }) => `pulls ${line}`),
    ...approvals.map(({ line }) => `approves ${line}`),
  ].join(', ');
};

const create = '- run: gh pr create --fill';
const approve = '- run: gh pr review --approve "$URL"';

describe('the habits of workflows', () => {
  it.each([
    ['push', create, 'pulls 6'],
    ['create', create, 'pulls 6'],
    ['[push, workflow_dispatch]', '- run: |\n    npm test\n    gh pr merge --squash', 'pulls 8'],
    ['{ push: { branches: ["**"] } }', create, 'pulls 6'],
    ['{ push: { branches: ["release/**"] } }', create, 'pulls 6'],
    ['{ push: { branches-ignore: [main, staging] } }', create, 'pulls 6'],
    ['push', '- uses: peter-evans/create-pull-request@v7', 'pulls 6'],
    ['push', '- uses: pascalgn/automerge-action@v0.16.4', 'pulls 6'],
    ['pull_request', approve, 'approves 6'],
    ['pull_request_target', '- uses: hmarr/auto-approve-action@v4', 'approves 6'],
    ['{ pull_request: { branches: [main] } }', approve, 'approves 6'],
  ])('are seen: on %s, %j', async (on, steps, expected) => {
    expect(await said(workflow(on, steps))).toBe(expected);
  });

  it.each([
    ['pull_request', create],
    ['{ push: { branches: [main] } }', create],
    ['{ push: { branches: ["*"] } }', create],
    ['{ push: { branches-ignore: ["release/**"] } }', create],
    ['{ push: { branches: ["**", "!release/**"] } }', create],
    ['{ push: { tags: ["v*"] } }', create],
    ['{ push: { branches: ["[z-a]"] } }', create],
    ['push', '- run: gh pr create --head docs'],
    ['push', '- run: echo gh pr create'],
    ['push', '- run: npm test\n# uses: peter-evans/create-pull-request@v7'],
    ['{ pull_request: { branches: [staging] } }', approve],
    ['pull_request', '- run: gh pr review --comment -b hi'],
  ])('that leave releases alone are not: on %s, %j', async (on, steps) => {
    expect(await said(workflow(on, steps))).toBe('');
  });

  it('that look at the branch or at people are given the benefit of the doubt', async () => {
    expect(await said(workflow('push', create, "github.ref != 'x'"))).toBe('');
    expect(await said(workflow('pull_request', approve, "github.actor == 'dependabot[bot]'"))).toBe(
      '',
    );
    const step = `- if: startsWith(github.ref_name, 'feature/')\n  run: gh pr create`;
    expect(await said(workflow('push', step))).toBe('');
  });

  it('are told of the step they are in, and of every workflow', async () => {
    const files = [1, 2].map((number) => ({
      path: `${number}.yml`,
      text: workflow('push', `- run: npm ci\n${create}\n- run: npm test`),
    }));
    expect((await branchHabits(files, names)).pulls).toEqual([
      { path: '1.yml', line: 7 },
      { path: '2.yml', line: 7 },
    ]);
  });

  it.each(['', 'on: [', 'hello', 'on: push\njobs: 3'])(
    'of a broken file are none: %j',
    async (text) => {
      expect(await said(text)).toBe('');
    },
  );
});
