/** What is known of the contexts an `if` reads, for each event that starts its workflow. */
import {
  accessedPaths,
  type Data,
  isLiteral,
  type Known,
  type Trigger,
} from '@release-train/workflows';
import type { Sources, WorkflowFile } from './repository.ts';

/** Payload parts that only these events carry. */
const PAYLOADS: Readonly<Record<string, readonly string[]>> = {
  workflow_run: ['workflow_run'],
  deployment_status: ['deployment_status'],
  release: ['release'],
  pull_request: [
    'pull_request',
    'pull_request_target',
    'pull_request_review',
    'pull_request_review_comment',
  ],
  merge_group: ['merge_group'],
};

const CONCLUSIONS = [
  'success',
  'failure',
  'cancelled',
  'skipped',
  'timed_out',
  'action_required',
  'neutral',
  'stale',
  'startup_failure',
];

/** Facts of one event about one condition. Throws where the condition does not parse. */
export function eventFacts(
  condition: string,
  trigger: Trigger,
  { file, repository }: { file: WorkflowFile; repository: Sources },
): readonly Known[] {
  const { event } = trigger;
  // A called workflow sees the event of its caller.
  if (event === 'workflow_call') return [];
  const because = `the run is started by "${event}"`;
  return [
    { path: 'github.event_name', values: [event], because },
    ...absentPayloads(condition, event),
    ...refFacts(trigger, repository),
    ...(event === 'workflow_run' ? upstreamFacts(trigger, file, repository) : []),
  ];
}

/** The trigger is the caller's to choose for `workflow_call`, and `repository_dispatch` is free. */
function absentPayloads(condition: string, event: string): readonly Known[] {
  return accessedPaths(condition).flatMap((path) => {
    const part = /^github\.event\.(\w+)/i.exec(path)?.[1] ?? '';
    const events = PAYLOADS[part];
    if (!events || events.includes(event)) return [];
    return [{ path, values: [null], because: `a "${event}" event has no "${part}"` }];
  });
}

function refFacts({ event, filters }: Trigger, { git }: Sources): readonly Known[] {
  if (event === 'workflow_run' || event === 'schedule') {
    return git.defaultBranch === undefined
      ? []
      : branchFacts([git.defaultBranch], `a "${event}" run stands on the default branch`);
  }
  const branches = filters.branches?.patterns ?? [];
  const tags = filters.tags ?? filters['tags-ignore'];
  if (event !== 'push' || branches.length === 0 || tags || !isLiteral(branches)) return [];
  return branchFacts(branches, `"push" is filtered to branches ${quoted(branches)}`);
}

const branchFacts = (branches: readonly string[], because: string): readonly Known[] => [
  { path: 'github.ref', values: branches.map((name) => `refs/heads/${name}`), because },
  { path: 'github.ref_name', values: branches, because },
  { path: 'github.ref_type', values: ['branch'], because },
];

function upstreamFacts(
  { filters }: Trigger,
  file: WorkflowFile,
  repository: Sources,
): readonly Known[] {
  const root = 'github.event.workflow_run';
  const branches = filters.branches?.patterns ?? [];
  const types = filters.types?.patterns;
  const upstream = upstreamEvents(file, repository);
  const fact = (key: string, values: readonly Data[], because: string): Known => ({
    path: `${root}.${key}`,
    values,
    because,
  });
  return [
    ...(types && !types.includes('completed')
      ? []
      : [
          fact(
            'conclusion',
            [null, ...CONCLUSIONS],
            `a conclusion is one of ${quoted(CONCLUSIONS)}`,
          ),
        ]),
    ...(branches.length > 0 && isLiteral(branches)
      ? [fact('head_branch', branches, `the trigger is filtered to branches ${quoted(branches)}`)]
      : []),
    ...(upstream.length > 0
      ? [fact('event', upstream, `the upstream workflow starts on ${quoted(upstream)} only`)]
      : []),
  ];
}

function upstreamEvents(file: WorkflowFile, { graph, files }: Sources): readonly string[] {
  const paths = graph.edges
    .filter(({ kind, listener }) => kind === 'workflow_run' && listener === file.path)
    .map(({ upstream }) => upstream);
  const triggers = files
    .filter(({ path }) => paths.includes(path))
    .map(({ workflow }) => workflow.triggers.map(({ event }) => event));
  return triggers.some((events) => events.length === 0) ? [] : [...new Set(triggers.flat())];
}

const quoted = (values: readonly string[]): string =>
  values.map((value) => `"${value}"`).join(', ');
