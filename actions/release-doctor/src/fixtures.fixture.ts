/**
 * Every fixture says in comments which rule must find something on which line: `# RD101`. Nothing
 * else may be found, in the broken ones as in their clean twins. `facts.json` beside it tells what
 * is no file: git, the caller's inputs, and under `live` the repository at GitHub.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diagnose } from './decide.ts';
import { diskTree } from './disk-tree.ts';
import type { Finding } from './finding.ts';
import { type FakeRepository, fakeLive } from './live/fake-live.fixture.ts';
import type { Live } from './live/live.ts';
import type { Tree } from './ports.ts';
import type { GitFacts, Rename, Repository } from './repository.ts';
import { rules } from './rules/index.ts';
import { studyRepository } from './study.ts';

export const home = join(import.meta.dirname, '../fixtures');

interface Facts {
  readonly git?: Partial<Omit<GitFacts, 'onDefault' | 'renames' | 'changedAt'>> & {
    readonly renames?: Readonly<Record<string, Rename>>;
    /** Absent: as in the fixture. Null: not at hand. */
    readonly onDefault?: Readonly<Record<string, string>> | null;
  };
  readonly vars?: Readonly<Record<string, string>>;
  readonly secretNames?: readonly string[];
  readonly visibility?: 'public' | 'private';
  readonly changedAt?: Readonly<Record<string, number>>;
  readonly live?: Partial<FakeRepository> & {
    readonly now: number;
    readonly denied?: readonly (keyof Live)[];
  };
}

/** Dates are written as such, and runs as far as they matter. */
const revived = (key: string, value: unknown): unknown => {
  if (key === 'runs' && Array.isArray(value)) return value.map((run) => ({ ...RUN, ...run }));
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:]+Z$/.test(value)
    ? Date.parse(value)
    : value;
};

const RUN = {
  id: 1,
  number: 1,
  event: 'push',
  status: 'completed',
  conclusion: 'success',
  headBranch: 'main',
  headSha: '',
  actor: 'ada',
  isFromFork: false,
  url: 'https://github.test/run',
};

const factsOf = (fixture: string): Facts => {
  const path = join(home, fixture, 'facts.json');
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8'), revived) : {};
};

async function connectionTo({ now, denied, ...state }: NonNullable<Facts['live']>) {
  const live = fakeLive(state, denied);
  return { live, repository: await fakeLive(state).repository(), now };
}

/** @param written what becomes of each workflow's text before it is read */
export async function repositoryOf(
  fixture: string,
  written = (text: string): string => text,
): Promise<Repository> {
  const root = join(home, fixture);
  const {
    git = {},
    vars,
    secretNames = [],
    visibility = 'unknown',
    changedAt = {},
    live,
  } = factsOf(fixture);
  const { onDefault, renames = {}, ...rest } = git;
  const texts = onDefault === undefined ? workflowsOf(fixture) : Object.entries(onDefault ?? {});
  const facts = {
    isShallow: false,
    defaultBranch: 'main',
    ...(onDefault === null ? {} : { onDefault: new Map(texts) }),
    ...rest,
  };
  return await studyRepository(
    {
      tree: rewritten(diskTree(join(root, '.github/workflows'), root), written),
      history: {
        facts: async () => facts,
        renames: async () => new Map(Object.entries(renames)),
        changedAt: async () => new Map(Object.entries(changedAt)),
      },
      ...(live ? { connection: await connectionTo(live) } : {}),
    },
    {
      ...(vars ? { vars: new Map(Object.entries(vars)) } : {}),
      secretNames,
      event: { visibility },
    },
  );
}

export const findingsOf = async (
  fixture: string,
  written?: (text: string) => string,
): Promise<readonly Finding[]> => diagnose(await repositoryOf(fixture, written), rules);

const rewritten = (tree: Tree, written: (text: string) => string): Tree => ({
  ...tree,
  workflows: async () =>
    (await tree.workflows()).map((found) =>
      found.text === undefined ? found : { ...found, text: written(found.text) },
    ),
});

export const workflowsOf = (fixture: string): readonly (readonly [string, string])[] =>
  readdirSync(join(home, fixture), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(?:ya?ml|json)$/.test(path) && path !== 'facts.json')
    .map((path) => [path, readFileSync(join(home, fixture, path), 'utf8')] as const);

/** `<path>:<line> <rule>` of every comment. */
export const expectedOf = (fixture: string): readonly string[] =>
  workflowsOf(fixture).flatMap(([path, text]) =>
    text
      .split('\n')
      .flatMap((line, at) =>
        (/(?:#|\/\/) (RD\d{3}(?: RD\d{3})*)$/.exec(line)?.[1]?.split(' ') ?? []).map(
          (rule) => `${path}:${at + 1} ${rule}`,
        ),
      ),
  );

export const placeOf = ({ file, line, rule }: Finding): string => `${file}:${line} ${rule}`;

export const fixtures = readdirSync(home).sort();
export const broken = fixtures.filter((name) => !name.endsWith('-clean'));
export const clean = fixtures.filter((name) => name.endsWith('-clean'));
