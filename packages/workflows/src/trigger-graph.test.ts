import { describe, expect, it } from 'vitest';
import { parseWorkflow } from './parse-workflow.ts';
import { patternsOverlap } from './pattern-overlap.ts';
import { chainTo, cycleThrough, triggerGraph } from './trigger-graph.ts';
import type { Workflow } from './workflow.ts';

const JOBS = 'jobs: { a: { runs-on: x, steps: [{ run: echo }] } }';

async function workflow(
  file: string,
  on: string,
  { name = file, jobs = JOBS } = {},
): Promise<Workflow> {
  const path = `.github/workflows/${file}.yml`;
  const text = `${name === '' ? '' : `name: "${name}"\n`}on: ${on}\n${jobs}\n`;
  const parsed = await parseWorkflow({ path, text });
  if (parsed.kind === 'broken') throw new Error(JSON.stringify(parsed.errors));
  return parsed.workflow;
}

const after = (...names: string[]) =>
  `{ workflow_run: { workflows: [${names.map((name) => `'${name}'`).join(', ')}] } }`;
const pathOf = (file: string) => `.github/workflows/${file}.yml`;

describe('the trigger graph', () => {
  it('joins a listener to each workflow its patterns name, by name or by path', async () => {
    const graph = triggerGraph([
      await workflow('ci', 'push', { name: 'CI' }),
      await workflow('nameless', 'push', { name: '' }),
      await workflow('watch', after('C?I', pathOf('nameless'))),
    ]);
    expect(graph.edges.map(({ upstream, listener }) => [upstream, listener])).toEqual([
      [pathOf('ci'), pathOf('watch')],
      [pathOf('nameless'), pathOf('watch')],
    ]);
    expect(graph.dead).toEqual([]);
  });

  it('shows patterns that name nothing as dead, excluded names as no edge', async () => {
    const graph = triggerGraph([
      await workflow('ci', 'push', { name: 'CI' }),
      await workflow('watch', after('*', '!CI')),
      await workflow('dead', after('CI and Smoke', 'C++')),
    ]);
    expect(graph.edges.map(({ upstream }) => upstream)).not.toContain(pathOf('ci'));
    expect(graph.dead).toEqual([
      { listener: pathOf('dead'), pattern: 'CI and Smoke' },
      { listener: pathOf('dead'), pattern: 'C++' },
    ]);
  });

  it('joins a caller to the workflow it calls', async () => {
    const graph = triggerGraph([
      await workflow('caller', 'push', { jobs: `jobs: { a: { uses: ./${pathOf('lib')} } }` }),
      await workflow('lib', 'workflow_call'),
    ]);
    expect(graph.edges).toEqual([
      {
        kind: 'workflow_call',
        upstream: pathOf('caller'),
        listener: pathOf('lib'),
        by: `./${pathOf('lib')}`,
      },
    ]);
  });

  it('finds the shortest chain and the way round', async () => {
    const workflows = [
      await workflow('a', 'push'),
      await workflow('b', after('a')),
      await workflow('c', after('b')),
      await workflow('short', after('c', 'a')),
      await workflow('both', '{ push: {}, workflow_run: { workflows: [c] } }'),
      await workflow('d', after('e')),
      await workflow('e', after('d')),
      await workflow('all', after('*')),
    ];
    const { edges } = triggerGraph(workflows);
    const chain = (at: number) => chainTo(workflows[at]!, workflows, edges);
    expect(chain(2)).toEqual(['a', 'b', 'c'].map(pathOf));
    expect(chain(3)).toEqual(['a', 'short'].map(pathOf));
    expect(chain(4)).toEqual([pathOf('both')]);
    expect(cycleThrough(pathOf('d'), edges)).toEqual(['d', 'e', 'd'].map(pathOf));
    expect(cycleThrough(pathOf('c'), edges)).toBeUndefined();
    expect(cycleThrough(pathOf('all'), edges)).toBeUndefined();
  });
});

describe('two branch filters', () => {
  it.each([
    [['main'], ['main', 'dev'], 'yes'],
    [['main'], ['dev'], 'no'],
    [['main'], ['release/**'], 'no'],
    [['release/1'], ['release/**', '!release/1'], 'no'],
    [['release/**'], ['release/1'], 'yes'],
    [['release/**'], ['hotfix/**'], 'unknown'],
    [['main'], ['[z-a]'], 'unknown'],
  ])('%j and %j: %s', (one, other, answer) => {
    expect(patternsOverlap(one, other)).toBe(answer);
  });
});
