/** The workflows of this repository, and those it offers to copy, pass the doctor. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { portsAt } from './checkout.ts';
import { diagnose } from './decide.ts';
import { rules } from './rules/index.ts';
import { studyRepository } from './study.ts';

const root = join(import.meta.dirname, '../../..');

describe('the workflows of this repository', () => {
  it.each(['.github/workflows', 'workflows-examples'])('%s: nothing is found', async (folder) => {
    const event = { visibility: 'public' } as const;
    const { tree, history } = await portsAt(join(root, folder), event);
    const repository = await studyRepository({ tree, history }, { secretNames: [], event });
    expect(repository.files.length).toBeGreaterThan(0);
    const found = diagnose(repository, rules);
    expect(found.map(({ rule, file, line }) => `${rule} ${file}:${line}`)).toEqual([]);
  });
});
