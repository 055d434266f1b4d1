/** RD103: a `workflow_run` branch filter that no run of the upstream workflow can pass. */
import { patternsOverlap, type Trigger, workflowRunOf } from '@release-train/workflows';
import type { Draft, Rule } from '../finding.ts';
import { quoteLine } from '../region.ts';
import type { Repository, WorkflowFile } from '../repository.ts';

/** Head branches an upstream run can have; `any` where that cannot be told. */
type Heads =
  | { readonly kind: 'any' }
  | { readonly kind: 'tags' }
  | { readonly kind: 'branches'; readonly patterns: readonly string[] };

export const branchFilter: Rule = {
  id: 'RD103',
  name: 'wr-branch-disjoint',
  stage: 'B',
  title:
    'The branch filter of a `workflow_run` trigger excludes every run of the workflow it waits for.',
  check: (repository) =>
    repository.files.flatMap((file) => {
      const trigger = workflowRunOf(file.workflow);
      if (!trigger) return [];
      return [...disjoint(file, trigger, repository), ...goneBranches(file, trigger, repository)];
    }),
};

function disjoint(file: WorkflowFile, trigger: Trigger, repository: Repository): readonly Draft[] {
  const filter = trigger.filters.branches ?? trigger.filters['branches-ignore'];
  const upstream = repository.graph.edges
    .filter(({ kind, listener }) => kind === 'workflow_run' && listener === file.path)
    .flatMap((edge) => repository.files.filter(({ path }) => path === edge.upstream));
  if (!filter || upstream.length === 0) return [];
  const heads = upstream.map((other) => ({ other, heads: headsOf(other, repository) }));
  if (!heads.every(({ heads: all }) => all.every((head) => isExcluded(head, trigger)))) return [];
  return [
    {
      severity: 'error',
      file: file.path,
      line: filter.line,
      blocks: 'workflow',
      message: `the branch filter is for the branch the upstream run was on, and no run of ${quoted(heads.map(({ other }) => other.workflow.name))} can be on one it lets through`,
      evidence: [
        quoteLine(file, filter.line),
        ...heads.map(
          ({ other, heads: all }) => `"${other.path}" runs on ${all.map(words).join(', ')}`,
        ),
      ],
      fix: 'Take the filter away and test `github.event.workflow_run.event` and `head_branch` in `if`.',
    },
  ];
}

const headsOf = ({ workflow }: WorkflowFile, repository: Repository): readonly Heads[] =>
  workflow.triggers.map((trigger) => headsOfTrigger(trigger, repository));

function headsOfTrigger({ event, filters }: Trigger, { git }: Repository): Heads {
  const main = git.defaultBranch;
  switch (event) {
    case 'workflow_run':
    case 'schedule':
      return main === undefined ? { kind: 'any' } : { kind: 'branches', patterns: [main] };
    case 'release':
      return { kind: 'tags' };
    case 'push':
      if (filters.branches) return { kind: 'branches', patterns: filters.branches.patterns };
      return filters.tags && !filters['branches-ignore'] ? { kind: 'tags' } : { kind: 'any' };
    default:
      return { kind: 'any' };
  }
}

function isExcluded(heads: Heads, { filters }: Trigger): boolean {
  const ignored = filters['branches-ignore']?.patterns;
  switch (heads.kind) {
    case 'any':
      return false;
    case 'tags':
      return filters.branches !== undefined;
    case 'branches':
      if (filters.branches)
        return patternsOverlap(heads.patterns, filters.branches.patterns) === 'no';
      return heads.patterns.every((name) => patternsOverlap([name], ignored ?? []) === 'yes');
    default:
      return heads satisfies never;
  }
}

function words(heads: Heads): string {
  if (heads.kind === 'tags') return 'tags only';
  return heads.kind === 'branches' ? `branches ${quoted(heads.patterns)}` : 'any branch';
}

/** Names in the filter that the remote has no branch for; all of them must be gone. */
function goneBranches(
  file: WorkflowFile,
  { filters }: Trigger,
  { git }: Repository,
): readonly Draft[] {
  const filter = filters.branches;
  const literals = filter?.patterns.filter((name) => /^[\w./-]+$/.test(name)) ?? [];
  const { branches } = git;
  if (!filter || !branches || literals.length < filter.patterns.length) return [];
  if (literals.some((name) => branches.includes(name))) return [];
  return [
    {
      severity: 'error',
      file: file.path,
      line: filter.line,
      blocks: 'workflow',
      message: `the filter lets through ${quoted(literals)} only, and the repository has no such branch`,
      evidence: [quoteLine(file, filter.line), `branches: ${quoted(branches.slice(0, 20))}`],
      fix: `Name a branch that exists${git.defaultBranch ? `, such as "${git.defaultBranch}"` : ''}.`,
    },
  ];
}

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');
