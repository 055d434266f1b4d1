/** Some changes released without the others, on a GitHub and real git. */
import { type GitHands, gitHands } from '@release-train/testing/git-hands';
import { runBundle } from '@release-train/testing/run-bundle';
import {
  type SandboxRepository,
  sandboxRepository,
} from '@release-train/testing/sandbox-repository';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const place = { owner: 'acme', repo: 'shop' };
const branch = 'release/staging-to-main';
const text = (name: string, lines: readonly string[] = []): string =>
  [...Array.from({ length: 9 }, (_, line) => lines[line] ?? `${name} ${line}`), ''].join('\n');
const shop = { 'app.js': text('app'), 'README.md': 'Shop\n' };

describe('the bundle of create-release-pr that releases a part', () => {
  let repository: SandboxRepository;
  let hands: GitHands;

  const release = (inputs: Record<string, string> = {}) =>
    runBundle('create-release-pr', {
      inputs: { 'github-token': repository.runToken, ...inputs },
      env: repository.env,
    });

  /** A pull request into staging, with a commit for each of `files`, merged; its number. */
  const feature = async (
    name: string,
    files: readonly Record<string, string>[],
    { labels = [], method = 'squash' }: { labels?: string[]; method?: 'squash' | 'rebase' } = {},
  ): Promise<number> => {
    await repository.seed(name, hands.files('staging'), 'staging');
    for (const one of files) await hands.change(name, one);
    const wanted = { ...place, title: `Add ${name}`, head: name, base: 'staging' };
    const { data } = await repository.person.rest.pulls.create(wanted);
    if (labels.length > 0) await label(data.number, labels);
    const merging = { ...place, pull_number: data.number, merge_method: method };
    await repository.person.rest.pulls.merge(merging);
    return data.number;
  };

  const label = (number: number, labels: readonly string[]) =>
    repository.person.rest.issues.addLabels({
      ...place,
      issue_number: number,
      labels: [...labels],
    });

  const pull = async (number: string | undefined) =>
    (await repository.person.rest.pulls.get({ ...place, pull_number: Number(number) })).data;

  beforeEach(async () => {
    repository = await sandboxRepository({ allowMergeCommit: false });
    hands = gitHands(repository);
    await repository.seed('main', shop);
    await repository.seed('staging', { ...shop, 'old.js': 'old\n' }, 'main');
    // Released once, by a squash.
    await repository.seed('main', { ...shop, 'old.js': 'old\n' });
  });

  afterEach(() => repository[Symbol.asyncDispose]());

  it('holds back what a label says, and offers it as soon as the label is gone', async () => {
    const app = (lines: Record<number, string>) => ({
      'app.js': text('app', Object.assign([], lines)),
    });
    const cards = await feature('cards', [{ 'cards.js': 'cards\n', ...app({ 0: 'cards' }) }], {
      labels: ['hold'],
    });
    const search = await feature('search', [
      { 'search.js': 'search\n', ...app({ 0: 'cards', 8: 'search' }) },
    ]);

    const first = await release({ 'hold-label': 'hold' });

    expect(first.outputs).toMatchObject({
      verdict: 'created',
      strategy: 'cherry-pick',
      'commit-count': '1',
      mergeable: 'true',
    });
    expect(hands.files(branch)).toEqual({
      ...shop,
      'old.js': 'old\n',
      'search.js': 'search\n',
      ...app({ 8: 'search' }),
    });
    const { body } = await pull(first.outputs['pr-number']);
    expect(body).toContain(`- #${search} Add search`);
    expect(body).toContain(`### Held back\n\n- #${cards} Add cards: carries a label`);

    const written = hands.writes();
    const again = await release({ 'hold-label': 'hold' });
    expect([again.outputs['verdict'], hands.writes()]).toEqual(['unchanged', written]);

    await repository.merge(Number(first.outputs['pr-number']), 'squash');
    const nothing = await release({ 'hold-label': 'hold' });
    expect(nothing.outputs['verdict']).toBe('nothing-to-release');
    expect(nothing.stdout).toContain('is held back: 1 commit');

    await repository.person.rest.issues.removeLabel({
      ...place,
      issue_number: cards,
      name: 'hold',
    });
    const rest = await release({ 'hold-label': 'hold' });

    expect(rest.outputs).toMatchObject({ verdict: 'created', 'commit-count': '1' });
    expect(JSON.parse(rest.outputs['pull-requests'] ?? '')).toMatchObject([{ number: cards }]);
    await repository.merge(Number(rest.outputs['pr-number']), 'squash');
    expect(hands.files('main')).toEqual(hands.files('staging'));
    expect((await release({ 'hold-label': 'hold' })).outputs['verdict']).toBe('nothing-to-release');
  });

  it('brings a hotfix branch and a rebased pull request, and leaves the standing release alone', async () => {
    await hands.change('staging', { 'big.js': 'big\n' });
    const standing = await release({ strategy: 'direct' });
    const small = await feature('small', [{ 'one.js': '1\n' }, { 'two.js': '2\n' }], {
      method: 'rebase',
    });
    const hotfix = await repository.seed(
      'hotfix',
      { ...hands.files('main'), 'README.md': 'Shop, fixed\n' },
      'main',
    );

    const picked = await release({ pick: `${small}, ${hotfix}` });

    expect(picked.outputs).toMatchObject({
      verdict: 'created',
      strategy: 'cherry-pick',
      'head-branch': `${branch}-picked`,
      'commit-count': '3',
      'file-count': '3',
      mergeable: 'true',
    });
    expect(hands.files(`${branch}-picked`)).toEqual({
      ...hands.files('main'),
      'one.js': '1\n',
      'two.js': '2\n',
      'README.md': 'Shop, fixed\n',
    });
    expect(hands.git('log', '-1', '--format=%B', `${branch}-picked`)).toMatch(
      /\(cherry picked from commit [0-9a-f]{40}\)\n(?:.*\n)*Co-authored-by: /,
    );
    expect((await pull(standing.outputs['pr-number'])).state).toBe('open');

    await repository.merge(Number(picked.outputs['pr-number']), 'squash');
    const rest = await release();
    expect(JSON.parse(rest.outputs['commits'] ?? '')).toHaveLength(1);
    expect(rest.outputs['drift']).toBe('[{"path":"README.md","reason":"hotfix"}]');
  });

  it('names what a pick builds on where it cannot stand alone, and leaves the branch to people', async () => {
    const first = await feature('first', [{ 'new.js': 'one\n' }]);
    const second = await feature('second', [{ 'new.js': 'two\n' }]);
    await feature('other', [{ 'other.js': 'other\n' }], { labels: ['ship'] });

    const conflicted = await release({ pick: `${second}`, 'pick-label': 'ship' });

    expect(conflicted.exitCode).toBe(1);
    expect(conflicted.stdout).toContain(
      '::error::1 picked commit cannot be carried to "main" alone, because of 1 file: "new.js"',
    );
    expect(conflicted.outputs).toMatchObject({
      verdict: 'conflicted',
      'conflict-files': '["new.js"]',
    });
    const { body, draft } = await pull(conflicted.outputs['pr-number']);
    expect(draft).toBe(true);
    expect(body).toContain(`#${second} cannot be carried alone; left out: #${first}`);
    expect(hands.files(`${branch}-picked`)).toEqual({
      ...hands.files('main'),
      'other.js': 'other\n',
    });

    await hands.change(`${branch}-picked`, { 'new.js': 'by hand\n' });
    const written = hands.writes();
    const kept = await release({ pick: `${second}`, 'pick-label': 'ship' });
    expect([kept.outputs['verdict'], hands.writes()]).toEqual(['unchanged', written]);
    expect(hands.files(`${branch}-picked`)['new.js']).toBe('by hand\n');
  });

  it('tells of every pick that cannot be, and writes nothing', async () => {
    const held = await feature('held', [{ 'held.js': 'held\n' }], { labels: ['hold'] });
    const main = await repository.tip('main');
    const unknown = 'a'.repeat(40);

    const refused = await release({
      pick: `99, ${held}, ${unknown}, ${main}, 1234567`,
      'hold-label': 'hold',
    });

    expect(refused.exitCode).toBe(1);
    const message = refused.stdout.split('\n').find((line) => line.startsWith('::error::'));
    expect(message?.split('%0A').slice(1)).toEqual([
      '- input "pick" names #99, which does not exist',
      `- input "pick" names #${held}, which carries a label of "hold-label" (hold): take the label off, or the pick out`,
      `- input "pick" names "${unknown}", which is no commit of this repository`,
      `- input "pick" names "${main}", which is on "main" already`,
      '- input "pick" names "1234567", which is no one commit of "staging" or "main": check it, or give all 40 digits',
    ]);
    expect(hands.writes()).toEqual([]);
  });
});
