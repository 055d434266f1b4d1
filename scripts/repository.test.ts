/** What the repository says of itself is so. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { actionNames, readContract, root } from './actions.ts';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const yamlFiles = (folder: string): string[] =>
  readdirSync(join(root, folder))
    .filter((file) => file.endsWith('.yml'))
    .map((file) => `${folder}/${file}`);

interface Step {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job extends Step {
  readonly needs?: readonly string[];
  readonly secrets?: Readonly<Record<string, unknown>>;
  /** Absent in a job that calls a workflow. */
  readonly steps?: readonly Step[];
  readonly 'timeout-minutes'?: number;
}

interface Workflow {
  readonly permissions?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const workflow = (path: string): Workflow => parse(read(path));
const reusable = yamlFiles('.github/workflows').filter((path) => 'workflow_call' in onOf(path));
const starter = yamlFiles('workflows-examples/starter/.github/workflows');
const examples = [...yamlFiles('workflows-examples'), ...starter];
const workflows = [...yamlFiles('.github/workflows'), ...examples];

function onOf(path: string): object {
  const { on } = parse(read(path)) as { readonly on: unknown };
  return typeof on === 'object' && on !== null ? on : {};
}

describe('documents', () => {
  const pages = ['README.md', 'ARCHITECTURE.md', 'TESTING.md', 'CONTRIBUTING.md', 'SECURITY.md'];

  it.each(pages)('%s links only to what exists', (page) => {
    const links = [...read(page).matchAll(/\]\((?!https?:)([^)#\s]+)/g)].map(
      ([, link]) => link ?? '',
    );
    expect(links.filter((link) => !existsSync(join(root, link)))).toEqual([]);
  });

  it('ARCHITECTURE.md names paths that exist, and every package', () => {
    const paths = [
      ...read('ARCHITECTURE.md').matchAll(
        /`((?:actions|packages|scripts|docs|workflows-examples)\/[^`<]*)`/g,
      ),
    ].map(([, path]) => path ?? '');
    expect(paths.length).toBeGreaterThan(10);
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    const missing = readdirSync(join(root, 'packages')).filter(
      (name) => !paths.includes(`packages/${name}/`),
    );
    expect(missing).toEqual([]);
  });

  it('README.md names every action and every example workflow', () => {
    const readme = read('README.md');
    const named = [
      ...actionNames().map((name) => `actions/${name}/README.md`),
      ...yamlFiles('workflows-examples'),
    ];
    expect(named.filter((path) => !readme.includes(path))).toEqual([]);
  });
});

describe('workflows', () => {
  it.each(workflows)('%s grants nothing by default and bounds every job', (path) => {
    const { permissions, jobs } = workflow(path);
    // A called workflow may leave the grants to its caller, and says so.
    if (!(reusable.includes(path) && /^# No `permissions:` here/m.test(read(path)))) {
      expect(permissions).toEqual({});
    }
    for (const [name, job] of Object.entries(jobs)) {
      if (job.uses === undefined) expect(job['timeout-minutes'], name).toBeGreaterThan(0);
    }
  });

  it.each(workflows)('%s pins foreign actions by commit', (path) => {
    const uses = [...read(path).matchAll(/^[\s-]*uses:\s*(\S+)(.*)/gm)].filter(
      ([, name]) => !name?.startsWith('./') && !name?.startsWith('release-train/'),
    );
    for (const [, name, rest] of uses) expect(`${name}${rest}`).toMatch(/@[0-9a-f]{40} # v\d/);
  });

  it('the gate needs every other job', () => {
    const { jobs } = workflow('.github/workflows/ci.yml');
    const others = Object.keys(jobs).filter((name) => name !== 'gate');
    expect(jobs['gate']?.needs?.toSorted()).toEqual(others.toSorted());
  });

  it.each([...examples, ...reusable])(
    '%s passes only inputs that the actions have',
    async (path) => {
      const steps = Object.values(workflow(path).jobs).flatMap((job) => job.steps ?? []);
      for (const { uses = '', with: given = {} } of steps) {
        const name = /^release-train\/release-train\/actions\/([\w-]+)@v1$/.exec(uses)?.[1];
        if (!name) continue;
        const { inputs } = await readContract(name);
        expect(
          Object.keys(given).filter((input) => !(input in inputs)),
          name,
        ).toEqual([]);
        const required = Object.keys(inputs).filter((input) => inputs[input]?.required);
        expect(
          required.filter((input) => !(input in given)),
          name,
        ).toEqual([]);
      }
    },
  );
});

describe('reusable workflows', () => {
  const calls = [...examples, ...reusable].flatMap((path) =>
    Object.values(workflow(path).jobs).flatMap((job) => {
      const file =
        /^(?:release-train\/release-train|\.)\/(\.github\/workflows\/[\w-]+\.yml)(?:@v1)?$/.exec(
          job.uses ?? '',
        )?.[1];
      return file === undefined ? [] : [{ path, file, job }];
    }),
  );

  it('are called at all', () => expect(calls.length).toBeGreaterThan(3));

  it.each(calls)('$path hands to $file what it declares, and what it needs', ({ file, job }) => {
    const { inputs = {}, secrets = {} } = (onOf(file) as Record<string, Declared>)[
      'workflow_call'
    ] as Declared;
    for (const [declared, given] of [
      [inputs, job.with ?? {}],
      [secrets, job.secrets ?? {}],
    ] as const) {
      const needed = Object.keys(declared).filter((name) => declared[name]?.required);
      expect(Object.keys(given).filter((name) => !(name in declared))).toEqual([]);
      expect(needed.filter((name) => !(name in given))).toEqual([]);
    }
  });
});

interface Declared {
  readonly inputs?: Readonly<Record<string, { readonly required?: boolean }>>;
  readonly secrets?: Readonly<Record<string, { readonly required?: boolean }>>;
}

describe('contracts', () => {
  it.each(actionNames())(
    '%s has a verdict first, and tables that a reader can read',
    async (name) => {
      const { inputs, outputs } = await readContract(name);
      expect(Object.keys(outputs)[0]).toBe('verdict');
      expect(outputs['verdict']?.values?.length).toBeGreaterThan(1);
      for (const [key, { description }] of Object.entries({ ...inputs, ...outputs })) {
        expect(description, key).toMatch(/^[A-Z0-9`].*[.`)]$/s);
        // GitHub evaluates expressions in descriptions, and fails on them.
        expect(description, key).not.toContain('${{');
        expect(key).toMatch(/^[a-z][a-z0-9-]*$/);
      }
    },
  );
});
