/**
 * Every fixture says in comments which rule must find something on which line: `# RD101`. Nothing
 * else may be found, in the broken ones as in their clean twins.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diagnose } from './decide.ts';
import { diskTree } from './disk-tree.ts';
import type { Finding } from './finding.ts';
import type { Tree } from './ports.ts';
import type { GitFacts } from './repository.ts';
import { rules } from './rules/index.ts';
import { studyRepository } from './study.ts';

const home = join(import.meta.dirname, '../fixtures');

interface Facts {
  readonly git?: Partial<Omit<GitFacts, 'onDefault' | 'renames'>> & {
    /** Absent: as in the fixture. Null: not at hand. */
    readonly onDefault?: Readonly<Record<string, string>> | null;
  };
  readonly vars?: Readonly<Record<string, string>>;
  readonly secretNames?: readonly string[];
  readonly visibility?: 'public' | 'private';
}

const factsOf = (fixture: string): Facts => {
  const path = join(home, fixture, 'facts.json');
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
};

async function findingsOf(
  fixture: string,
  written = (text: string): string => text,
): Promise<readonly Finding[]> {
  const root = join(home, fixture);
  const { git = {}, vars, secretNames = [], visibility = 'unknown' } = factsOf(fixture);
  const { onDefault, ...rest } = git;
  const texts = onDefault === undefined ? workflowsOf(fixture) : Object.entries(onDefault ?? {});
  const facts = {
    isShallow: false,
    defaultBranch: 'main',
    ...(onDefault === null ? {} : { onDefault: new Map(texts) }),
    ...rest,
  };
  const repository = await studyRepository(
    {
      tree: rewritten(diskTree(join(root, '.github/workflows'), root), written),
      history: { facts: async () => facts, renames: async () => new Map() },
    },
    {
      ...(vars ? { vars: new Map(Object.entries(vars)) } : {}),
      secretNames,
      event: { visibility },
    },
  );
  return diagnose(repository, rules);
}

const rewritten = (tree: Tree, written: (text: string) => string): Tree => ({
  ...tree,
  workflows: async () =>
    (await tree.workflows()).map((found) =>
      found.text === undefined ? found : { ...found, text: written(found.text) },
    ),
});

const workflowsOf = (fixture: string): readonly (readonly [string, string])[] =>
  readdirSync(join(home, fixture), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(?:ya?ml|json)$/.test(path) && path !== 'facts.json')
    .map((path) => [path, readFileSync(join(home, fixture, path), 'utf8')] as const);

const expectedOf = (fixture: string): readonly string[] =>
  workflowsOf(fixture).flatMap(([path, text]) =>
    text
      .split('\n')
      .flatMap((line, at) =>
        (/(?:#|\/\/) (RD\d{3}(?: RD\d{3})*)$/.exec(line)?.[1]?.split(' ') ?? []).map(
          (rule) => `${path}:${at + 1} ${rule}`,
        ),
      ),
  );

const placeOf = ({ file, line, rule }: Finding): string => `${file}:${line} ${rule}`;

const fixtures = readdirSync(home).sort();
const broken = fixtures.filter((name) => !name.endsWith('-clean'));
const clean = fixtures.filter((name) => name.endsWith('-clean'));

describe('a broken fixture', () => {
  it.each(broken)('%s: exactly what its comments name is found', async (fixture) => {
    const expected = expectedOf(fixture);
    expect(expected.length).toBeGreaterThan(0);
    expect((await findingsOf(fixture)).map(placeOf).sort()).toEqual([...expected].sort());
  });

  it.each(broken)('%s has a clean twin', (fixture) => {
    expect(clean).toContain(`${fixture}-clean`);
  });
});

describe('a clean fixture', () => {
  it.each(clean)('%s: nothing is found', async (fixture) => {
    expect((await findingsOf(fixture)).map(placeOf)).toEqual([]);
  });
});

describe('rules', () => {
  it('have a fixture each', () => {
    const found = new Set(broken.flatMap(expectedOf).map((place) => place.split(' ')[1]));
    expect(rules.map(({ id }) => id).filter((id) => !found.has(id))).toEqual([]);
  });

  it('have ids of their own, in order', () => {
    const ids = rules.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort());
  });
});

describe('a severity', () => {
  it.each([
    ['RD101', 'RD101', ['error', 'warning']],
    ['RD104-unknown', 'RD104', ['unknown']],
    ['RD115', 'RD115', ['warning']],
    ['RD115-unknown', 'RD115', ['unknown']],
    ['RD201', 'RD201', ['error']],
    ['RD201-assumed', 'RD201', ['warning']],
    ['RD201-untold', 'RD201', ['unknown']],
    ['RD202', 'RD202', ['error']],
    ['RD305', 'RD305', ['error']],
    ['RD306', 'RD306', ['error', 'unknown']],
    ['golden', 'RD305', ['warning']],
  ])('in %s, of %s: %j', async (fixture, rule, severities) => {
    const findings = (await findingsOf(fixture)).filter((finding) => finding.rule === rule);
    expect([...new Set(findings.map(({ severity }) => severity))].sort()).toEqual(severities);
  });
});

describe('a condition that its status makes impossible', () => {
  it.each([
    ["needs.probe.result == 'failure'", 'without a status function GitHub puts `success() &&`'],
    ["failure() && needs.probe.result == 'success'", 'exclude each other'],
  ])('%s: the message says how', async (condition, words) => {
    const found = await findingsOf('RD203', (text) =>
      text.replace("needs.probe.result == 'failure'", condition),
    );
    const messages = found.map(({ file, message }) => `${file} ${message}`);
    expect(messages.find((text) => text.includes('/a.yml'))).toContain(words);
  });
});

describe('the golden case', () => {
  it('is told in one run, in order: it cannot fire, and the rest is masked', async () => {
    const findings = await findingsOf('golden');
    expect(findings.map(({ rule }) => rule)).toEqual([
      'RD101',
      'RD201',
      'RD202',
      'RD302',
      'RD203',
      'RD305',
    ]);
    const [first, ...rest] = findings;
    expect(first).toMatchObject({ blocks: 'workflow', severity: 'error' });
    expect(first?.maskedBy).toBeUndefined();
    for (const { maskedBy } of rest) {
      expect(maskedBy).toBe('RD101 .github/workflows/post-deploy.yml:4');
    }
  });

  it('is the same with the line ends of Windows', async () => {
    const wanted = await findingsOf('golden');
    const found = await findingsOf('golden', (text) => text.replaceAll('\n', '\r\n'));
    expect(found.map(placeOf)).toEqual(wanted.map(placeOf));
    expect(found.flatMap(({ evidence }) => evidence).join('')).not.toContain('\r');
  });
});
