/** RD112, live half: tips of branches that carry a marker, and that nothing ran for. */
import { findSkipMarker } from '@release-train/workflows';
import type { Draft } from '../finding.ts';
import type { BranchFacts } from '../live/branch-facts.ts';
import { takesBranch } from '../live/runs.ts';
import { toldValue } from '../live/told.ts';
import { untoldDraft } from '../live/untold-draft.ts';
import type { Repository, WorkflowFile } from '../repository.ts';

export const SKIP_FIX =
  'Take the marker away from release commits, or start the workflow by `workflow_dispatch` after them. A `git revert` of such a commit quotes it, too.';

export const silentTips = (repository: Repository): readonly Draft[] =>
  [...(repository.live?.branches ?? [])].flatMap(([branch, facts]) => {
    const awaited = awaitedOn(branch, repository);
    return awaited ? draftsOf({ branch, facts, awaited }) : [];
  });

/** The commit the clone is on is the tip of a branch that GitHub told of. */
export const isToldTip = ({ live, git }: Repository): boolean =>
  [...(live?.branches ?? [])].some(
    ([, { classic, tipRuns }]) =>
      tipRuns?.kind === 'told' && toldValue(classic)?.tip.message.trim() === git.tipMessage,
  );

interface Awaited {
  /** Start on pushes to the branch. */
  readonly upstream: readonly string[];
  readonly listener: WorkflowFile;
}

function awaitedOn(branch: string, { files, graph }: Repository): Awaited | undefined {
  const pushed = files
    .filter(({ workflow }) =>
      workflow.triggers.some(
        ({ event, filters }) => event === 'push' && !filters.tags && takesBranch(filters, branch),
      ),
    )
    .map(({ path }) => path);
  const edges = graph.edges.filter(
    ({ kind, upstream }) => kind === 'workflow_run' && pushed.includes(upstream),
  );
  const listener = files.find(({ path }) => path === edges[0]?.listener);
  return listener && { listener, upstream: [...new Set(edges.map(({ upstream }) => upstream))] };
}

interface Case {
  readonly branch: string;
  readonly facts: BranchFacts;
  readonly awaited: Awaited;
}

function draftsOf({ branch, facts, awaited }: Case): readonly Draft[] {
  const { classic, tipRuns } = facts;
  const { listener, upstream } = awaited;
  const place = { file: listener.path, line: 1 };
  if (classic.kind === 'untold') {
    const what = `whether the commit at the tip of "${branch}" asks for no runs`;
    return [untoldDraft({ ...place, what }, classic)];
  }
  const tip = classic.value?.tip;
  if (!tip || !tipRuns) return [];
  const commit = `commit ${tip.sha.slice(0, 7)}: ${tip.message.split('\n', 1).join('')}`;
  if (tipRuns.kind === 'untold') {
    const what = `whether anything ran for the tip of "${branch}", whose message asks for no runs,`;
    return [untoldDraft({ ...place, what, evidence: [commit] }, tipRuns)];
  }
  if (tipRuns.value.some(({ path }) => upstream.includes(path))) return [];
  return [
    {
      ...place,
      severity: 'warning',
      blocks: 'nothing',
      message: `the tip of "${branch}" carries "${findSkipMarker(tip.message) ?? ''}", and what "${listener.declaredName}" waits for has not run for it`,
      evidence: [
        commit,
        ...upstream.map((path) => `no run of "${path}" is listed for this commit`),
      ],
      fix: SKIP_FIX,
    },
  ];
}
