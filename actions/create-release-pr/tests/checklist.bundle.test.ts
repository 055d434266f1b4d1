/** What people see and tick on the pull request, through updates. */
import { runBundle } from '@release-train/testing/run-bundle';
import {
  type SandboxRepository,
  sandboxRepository,
} from '@release-train/testing/sandbox-repository';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const place = { owner: 'acme', repo: 'shop' };
const shop = { 'app.js': 'one\n', 'README.md': 'Shop\n' };

describe('the checklist on a GitHub', () => {
  let repository: SandboxRepository;

  const release = (inputs: Record<string, string> = {}) =>
    runBundle('create-release-pr', {
      inputs: { 'github-token': repository.runToken, ...inputs },
      env: repository.env,
    });

  const body = async (): Promise<string> =>
    (await repository.person.rest.pulls.get({ ...place, pull_number: 1 })).data.body ?? '';
  const save = (text: string) =>
    repository.person.rest.pulls.update({ ...place, pull_number: 1, body: text });
  const tasks = async (): Promise<string[]> =>
    (await body()).match(/^- \[[ x]\].*(?= <!--)/gm) ?? [];
  const writes = (): number =>
    repository.sandbox.requests.filter(
      ({ actor, method, path }) =>
        actor === 'github-actions[bot]' && method !== 'GET' && !path.endsWith('git-upload-pack'),
    ).length;

  beforeEach(async () => {
    repository = await sandboxRepository();
    await repository.seed('main', shop);
    await repository.seed('staging', { ...shop, 'b.js': 'b\n' }, 'main');
  });

  afterEach(() => repository[Symbol.asyncDispose]());

  it('keeps what people ticked and wrote while staging and the evidence move on', async () => {
    const inputs = (verdict: string) => ({
      checklist: 'Ask QA\nTell support, then sales',
      evidence: JSON.stringify({
        checkout: { outputs: {}, outcome: 'success' },
        health: { outputs: { verdict, key: 's3cr3tvalue' }, outcome: 'success' },
      }),
    });
    const first = await release(inputs('healthy'));
    expect(first.exitCode).toBe(0);
    expect(await tasks()).toEqual([
      '- [ ] Ask QA',
      '- [ ] Tell support, then sales',
      '- [x] health: `healthy`',
    ]);

    // As a browser saves it: a tick, and words around the block.
    const ticked = (await body()).replace('[ ] Tell support', '[x] Tell support');
    const edited = `Mind the banner.\n\n${ticked}\n\nThanks!  `.replaceAll('\n', '\r\n');
    await save(edited);
    const written = writes();
    const again = await release(inputs('healthy'));
    expect([again.outputs['verdict'], writes()]).toEqual(['unchanged', written]);
    expect(await body()).toBe(edited);

    await repository.seed('staging', { ...shop, 'b.js': 'b\n', 'c.js': 'c\n' });
    const moved = await release(inputs('degraded'));
    expect(moved.outputs['verdict']).toBe('updated');
    expect(await tasks()).toEqual([
      '- [ ] Ask QA',
      '- [x] Tell support, then sales',
      '- [ ] health: **not passed**, `degraded`',
    ]);
    expect((await body()).startsWith('Mind the banner.\r\n\r\n<!--')).toBe(true);
    expect((await body()).endsWith('-->\r\n\r\nThanks!  ')).toBe(true);
    expect(await body()).not.toContain('s3cr3tvalue');
    for (const run of [first, again, moved]) {
      expect(run.stdout + run.stderr + run.summary).not.toContain('s3cr3tvalue');
    }
  });

  it('starts from a template of the commit, and carries ticks to the pull request that replaces it', async () => {
    const template = '# {head}\r\n\n- [ ] Mine\n\n{release}\n\nBye';
    await repository.seed('staging', { ...shop, 'b.js': 'b\n', '.github/release.md': template });
    const inputs = { template: '.github/release.md', checklist: 'Ask QA' };
    const missing = await release({ ...inputs, template: 'release.md' });
    expect(missing.stdout).toMatch(/::error::there is no file "release.md" at [0-9a-f]{7}/);

    const first = await release(inputs);
    expect(first.exitCode).toBe(0);
    expect(first.stdout).toContain('::notice::workflows of pull request #1 wait until somebody');
    expect(first.summary).toContain('| workflows | wait until somebody');
    expect(await body()).toMatch(/^# `staging`\r\n\n- \[ \] Mine\n\n<!-- [\s\S]* end -->\n\nBye$/);
    await save((await body()).replaceAll('[ ]', '[x]'));
    const again = await release(inputs);
    expect([again.outputs['verdict'], again.stdout.includes('workflows of')]).toEqual([
      'unchanged',
      false,
    ]);

    const other = await release({ ...inputs, strategy: 'merge' });
    expect(other.outputs).toMatchObject({ verdict: 'created', 'pr-number': '2' });
    const next = await repository.person.rest.pulls.get({ ...place, pull_number: 2 });
    expect(next.data.body).toContain('- [x] Ask QA');
    expect(next.data.body).toContain('- [ ] Mine');
  });

  it('says what is wrong with evidence without quoting it', async () => {
    const run = await release({ evidence: '{"deploy": {"outputs": {"key": s3cr3tvalue}}}' });

    expect(run.exitCode).toBe(1);
    expect(run.stdout).toContain('::error::input "evidence" (not shown) must be a JSON object');
    expect(run.stdout + run.stderr).not.toContain('s3cr3tvalue');
  });

  it('speaks Russian to people and English in the log', async () => {
    const run = await release({ language: 'ru', checklist: 'Спросить QA' });

    expect(await body()).toContain('### Что проверить\n\n- [ ] Спросить QA');
    expect(await body()).toContain('`staging` → `main`: 1 коммит, 1 файл.');
    expect(run.summary).toContain('### Pull request релиза');
    expect(run.summary).toContain('| вердикт | **created** |');
    expect(run.stdout).toContain('"staging" merges into "main" without conflicts');
    expect(run.outputs['strategy-reason']).toBe('"staging" merges into "main" without conflicts');
  });
});
