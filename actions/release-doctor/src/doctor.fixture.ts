/** A repository of texts, for tests. */
import type { FoundFile, GitFacts } from './repository.ts';
import type { Ports } from './run.ts';

export interface Given {
  readonly files?: Readonly<Record<string, string>>;
  readonly found?: readonly FoundFile[];
  readonly facts?: Partial<GitFacts>;
}

export function doctorPorts({ files = {}, found = [], facts = {} }: Given): Omit<Ports, 'runner'> {
  const texts = Object.entries(files).map(([name, text]) => ({
    path: `.github/workflows/${name}`,
    text,
  }));
  const { renames = new Map(), changedAt = new Map(), ...rest } = facts;
  return {
    tree: { workflows: async () => [...texts, ...found], settings: async () => [] },
    history: {
      facts: async () => ({
        isShallow: false,
        defaultBranch: 'main',
        onDefault: new Map(texts.map(({ path, text }) => [path, text])),
        ...rest,
      }),
      renames: async () => renames,
      changedAt: async () => changedAt,
    },
    event: { visibility: 'unknown' },
  };
}

export const CI = `name: CI
on: { push: { branches: [main] } }
jobs: { test: { runs-on: x, steps: [{ run: npm test }] } }
`;

export const DEAD = `name: Watch
on:
  workflow_run:
    workflows: [CI and Smoke]
    types: [completed]
jobs:
  watch:
    runs-on: x
    steps:
      - run: curl -f https://app.example/health
`;
